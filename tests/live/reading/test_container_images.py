"""What containers start by themselves, what they let in, and where images go."""

import pytest
from decisions import decided

from sentinel.live.reading.container_images import entry


def test_an_image_is_known_by_its_last_name():
    assert entry("ghcr.io/mikefarah/yq@sha256:00") == "yq"
    assert entry("amazon/aws-cli:2.15") == "aws"
    assert entry("acme/api") == ""


@pytest.mark.parametrize(
    "command",
    [
        "docker run --rm -v $(pwd):/app composer:2 install",
        "docker run --rm aquasec/trivy image acme/api:1.2",
        "docker run --rm amazon/aws-cli s3 ls",
        "docker run --rm -v $PWD:/w mikefarah/yq '.services' compose.yml",
        "docker run -d -p 127.0.0.1:5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust postgres:16",
        "docker volume create scratch",
        "docker compose -f compose.prod.yml --dry-run down -v",
        "docker compose -p ci-1234 down --volumes --timeout 0",
        "docker stack config -c stack.yml",
        "podman unshare cat /proc/self/uid_map",
        "podman auto-update --dry-run",
        "docker buildx build --push -t registry.example.com/acme/api:dev .",
        "skopeo copy docker://docker.io/library/nginx:1 docker://registry.example.com/nginx:1",
    ],
)
def test_everyday_ways_run(command):
    assert decided(command) == "approve"


@pytest.mark.parametrize(
    "command",
    [
        "docker run --rm amazon/aws-cli s3 rb s3://acme-data --force",
        "docker run --rm bitnami/kubectl delete namespace shop",
        "docker run -d --network host mongo:7 --bind_ip_all --noauth",
        "docker run -d -p 9200:9200 -e xpack.security.enabled=false elasticsearch:8.14.0",
        "docker buildx build --allow security.insecure .",
        "docker buildx build --push -t docker.io/acmepublic/internal .",
        "skopeo sync --src docker --dest docker registry.example.com/acme docker.io/acmepublic",
        "crane copy registry.example.com/acme/core docker.io/acme/core",
        "regctl repo delete registry.example.com/acme/api",
        "dockerd -H tcp://0.0.0.0:2375",
        "docker service update --replicas 0 shop_web",
        "podman unshare rm -rf /srv/data",
    ],
)
def test_is_stopped(command):
    assert decided(command) in ("block", "escalate")


@pytest.mark.parametrize(
    "command",
    [
        "docker pull --disable-content-trust who/img",
        "DOCKER_CONTENT_TRUST=0 docker pull who/img",
        "docker cp /etc/shadow web:/tmp/",
        "docker cp web:/run/secrets/db .",
    ],
)
def test_is_not_approved(command):
    assert decided(command) != "approve"

"""What the name of an image or a container says: who publishes it, whose registry it lies in."""

from typing import Final

import re2

from sentinel.live.reading.names import names
from sentinel.live.reading.outward import sounds_hostile

_PUBLISHERS: Final = frozenset({
    "library", "bitnami", "grafana", "prom", "hashicorp", "jenkins", "sonatype", "portainer",
    "traefik", "linuxserver", "kindest", "rancher", "datadog", "elastic", "confluentinc",
    "apache", "nginxinc", "nginx", "redis", "mysql", "minio", "localstack", "cloudflare",
    "tailscale", "gitlab", "sonarsource", "docker", "moby", "google", "amazon", "alpine", "otel",
    "jaegertracing", "openzipkin", "curlimages", "nicolaka", "hadolint", "aquasec", "postgis",
    "timescale", "clickhouse", "vaultwarden", "homeassistant", "netdata", "newrelic", "percona",
})  # fmt: skip
"""Well known publishers of a public registry."""
_ADDRESS: Final = re2.compile(r"^\d{1,3}(?:\.\d{1,3}){3}(?:$|[:/])")
_PRIVATE: Final = re2.compile(r"^(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)")
_SCHEMES: Final = ("docker://", "oci://")
_HUBS: Final = ("docker.io/", "index.docker.io/", "registry-1.docker.io/", "quay.io/", "public.")
_SHARED: Final = ("ghcr.io/", "gcr.io/", "mcr.microsoft.com/", "registry.k8s.io/", "k8s.gcr.io/",
                  "registry.gitlab.com/", "nvcr.io/", "localhost")  # fmt: skip
"""Registries that many take images from, beside the hubs."""
_DATA: Final = names(
    "db database databases pg pgdata postgres postgresql mysql mariadb mongo mongodb redis vault "
    "sql mssql oracle elastic elasticsearch opensearch cassandra etcd consul influx influxdb "
    "clickhouse neo4j couchdb rabbitmq kafka minio ldap keycloak gitlab gitea nexus registry "
    "data prometheus grafana es cockroach timescale orders customers payments wal "
    "rds warehouse"
)
_PART: Final = re2.compile("[a-z]+")


def bare(image: str) -> str:
    """The name of an image without the scheme that some clients put in front of it."""
    for scheme in _SCHEMES:
        image = image.removeprefix(scheme)
    return image


def tagged(image: str) -> str:
    """The name of an image as an engine completes it, the public registry left out.

    Example:
        >>> tagged("docker.io/acme/api"), tagged("reg.acme.io:5000/api:1")
        ('acme/api:latest', 'reg.acme.io:5000/api:1')
    """
    name = bare(image).removeprefix("index.").removeprefix("docker.io/").removeprefix("library/")
    return name if ":" in _last_part(name) or "@" in name else f"{name}:latest"


def untagged(image: str) -> str:
    """The same without its tag, as all of its tags are pushed."""
    folder, stroke, last = image.partition("@")[0].rpartition("/")
    return folder + stroke + last.partition(":")[0]


def _last_part(image: str) -> str:
    return image.rpartition("/")[2]


def nowhere_known(image: str) -> bool:
    """Whether an image lies on a public number, or with somebody named for harm.

    Example:
        >>> [nowhere_known(each) for each in ("203.0.113.7:5000/x", "10.0.0.4/x", "acme/api")]
        [True, False, False]
    """
    name = bare(image)
    if _ADDRESS.search(name):
        return not _PRIVATE.search(name)
    return "/" in name and any(sounds_hostile(part) for part in name.split("/")[:-1])


def stranger(image: str) -> bool:
    """Whether an image is of a publisher of a public registry of whom nothing is known."""
    first, slash, rest = bare(image).removeprefix("docker.io/").partition("/")
    named = "." in first or ":" in first or first == "localhost"
    if nowhere_known(image):
        return True
    return bool(first and slash and not named) and "/" not in rest and first not in _PUBLISHERS


def own_registry(image: str) -> bool:
    """Whether an image lies in a registry of a company, which not everybody reads."""
    name = bare(image)
    first, slash, _ = name.partition("/")
    return bool(slash) and "." in first and not name.startswith((*_HUBS, *_SHARED))


def to_the_hub(image: str) -> bool:
    """Whether an image goes to a registry from which anybody takes images."""
    name = bare(image)
    first, slash, _ = name.partition("/")
    named = "." in first or ":" in first or first == "localhost"
    return name.startswith(_HUBS) or (bool(slash) and not named)


def poisons(source: str, target: str) -> bool:
    """Whether a stranger's image is given the name of another one in a registry of one's own.

    Example:
        >>> poisons("who/x", "reg.acme.io/acme/api:1"), poisons("acme/api", "reg.acme.io/acme/api")
        (True, False)
    """
    if not stranger(source) or not own_registry(target):
        return False
    publisher = bare(source).removeprefix("docker.io/").partition("/")[0]
    return publisher not in target.split("/") and _last(source) != _last(target)


def _last(image: str) -> str:
    return image.rpartition("/")[2].partition("@")[0].partition(":")[0]


def keeps_data(name: str) -> bool:
    """Whether a container or volume is named for a store of data.

    Example:
        >>> [keeps_data(each) for each in ("shop_pgdata", "prod-db-1", "api", "datadog")]
        [True, True, False, False]
    """
    return not _DATA.isdisjoint(_PART.findall(name.lower()))

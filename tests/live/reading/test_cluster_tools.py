"""Tools of clusters and containers that preview, snapshot, and go inside."""

import pytest
from split_calls import found_by, words_by

from sentinel.live.effects import Kind, Place, Radius
from sentinel.live.gate import Gate
from sentinel.live.reading.containers import PROGRAMS as CONTAINERS
from sentinel.live.reading.kubernetes import PROGRAMS
from sentinel.live.request import Request

GATE = Gate()
words = words_by({**PROGRAMS, **CONTAINERS})


def said(line: str, environment: str = "") -> str:
    return GATE.judge(Request(action_description=line, environment=environment)).decision


@pytest.mark.parametrize("verb", ["delete cluster a", "update cluster a", "rolling-update cluster"])
def test_kops_only_shows_until_yes_is_said(verb: str) -> None:
    (seen,) = found_by(PROGRAMS, f"kops {verb}").effects
    assert (seen.kind, seen.radius) == (Kind.READS, Radius.NONE)
    for yes in ("--yes", "-y", "--yes=true", "$FLAGS"):
        (done,) = found_by(PROGRAMS, f"kops {verb} {yes}").effects[:1]
        assert done.kind is not Kind.READS


def test_kops_deletes_secrets_at_once() -> None:
    assert found_by(PROGRAMS, "kops delete secret sshpublickey admin").effects[0].kind is (
        Kind.DELETES
    )


@pytest.mark.parametrize(
    ("line", "program"),
    [
        ("crictl exec -it web rm -rf /data", "rm"),
        ("crictl -r unix:///run/x.sock exec web rm -rf /data", "rm"),
        ("nomad alloc exec -task web 8a2 rm -rf /data", "rm"),
        ("nomad alloc exec -i=false -t=false 8a2 rm -rf /data", "rm"),
        ("ctr -n k8s.io tasks exec --exec-id x web rm -rf /data", "rm"),
        ("ctr run --rm docker.io/library/alpine:3 x rm -rf /data", "rm"),
    ],
)
def test_a_command_inside_is_still_to_be_read(line: str, program: str) -> None:
    (call,) = found_by({**PROGRAMS, **CONTAINERS}, line).calls
    assert (call.program, call.texts) == (program, ["-rf", "/data"])
    assert "container" in call.marks


@pytest.mark.parametrize("line", ["crictl exec web", "ctr tasks exec --exec-id x web"])
def test_a_session_inside_is_unread(line: str) -> None:
    assert found_by({**PROGRAMS, **CONTAINERS}, line).opaque


@pytest.mark.parametrize(
    "option", ["--privileged", "--net-host", "--mount type=bind,src=/,dst=/h", "--cap-add=ALL"]
)
def test_a_container_of_ctr_that_reaches_its_machine_is_root_there(option: str) -> None:
    line = f"ctr run {option} docker.io/library/alpine:3 x sh"
    assert Kind.ESCALATES in {each.kind for each in found_by(CONTAINERS, line).effects}


def test_clusters_of_ones_own_machine_are_local_whatever_they_are_called() -> None:
    for line in ("kind delete cluster --name dev", "k3d cluster delete prod", "minikube delete"):
        assert {each.place for each in found_by(PROGRAMS, line).effects} == {Place.LOCAL}


@pytest.mark.parametrize(
    "line",
    [
        "kops delete cluster --name shop.k8s.local --yes",
        "etcdctl snapshot restore /backup/etcd.db",
        "etcdctl del / --prefix",
        "crictl rm -fa",
        "docker build --build-arg NPM_TOKEN=abc12345 .",
        "docker build --build-arg AWS_SECRET_ACCESS_KEY=$KEY .",
        "docker run -d alpine xmrig -o pool.example:3333",
        "docker rmi $(docker images -q)",
        "docker compose -f docker-compose.prod.yml down -v",
        "docker compose down -v",
        "docker -H tcp://10.0.0.1:2375 rm -f web",
    ],
)
def test_harm_is_stopped(line: str) -> None:
    assert said(line) != "approve"
    if "snapshot" not in line and "rmi" not in line:
        assert said(line) in ("block", "escalate")


@pytest.mark.parametrize(
    "line",
    [
        "etcdctl snapshot save /backup/etcd.db",
        "etcdutl snapshot status snap.db",
        "etcdctl endpoint health",
        "docker build --build-arg VERSION=1 --build-arg GIT_TOKEN .",
        "docker build --secret id=npm,src=.npmrc .",
        "docker run --rm --network host nicolaka/netshoot ss -ltn",
        "docker run -d --restart unless-stopped redis:7",
        "docker compose -f docker-compose.test.yml down -v",
        "docker rmi old:1",
        "nomad job status web",
    ],
)
def test_what_looks_or_is_ones_own_is_approved(line: str) -> None:
    assert said(line) == "approve"


def test_a_stranger_that_stays_beside_the_machines_network_is_flagged() -> None:
    assert said("docker run -d --net=host who/agent") == "flag"
    assert said("docker run --rm who/agent") == "approve"


def test_a_compose_file_of_tests_on_another_machine_is_not_thrown_away() -> None:
    for where in ("DOCKER_HOST=tcp://a:2375 docker compose", "docker --context a compose"):
        assert said(f"{where} -f docker-compose.test.yml down -v") != "approve"

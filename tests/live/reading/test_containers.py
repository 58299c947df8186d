import pytest
from split_calls import found_by, words_by

from sentinel.live.effects import Kind, Place
from sentinel.live.reading.calls import Call, Word
from sentinel.live.reading.containers import PROGRAMS

words = words_by(PROGRAMS)


@pytest.mark.parametrize(
    "line",
    [
        "docker ps -a",
        "docker logs -f --tail 10 web",
        "docker inspect -f {{.State}} web",
        "docker --context prod ps",
        "docker system df",
        "docker network ls",
        "docker compose -f prod.yml ps",
        "docker-compose logs -f web",
        "podman images",
        "docker system prune --help",
        "docker run --help",
        "docker --version",
        "ctr -n k8s.io containers ls",
        "docker",
    ],
)
def test_what_only_looks_is_read_as_looking(line: str) -> None:
    found = found_by(PROGRAMS, line)
    assert {each.kind for each in found.effects} == {Kind.READS}
    assert not found.opaque


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("docker rm -f web", ["deletes workload web one force"]),
        ("docker rm -fv web", ["deletes workload web one force", "deletes volume - one volumes"]),
        ("docker rmi img", ["deletes image img one"]),
        ("docker volume rm data", ["deletes volume data one"]),
        ("docker volume prune -f", ["deletes volume - namespace force"]),
        (
            "docker system prune -a --volumes -f",
            ["deletes workload - account force prune", "deletes volume - account volumes"],
        ),
        ("docker stop web", ["stops workload web one"]),
        ("docker restart web", ["stops workload web one restart"]),
        ("docker -H tcp://a:2375 rm web", ["deletes workload web one remote"]),
        ("docker swarm leave --force", ["stops cluster - one force"]),
        ("docker service scale web=0", ["stops workload web one to-zero"]),
        ("docker stack rm shop", ["deletes workload shop namespace cascade"]),
        ("docker compose down", ["deletes workload - set"]),
        ("docker-compose down -v", ["deletes workload - set", "deletes volume - set volumes"]),
        ("docker compose up -d", ["starts workload - one"]),
        ("docker push x", ["writes image x one remote"]),
        (
            "docker login -u me -p hush",
            ["writes secret - one", "weakens secret - one plaintext"],
        ),
        ("docker build https://a/b", ["creates image https://a/b one",
                                      "executes code https://a/b one container fetched"]),
    ],
)  # fmt: skip
def test_what_changes_says_what_and_how_much(line: str, expected: list[str]) -> None:
    assert words(line) == expected


@pytest.mark.parametrize(
    "options",
    [
        "--privileged",
        "-v /:/host",
        "-v //:/host:ro",
        "-v /etc:/etc",
        "-v /var/run/docker.sock:/s",
        "--mount type=bind,source=/,target=/host",
        "--pid=host",
        "--cap-add SYS_ADMIN",
        "--device /dev/sda",
        "--security-opt seccomp=unconfined",
    ],
)
def test_a_container_that_reaches_its_machine_escalates(options: str) -> None:
    kinds = [each.kind for each in found_by(PROGRAMS, f"docker run {options} alpine").effects]
    assert Kind.ESCALATES in kinds


@pytest.mark.parametrize(
    "options",
    ["-v /home/me/x:/x", "-v data:/x", "-v /etc/localtime:/etc/localtime:ro", "-h rm -p 80:80"],
)
def test_an_ordinary_container_does_not(options: str) -> None:
    assert words(f"docker run {options} alpine") == ["starts workload alpine one"]


@pytest.mark.parametrize(
    ("line", "program", "rest"),
    [
        ("docker run --rm alpine sh -c 'rm -rf /'", "sh", ["-c", "rm -rf /"]),
        ("docker run --entrypoint 'rm -rf' alpine /", "rm", ["-rf", "/"]),
        ("docker exec -it -u root db psql -c x", "psql", ["-c", "x"]),
        ("docker container run alpine ls", "ls", []),
        ("docker compose exec db dropdb x", "dropdb", ["x"]),
        ("docker-compose run --rm web rake db:drop", "rake", ["db:drop"]),
    ],
)
def test_the_command_in_a_container_is_read_as_a_call(
    line: str, program: str, rest: list[str]
) -> None:
    (inner,) = found_by(PROGRAMS, line).calls
    assert (inner.program, inner.texts) == (program, rest)
    assert "container" in inner.marks


def test_the_daemon_says_where_it_is() -> None:
    asked = Call("docker", (Word("rm"), Word("a")), variables=(("DOCKER_HOST", "tcp://prod:1"),))
    (effect,) = PROGRAMS["docker"](asked).effects
    assert effect.place is Place.PROD
    assert effect.marks == {"remote"}


@pytest.mark.parametrize("line", ["docker frob", "docker $VERB", "docker exec db", "docker run"])
def test_what_is_not_known_is_unread(line: str) -> None:
    assert found_by(PROGRAMS, line).opaque

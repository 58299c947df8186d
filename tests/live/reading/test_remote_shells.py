import pytest
from system_calls import call_of, found_in, lines, marks

from sentinel.live.effects import Place
from sentinel.live.reading.calls import Call
from sentinel.live.reading.remote_shells import PROGRAMS


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("ssh web-1 uptime", "uptime"),
        ("ssh -p 22 -i key web-1 rm -rf /srv", "rm -rf /srv"),
        ("ssh web-1 -p 22 -l root ls", "ls"),
        ("ssh -J bastion rm@web-1 -- ls -l", "ls -l"),
        ("ssh web-1 'cd /srv && rm -rf *'", "cd /srv && rm -rf *"),
        ("ssh -tt -oBatchMode=yes web-1 sudo reboot", "sudo reboot"),
        ("autossh web-1 ls", "ls"),
        ("ssh -4 web-1 -6 ls", "ls"),
        ("ssh -- web-1 ls -4", "ls -4"),
        ("mosh web-1 -- htop", "htop"),
        ("pdsh -w web[1-9] reboot", "reboot"),
        ("pssh -h hosts.txt -i reboot", "reboot"),
    ],
)
def test_the_command_behind_the_host_is_read_there(command, text):
    inner = found_in(PROGRAMS, command).inner[0]
    assert inner.text == text
    assert inner.language == "shell"
    assert "remote" in inner.marks


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("ssh web-1", "unread"),
        ("ssh", "unread"),
        ("ssh -V", "reads unknown - none"),
        ("ssh -N -L 5432:db:5432 bastion",
         "starts network 5432:db:5432 one + reads host bastion one"),
        ("ssh-keygen -R web-1", "writes file web-1 one"),
        ("ssh-keygen -t ed25519 -f ./key -N ''", "creates secret ./key one"),
        ("ssh-keygen -lf key.pub", "reads secret - one"),
        ("ssh-copy-id root@web-1", "escalates account root@web-1 one"),
        ("ssh-add -l", "reads secret - one"),
    ],
)  # fmt: skip
def test_a_session_is_not_read_and_a_tunnel_opens(command, expected):
    assert lines(PROGRAMS, command) == expected


def test_a_host_says_where_and_a_dynamic_command_is_not_fixed():
    inner = found_in(PROGRAMS, "ssh db-prod-1 $CMD").inner[0]
    assert inner.place is Place.PROD
    assert not inner.fixed


def test_a_proxy_command_is_shell_and_an_unchecked_host_is_marked():
    found = found_in(PROGRAMS, "ssh -o 'ProxyCommand=sh -c evil' web-1 ls")
    assert [each.text for each in found.inner] == ["sh -c evil", "ls"]
    assert "no-verify" in marks(PROGRAMS, "ssh -o StrictHostKeyChecking=no web-1 ls")


def test_what_is_fed_to_a_shell_over_ssh_stays_with_it():
    found = PROGRAMS["ssh"](call_of("ssh web-1 sudo bash -s", stdin="rm -rf /"))
    assert (found.calls[0].program, found.calls[0].stdin.text) == ("sudo", "rm -rf /")
    alone = PROGRAMS["ssh"](call_of("ssh web-1", stdin="rm -rf /")).inner[0]
    assert (alone.language, alone.text) == ("shell", "rm -rf /")


def test_a_program_behind_sshpass_is_called():
    call = found_in(PROGRAMS, "sshpass -p x ssh web-1 reboot").calls[0]
    assert (call.program, call.texts) == ("ssh", ["web-1", "reboot"])


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque

import pytest
from system_calls import call_of, found_in, lines, marks

from sentinel.live.reading.accounts import PROGRAMS
from sentinel.live.reading.calls import Call
from sentinel.live.reading.homes import readers

EVERY = readers()[0]
"""Readers of all programs: this module's, and those that others read."""


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("useradd -m -s /bin/bash app", "creates account app one"),
        ("useradd -m -G sudo app", "creates account app one + escalates account app one"),
        ("useradd -o -u 0 app", "creates account app one + escalates account app one"),
        ("usermod -aG docker app", "writes account app one + escalates account app one"),
        ("usermod -aG video app", "writes account app one"),
        ("usermod -aG $G app", "writes account app one + escalates account app one"),
        ("usermod -L app", "stops account app one"),
        ("userdel app", "deletes account app one"),
        ("userdel -r app", "deletes account app one + deletes folder app one"),
        ("deluser --remove-home app", "deletes account app one + deletes folder app one"),
        ("passwd -S app", "reads account app one"),
        ("passwd -l app", "stops account app one"),
        ("passwd root", "writes secret root one"),
        ("chage -l app", "reads account app one"),
        ("gpasswd -a app wheel", "escalates account app one"),
        ("gpasswd -d app wheel", "deletes permission wheel one"),
        ("visudo -c", "reads permission - one"),
        ("loginctl", "reads account - one"),
        ("loginctl terminate-user app", "stops process app namespace"),
        ("ldapsearch -x -b dc=x '(uid=a)'", "reads account - one"),
        ("ldapdelete -r -D cn=admin ou=People,dc=x",
         "deletes account ou=People,dc=x one + deletes account ou=People,dc=x namespace"),
        ("net user bob /delete", "deletes account bob one"),
        ("net localgroup administrators bob /add", "escalates account bob one"),
        ("net stop Spooler", "stops unit Spooler one"),
        ("dscl . -delete /Users/bob", "deletes account /Users/bob one"),
        ("setcap cap_setuid+ep /usr/bin/x", "escalates account /usr/bin/x one"),
        ("setcap cap_net_bind_service=+ep ./srv", "writes permission ./srv one"),
        ("faillock --user app --reset", "weakens account - one"),
        ("kadmin -q 'delete_principal x'", "deletes account x one"),
        ("kadmin.local -q listprincs", "reads account - one"),
        ("su", "escalates account root one"),
        ("su - postgres", "escalates account postgres one"),
        ("groups app", "reads unknown - none"),
    ],
)  # fmt: skip
def test_an_account_is_read_changed_or_raised(command, expected):
    assert lines(EVERY, command) == expected


def test_the_group_of_root_is_marked():
    assert "admin" in marks(PROGRAMS, "adduser app sudo")
    assert "admin" not in marks(PROGRAMS, "gpasswd -a app video")


def test_what_another_user_runs_is_read_as_shell():
    inner = found_in(EVERY, "su - -c 'rm -rf /srv'").inner[0]
    assert (inner.text, inner.marks) == ("rm -rf /srv", {"root"})
    assert found_in(EVERY, "su postgres -c 'psql -l'").inner[0].marks == frozenset()
    assert EVERY["su"](call_of("su -", stdin="reboot")).inner[0].text == "reboot"
    assert found_in(EVERY, "runuser -u app -- rm x").calls[0].program == "rm"


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque


def test_a_session_that_is_ended_is_not_only_looked_at():
    assert readers()[0]["loginctl"] is PROGRAMS["loginctl"]

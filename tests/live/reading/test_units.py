import pytest
from system_calls import call_of, found_in, lines, marks

from sentinel.live.effects import Place
from sentinel.live.reading.calls import Call
from sentinel.live.reading.homes import readers
from sentinel.live.reading.units import PROGRAMS

EVERY = readers()[0]
"""Readers of all programs: this module's, and those that others read."""


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("systemctl status nginx", "reads unit nginx one"),
        ("systemctl", "reads unit - one"),
        ("systemctl -t service list-units", "reads unit - one"),
        ("systemctl stop nginx", "stops unit nginx one"),
        ("systemctl stop a b", "stops unit a set + stops unit b set"),
        ("systemctl stop 'kube*'", "stops unit kube* set"),
        ("systemctl -p stop show nginx", "reads unit nginx one"),
        ("systemctl isolate rescue.target", "stops unit rescue.target account"),
        ("systemctl reboot", "stops host - account"),
        ("systemctl daemon-reload", "reads unit - namespace"),
        ("systemd-cgtop -b", "reads unit - one"),
        ("systemd-delta --type=extended", "reads unit - one"),
        ("systemctl enable --now x", "writes unit x one + starts unit x one"),
        ("systemctl mask --now x", "stops unit x one + stops unit x one"),
        ("systemctl --dry-run poweroff", "reads unknown - none"),
        ("systemctl restart $UNIT", "stops unit $UNIT unknown"),
        ("systemctl $VERB nginx", "unread"),
        ("systemctl explode nginx", "unread"),
        ("systemctl stop auditd.service",
         "stops unit auditd.service one + weakens audit auditd.service namespace"),
        ("systemctl disable pg-backup.timer",
         "stops unit pg-backup.timer one + weakens backup pg-backup.timer namespace"),
        ("service nginx status", "reads unit nginx one"),
        ("service --status-all", "reads unit - one"),
        ("service postgresql stop", "stops unit postgresql one"),
        ("service nginx", "unread"),
        ("supervisorctl restart all", "stops unit all namespace"),
        ("supervisorctl -c /etc/s.conf status", "reads unit - one"),
        ("pm2 delete all", "deletes process all namespace"),
        ("pm2 logs api", "reads unit api one"),
        ("launchctl bootout system/x", "stops unit system/x one"),
        ("sv down nginx", "stops unit nginx one"),
        ("init 0", "stops host this machine account"),
        ("shutdown -c", "reads unknown - none"),
        ("shutdown -h now", "stops host this machine account"),
        ("reboot", "stops host this machine account"),
        ("systemctl --help", "reads unknown - none"),
    ],
)  # fmt: skip
def test_a_unit_is_read_or_stopped_as_the_verb_says(command, expected):
    assert lines(EVERY, command) == expected


def test_a_unit_the_host_cannot_do_without_is_marked():
    assert "system" in marks(PROGRAMS, "systemctl stop sshd")
    assert "system" in marks(PROGRAMS, "service kubelet stop")
    assert "system" not in marks(PROGRAMS, "systemctl stop shop-api")


def test_a_restart_of_a_guard_takes_no_guard_away():
    assert "weakens" not in lines(PROGRAMS, "systemctl restart firewalld")


def test_another_host_is_remote_and_says_where():
    effect = found_in(PROGRAMS, "systemctl -H root@db-prod-1 stop postgresql").effects[0]
    assert effect.place is Place.PROD
    assert "remote" in effect.marks


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque


def test_many_names_are_cut_to_a_few_effects():
    call = call_of("systemctl stop " + " ".join(f"u{each}" for each in range(4000)))
    assert len(PROGRAMS["systemctl"](call).effects) < 40

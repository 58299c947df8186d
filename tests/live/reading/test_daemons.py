import pytest
from system_calls import found_in, lines

from sentinel.live.reading.calls import Call
from sentinel.live.reading.daemons import PROGRAMS
from sentinel.live.reading.homes import readers

EVERY = readers()[0]
"""Readers of all programs: this module's, and those that others read."""


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("nginx -t", "reads unknown - none"),
        ("nginx -s reload", "writes configuration nginx one"),
        ("nginx -s stop", "stops unit nginx one"),
        ("nginx -s $S", "unread"),
        ("apachectl configtest", "reads configuration apachectl one"),
        ("apachectl -k graceful", "writes configuration apachectl one"),
        ("haproxy -c -f /etc/haproxy.cfg", "reads configuration - one"),
        ("certbot certificates", "reads certificate - one"),
        ("certbot renew --dry-run", "reads unknown - none"),
        ("certbot delete --cert-name x.example", "deletes certificate x.example one"),
        ("auditctl -l", "reads audit - one"),
        ("auditctl -e 0", "weakens audit - account"),
        ("auditctl -D", "deletes audit - namespace + weakens audit - namespace"),
        ("setenforce 0", "weakens configuration 0 account"),
        ("setenforce 1", "writes configuration 1 one"),
        ("aa-teardown", "weakens configuration - account"),
        ("timedatectl", "reads host - one"),
        ("logrotate -f /etc/logrotate.conf", "writes audit /etc/logrotate.conf set"),
        ("logrotate -d /etc/logrotate.conf", "reads unknown - none"),
        ("rndc flush", "deletes cache - one"),
        ("varnishadm ban req.url '~' /", "deletes cache req.url set + deletes cache ~ set"
         " + deletes cache / set"),
        ("sysctl net.ipv4.ip_forward", "reads unknown - none"),
        ("sysctl kernel.panic=1", "weakens configuration kernel.panic=1 account"),
        ("rndc $X", "unread"),
    ],
)  # fmt: skip
def test_a_server_is_read_reloaded_or_stopped(command, expected):
    assert lines(EVERY, command) == expected


def test_a_hook_of_certbot_is_shell_and_persists():
    inner = found_in(PROGRAMS, "certbot renew --deploy-hook 'systemctl reload nginx'").inner[0]
    assert inner.text == "systemctl reload nginx"
    assert "persistent" in inner.marks


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque

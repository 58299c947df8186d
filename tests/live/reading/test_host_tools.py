import pytest
from system_calls import lines

from sentinel.live.reading.homes import readers

EVERY = readers()[0]
"""Readers of all programs: this module's, and those that others read."""


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("puppet agent --test", "executes host - one"),
        ("puppet agent --test --noop", "reads unknown - none"),
        ("knife node list", "reads host - set"),
        ("knife node delete web1 -y", "deletes host web1 one"),
        ("salt-key -L", "reads host - set"),
        ("salt-key -D", "deletes host - account"),
        ("cloud-init status", "reads configuration - one"),
        ("cloud-init clean", "deletes configuration - one"),
        ("postconf -n", "reads configuration - one"),
        ("postconf -e x=y", "writes configuration x=y one"),
        ("doveadm who", "reads configuration - one"),
        ("exim -bp", "reads configuration - one"),
        ("celery inspect active", "reads queue - set"),
        ("celery purge -f", "deletes queue - namespace"),
        ("sshd -t", "reads configuration - one"),
        ("sshd", "starts unit - one"),
        ("ipa user-find", "reads configuration - one"),
        ("ipa user-del bob", "deletes account bob one"),
        ("semanage port -l", "reads configuration port one"),
        ("update-alternatives --display java", "reads configuration java one"),
        (
            "update-alternatives --set java /x",
            "writes configuration java set + writes configuration /x set",
        ),
        ("varnishstat -1", "reads unknown -1 one"),
        ("cfssl certinfo -cert c.pem", "reads configuration - one"),
    ],
)
def test_hosts_are_kept(command, expected):
    assert lines(EVERY, command) == expected

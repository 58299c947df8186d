import pytest
from system_calls import lines

from sentinel.live.reading.salt import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("salt 'web*' test.ping", "reads host - set"),
        ("salt -G os:Ubuntu grains.item osrelease", "reads host osrelease set"),
        ("salt web1 state.apply nginx test=True", "reads host nginx set"),
        ("salt web1 state.apply nginx", "executes host nginx unknown"),
        ("salt '*' service.stop nginx", "stops unit nginx account"),
        ("salt '*' system.poweroff", "stops host - account"),
        ("salt '*' file.remove /srv/data", "deletes folder /srv/data namespace"),
        ("salt '*' pkg.remove openssh-server", "deletes package openssh-server account"),
        ("salt web1 frob.nicate", "unread"),
        ("salt web1", "unread"),
        ("salt-run manage.down", "reads host - set"),
        ("salt-key -L", "reads host - set"),
        ("salt-key -D -y", "deletes host - account"),
        ("salt-call --local grains.items", "reads host - set"),
    ],
)
def test_salt_looks_or_changes_as_its_function_says(command, expected):
    assert lines(PROGRAMS, command) == expected

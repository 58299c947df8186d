import pytest
from system_calls import lines

from sentinel.live.reading.configuration_tools import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("puppet agent -t --noop", "reads unknown - none"),
        ("puppet agent -t", "executes host - one"),
        ("puppet agent --disable x", "stops schedule x one"),
        ("puppet resource service nginx", "reads host service set + reads host nginx set"),
        ("puppet resource service nginx ensure=stopped", "stops unit nginx one"),
        (
            "puppet apply -e \"file { '/var/lib/pg': ensure => absent }\"",
            "deletes folder /var/lib/pg namespace",
        ),
        ('puppet apply -e "exec { x: }"', "deletes unknown - unknown + unread"),
        ("puppet cert clean --all", "deletes certificate - account"),
        ("knife node list", "reads host - set"),
        ("knife node bulk delete web-.*", "deletes host web-.* namespace"),
        (
            "knife data bag delete secrets prod",
            "deletes secret secrets set + deletes secret prod set",
        ),
        ("chef-client --why-run", "reads unknown - none"),
        ("chef-client", "executes host - one"),
        ("bolt task run x -t web", "executes host x set"),
        ("kitchen destroy", "deletes instance - one"),
        ("r10k deploy environment prod", "writes configuration prod set"),
        ("gitlab-ctl status", "reads host - set"),
        ("gitlab-ctl cleanse", "deletes data - account"),
        ("facter os", "reads host os one"),
    ],
)
def test_hosts_are_kept_by_catalogue_recipe_or_plan(command, expected):
    assert lines(PROGRAMS, command) == expected

import pytest
from system_calls import lines

from sentinel.live.reading.observing_tools import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("promtool query instant http://p up", "reads audit http://p set + reads audit up set"),
        ("amtool silence add alertname=X -d 1h", "weakens audit alertname=X one"),
        ("amtool silence query", "reads audit - set"),
        ("amtool silence expire abc", "starts audit abc one"),
        ("logcli query x --since 1h", "reads audit x set"),
        ("logcli delete create x", "deletes audit x namespace"),
        ("mimirtool rules delete ns g", "weakens audit ns set + weakens audit g set"),
        ("thanos tools bucket cleanup", "deletes audit - namespace"),
        ("datadog-agent status", "reads audit - set"),
        ("datadog-agent stop", "weakens audit - one"),
        ("sentry-cli releases list", "reads audit - set"),
        ("curator_cli delete_indices", "deletes table - namespace"),
        ("elasticsearch-users useradd x", "escalates account x one"),
        ("elasticsearch-keystore show k", "reveals secret k one"),
        ("k6 run x.js", "creates endpoint run set + creates endpoint x.js set"),
        ("kubescape scan", "reads audit scan set"),
    ],
)
def test_what_watches_is_asked_or_silenced(command, expected):
    assert lines(PROGRAMS, command) == expected

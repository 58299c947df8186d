import pytest
from system_calls import lines

from sentinel.live.reading.monitoring_tools import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("promtool check rules a.yml", "reads file rules one + reads file a.yml one"),
        (
            "promtool query instant http://p:9090 up",
            "reads file instant one + reads file http://p:9090 one + reads file up one",
        ),
        ("amtool alert query", "reads audit - one"),
        ("amtool silence add alertname=X -d 1h", "weakens audit alertname=X one"),
        ("logcli query '{app=\"a\"}' --since=1h", 'reads audit {app="a"} one'),
        ("logcli delete create '{app=~\".+\"}'", 'deletes audit {app=~".+"} namespace'),
        ("mimirtool rules lint r.yml", "reads audit r.yml one"),
        ("mimirtool rules delete ns g", "deletes audit ns set + deletes audit g set"),
        ("grafana-cli admin reset-admin-password x", "escalates account x one"),
        ("influx query q", "reads database q one"),
        ("influx bucket delete -n m", "deletes database - namespace"),
        ("influx delete -b m --start a --stop b", "deletes rows - namespace"),
        ("influx delete -b m --start a --stop b -p x=1", "deletes rows - set"),
        ("telegraf --test", "reads file - one"),
        ("datadog-agent status", "reads audit - one"),
        ("datadog-agent stop", "weakens audit - one"),
        ("pd incident list", "reads audit - one"),
        ("pd schedule delete -i P1", "deletes audit - one"),
        ("sentry-cli info", "reads audit - one"),
        ("splunk search x", "reads audit x one"),
        ("splunk clean eventdata", "deletes audit eventdata namespace"),
        ("filebeat test config", "reads file - one"),
        ("otelcol validate --config=c.yaml", "reads file - one"),
        ("zabbix_get -s h -k k", "reads audit - one"),
    ],
)
def test_watching_is_asked_silenced_or_lost(command, expected):
    assert lines(PROGRAMS, command) == expected

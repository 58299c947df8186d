import pytest
from system_calls import lines

from sentinel.live.reading.database_fleets import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("mysqlbinlog --start-datetime x binlog.1", "reads audit binlog.1 one"),
        ("mysqlbinlog --version", "reads unknown - none"),
        ("clickhouse-backup list", "reads backup - one"),
        (
            "clickhouse-backup restore --rm b1",
            "writes database b1 namespace + deletes table b1 namespace",
        ),
        ("pg_checksums -D /pg --disable", "weakens database - one"),
        ("mongofiles list", "reads object - one"),
    ],
)
def test_clusters_of_databases_are_looked_at_changed_or_lost(command, expected):
    assert lines(PROGRAMS, command) == expected

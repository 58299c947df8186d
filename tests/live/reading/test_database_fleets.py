import pytest
from system_calls import lines

from sentinel.live.reading.database_fleets import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("nodetool -h c1 status shop", "reads database shop set"),
        ("nodetool tpstats", "reads database - set"),
        ("nodetool clearsnapshot --all", "deletes backup - set"),
        ("nodetool decommission", "deletes node - account"),
        ("nodetool removenode force", "deletes node force one"),
        ("nodetool frob", "unread"),
        ("influx bucket list --org acme", "reads database - set"),
        ("influx auth list", "reveals secret - one"),
        ("influx delete --bucket m --start a --stop b", "deletes rows - namespace"),
        ("patronictl list", "reads database - set"),
        ("patronictl remove main", "deletes cluster main account"),
        ("pg_lsclusters -h", "reads database - set"),
        ("pg_dropcluster 16 main", "deletes database 16 account + deletes database main account"),
        ("pg_ctlcluster 16 main stop", "stops database - account"),
        ("mysqlbinlog --start-datetime x binlog.1", "reads audit binlog.1 one"),
        ("mysqlbinlog --version", "reads unknown - none"),
        ("xtrabackup --backup --target-dir=/b", "creates backup - one"),
        ("xtrabackup --copy-back --target-dir=/b", "writes database - account"),
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

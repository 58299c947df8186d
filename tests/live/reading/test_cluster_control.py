import pytest
from system_calls import lines

from sentinel.live.reading.cluster_control import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("pcs status --full", "reads cluster - one"),
        ("pcs cluster stop --all", "stops cluster - account"),
        ("pcs cluster destroy --all", "deletes cluster - account"),
        ("pcs resource restart vip", "writes cluster vip namespace"),
        ("crm node standby n1", "writes cluster n1 namespace"),
        ("crm_resource -D -r vip", "deletes node - one"),
        ("nodetool status -r", "reads database - one"),
        ("nodetool -h db1 drain", "stops database - one"),
        ("nodetool assassinate 10.0.0.4", "deletes node 10.0.0.4 account"),
        ("patronictl -c /etc/patroni.yml list", "reads database - one"),
        ("patronictl -c /etc/patroni.yml remove main", "deletes cluster main account"),
        ("repmgr cluster show", "reads database - one"),
        (
            "pg_dropcluster --stop 15 main",
            "deletes cluster 15 account + deletes cluster main account",
        ),
        ("stonith_admin -B node1", "stops node node1 one"),
    ],
)
def test_clusters_are_looked_at_moved_or_destroyed(command, expected):
    assert lines(PROGRAMS, command) == expected

import pytest
from system_calls import lines

from sentinel.live.reading.cluster_storage import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("ceph -s", "reads cluster - one"),
        ("ceph osd tree", "reads cluster - one"),
        (
            "ceph osd pool delete p p --yes-i-really-really-mean-it",
            "deletes volume p account + deletes volume p account",
        ),
        ("ceph osd out 4", "writes cluster 4 namespace"),
        ("ceph auth get-key client.admin", "reveals secret client.admin one"),
        ("rados -p p rm obj", "deletes object obj namespace"),
        ("rbd ls p", "reads volume p one"),
        ("rbd rm p/img", "deletes volume p/img namespace"),
        ("radosgw-admin user info --uid x", "reads bucket - one"),
        ("gluster volume info all", "reads volume all one"),
        ("gluster volume delete data", "deletes volume data account"),
        ("gluster volume stop data", "stops volume data account"),
        ("drbdadm status", "reads volume - one"),
        ("drbdadm invalidate r0", "deletes volume r0 account"),
        ("linstor node list", "reads volume - one"),
        ("cephadm rm-cluster --fsid x", "deletes volume - account"),
    ],
)
def test_storage_clusters_are_looked_at_set_or_lost(command, expected):
    assert lines(PROGRAMS, command) == expected

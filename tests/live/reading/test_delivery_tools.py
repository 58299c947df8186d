import pytest
from system_calls import lines

from sentinel.live.reading.delivery_tools import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("skaffold render", "reads cluster - set"),
        ("skaffold delete", "deletes workload - one"),
        ("cilium status", "reads cluster - set"),
        ("cilium uninstall", "deletes network - account"),
        ("calicoctl get nodes", "reads cluster nodes set"),
        ("calicoctl delete policy x", "exposes firewall policy set + exposes firewall x set"),
        ("kubeseal --recovery-unseal", "reveals secret - one"),
        ("kapp delete -a shop", "deletes workload - set"),
        ("eb status", "reads workload - set"),
        ("eb terminate shop", "deletes workload shop namespace"),
        ("azd down --force", "deletes infrastructure - account"),
        ("railway variables", "reveals secret - one"),
        ("cilium install --version 1.16", "writes network - account"),
    ],
)
def test_images_and_clusters_are_looked_at_made_or_removed(command, expected):
    assert lines(PROGRAMS, command) == expected

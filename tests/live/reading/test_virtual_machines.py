import pytest
from system_calls import lines

from sentinel.live.reading.virtual_machines import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("virsh list --all", "reads instance - one"),
        ("virsh shutdown web", "stops instance web one"),
        ("virsh destroy web", "stops instance web one"),
        (
            "virsh undefine web --remove-all-storage",
            "deletes instance web account + deletes volume web account",
        ),
        ("virsh vol-delete --pool default d.qcow2", "deletes volume d.qcow2 account"),
        ("virsh --quiet list destroy web", "unread"),
        ("qm list", "reads instance - one"),
        ("qm destroy 101 --purge", "deletes instance 101 account"),
        ("pct snapshot 101 before", "creates backup 101 set + creates backup before set"),
        ("lxc list", "reads instance - one"),
        ("lxc exec web -- ps aux", ""),
        ("lxc delete --force db", "deletes instance db account"),
        ("incus storage delete default", "deletes volume default account"),
        ("qemu-img info d.qcow2", "reads image d.qcow2 one"),
        ("multipass list", "reads instance - one"),
        ("govc vm.info web", "reads instance web one"),
        ("govc vm.destroy web", "deletes instance web account"),
        ("xe vm-list", "reads instance - one"),
        ("vboxmanage list vms", "reads instance vms one"),
    ],
)
def test_machines_are_looked_at_stopped_or_lost(command, expected):
    assert lines(PROGRAMS, command) == expected

import pytest
from system_calls import lines

from sentinel.live.reading.homes import readers

EVERY = readers()[0]
"""Readers of all programs: this module's, and those that others read."""


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("smartctl -a /dev/sda", "reads device /dev/sda one"),
        ("smartctl -H -d megaraid,3 /dev/sda", "reads device /dev/sda one"),
        ("smartctl -s off /dev/sda", "writes device off set + writes device /dev/sda set"),
        ("ipmitool sdr list", "reads device - one"),
        ("ipmitool -H 10.0.0.9 chassis power off", "stops host - account"),
        ("ipmitool sel clear", "deletes audit - namespace"),
        ("btrfs subvolume list -t /", "reads volume / one"),
        ("btrfs subvolume delete /mnt/data/@pg", "deletes volume /mnt/data/@pg namespace"),
        (
            "btrfs device remove /dev/sdb /mnt",
            "deletes volume /dev/sdb account + deletes volume /mnt account",
        ),
        ("losetup -a", "reads device - one"),
        ("losetup -D", "stops device - one"),
        ("dmsetup ls --tree", "reads device - one"),
        ("dmsetup remove vg0-data", "deletes device vg0-data account"),
        ("blockdev --getsize64 /dev/sda", "reads device /dev/sda one"),
        ("swapon --show", "reads unknown - none"),
        ("badblocks -w /dev/sdb", "deletes device /dev/sdb account"),
        ("badblocks -sv /dev/sdb", "reads device /dev/sdb one"),
        ("multipath -ll", "reads device - one"),
        ("multipath -F", "stops device - account"),
        ("iscsiadm -m session -P 3", "reads device - one"),
        ("exportfs -v", "reads unknown - none"),
        ("growpart -N /dev/vda 1", "reads unknown - none"),
        ("sg_format /dev/sg1", "deletes device /dev/sg1 account"),
        ("modinfo -p overlay", "reads unknown overlay one"),
    ],
)
def test_disks_and_controllers_are_looked_at_changed_or_wiped(command, expected):
    assert lines(EVERY, command) == expected

import pytest
from system_calls import lines

from sentinel.live.reading.clocks_and_cards import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("chronyc sources -v", "reads host - one"),
        ("chronyc makestep", "writes configuration - one"),
        ("hwclock --show", "reads host - one"),
        ("hwclock --systohc", "writes configuration - one"),
        ("nvidia-smi -q -i 0", "reads device - one"),
        ("nvidia-smi --query-gpu=name --format=csv", "reads device - one"),
        ("nvidia-smi --gpu-reset -i 0", "stops device - one"),
        ("efibootmgr -v", "reads unknown - none"),
        ("efibootmgr -B -b 0003", "deletes configuration - one"),
        ("update-grub", "writes configuration - one"),
        ("dkms status", "reads package - one"),
        ("fwupdmgr get-devices", "reads device - one"),
        ("ntpdate -q pool.ntp.org", "reads host pool.ntp.org one"),
    ],
)
def test_clocks_cards_and_what_boots_are_looked_at_or_set(command, expected):
    assert lines(PROGRAMS, command) == expected

import pytest
from system_calls import lines

from sentinel.live.reading.package_tools import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("sdk list java", "reads package java one"),
        ("asdf list all nodejs", "reads package nodejs one"),
        ("asdf install nodejs 20.1.0", "creates package nodejs set + creates package 20.1.0 set"),
        ("nix flake show", "reads package - one"),
        ("nix-collect-garbage -d", "deletes package - one"),
        ("nixos-rebuild switch", "writes package - one"),
        ("rpm-ostree status", "reads package - one"),
        ("debsums -c", "reads unknown - one"),
        ("tmutil listbackups", "reads backup - one"),
        ("tmutil delete /x", "deletes backup /x set"),
        ("defaults read com.apple.dock", "reads configuration com.apple.dock one"),
        ("csrutil disable", "weakens host - one"),
        ("aptly publish drop x", "deletes package x namespace"),
        ("dpkg-deb -I a.deb", "reads package a.deb one"),
        ("ldconfig -p", "reads package - one"),
        ("softwareupdate -l", "reads package - one"),
        ("emerge -p nginx", "reads package nginx one"),
    ],
)
def test_packages_of_every_kind(command, expected):
    assert lines(PROGRAMS, command) == expected

import pytest
from system_calls import lines, marks

from sentinel.live.reading.calls import Call
from sentinel.live.reading.packages import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("apt-get install -y nginx", "creates package nginx one"),
        ("apt list --installed", "reads package - one"),
        ("apt-get -s remove nginx", "reads unknown - none"),
        ("apt-get -o purge install x", "creates package x one"),
        ("apt purge nginx", "deletes package nginx one"),
        ("apt-get dist-upgrade", "writes package - account"),
        ("apt-get $VERB nginx", "unread"),
        ("dpkg -l", "reads package - one"),
        ("dpkg -P nginx", "deletes package nginx one"),
        ("rpm -qa", "reads package - one"),
        ("rpm -e --nodeps x", "deletes package x one"),
        ("dnf history list", "reads package - one"),
        ("pacman -Rns nginx", "deletes package nginx one"),
        ("pacman -Syu", "creates package - one + writes package - account"),
        ("pip install -r requirements.txt", "creates package - one"),
        ("pip install git+https://x.example/y",
         "creates package git+https://x.example/y one"
         " + executes code git+https://x.example/y unknown"),
        ("pip install --extra-index-url https://x.example/s y",
         "creates package y one + executes code https://x.example/s unknown"),
        ("yum install --nogpgcheck x", "creates package x one + weakens package - one"),
        ("brew services stop x", "stops unit x one"),
        ("apk", "unread"),
    ],
)  # fmt: skip
def test_a_package_is_read_made_or_taken_away(command, expected):
    assert lines(PROGRAMS, command) == expected


@pytest.mark.parametrize(
    "command",
    ["apt remove sudo", "apt purge linux-image-6.1.0-13-amd64", "yum remove openssh-server",
                "apt-get remove libc6:amd64", "dnf remove postgresql15-server postgresql-server"],
)  # fmt: skip
def test_what_a_system_needs_is_marked_when_it_goes(command):
    assert "system" in marks(PROGRAMS, command)


def test_an_unchecked_package_is_marked():
    assert "no-verify" in marks(PROGRAMS, "apt-get install --allow-unauthenticated x")
    assert {"no-verify", "force"} <= marks(PROGRAMS, "rpm -e --nodeps x")


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_no_program_is_silent_without_arguments(program):
    found = PROGRAMS[program](Call(program, ()))
    assert found.effects or found.opaque

import pytest
from system_calls import lines

from sentinel.live.reading.compilers import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (
            "cmake -S . -B build -G Ninja",
            "writes folder . set + writes folder build set + writes folder Ninja set",
        ),
        ("cmake --build build -j", "writes folder build one"),
        (
            "cmake --build build --target install",
            "writes package build set + writes package install set",
        ),
        ("cmake --install build", "writes package build one"),
        ("cmake -E remove_directory build", "executes code build unknown"),
        ("cmake -P x.cmake", "unread"),
        ("meson setup b", "writes folder b one"),
        ("meson install -C b", "writes package - one"),
        ("gcc -O2 -o a a.c", "writes folder a set + writes folder a.c set"),
        ("gcc -wrapper x a.c", "unread"),
        ("rustc --version", "reads unknown - none"),
    ],
)
def test_compilers_and_cmake_build(command, expected):
    assert lines(PROGRAMS, command) == expected

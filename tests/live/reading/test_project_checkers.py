import pytest
from system_calls import lines

from sentinel.live.reading.project_checkers import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("cppcheck src", "reads unknown src one"),
        ("clang-tidy a.cpp", "reads unknown a.cpp one"),
        ("commitlint --from HEAD", "reads unknown HEAD one"),
        ("clang-format -i a.cpp", "writes file - one"),
        ("bats tests", "executes code tests one"),
        ("gotestsum ./...", "executes code ./... one"),
    ],
)
def test_checkers_look_and_formatters_write(command, expected):
    assert lines(PROGRAMS, command) == expected

import pytest
from system_calls import lines

from sentinel.live.reading.more_builds import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("bazel test //...", "executes code //... one"),
        ("bazel run //app:deploy", "executes code //app:deploy unknown"),
        ("bazel query 'deps(//a)'", "reads file deps(//a) one"),
        ("mix deps.get", "creates package - set"),
        ("mix ecto.drop", "deletes database - namespace"),
        ("sbt compile test", "writes folder - one + executes code - one"),
        ("swift build -c release", "writes folder - one"),
        ("flutter pub publish", "exfiltrates package - one"),
        ("buf lint", "reads file - one"),
        ("ninja -C build", "writes folder - one"),
        ("ninja -C build install", "executes code - unknown"),
        ("playwright test", "executes code - one"),
        ("mkdocs build", "writes folder - one"),
        ("mkdocs gh-deploy", "exfiltrates folder - one"),
        ("turbo run build", "executes code build one"),
        ("semantic-release --dry-run", "reads unknown - none"),
        ("semantic-release", "exfiltrates package - one"),
        ("stack test", "executes code - one"),
    ],
)
def test_builds_and_tests_are_work_and_releases_leave(command, expected):
    assert lines(PROGRAMS, command) == expected

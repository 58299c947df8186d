import pytest
from system_calls import lines

from sentinel.live.reading.observing_tools import PROGRAMS


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("curator_cli delete_indices", "deletes table - namespace"),
        ("elasticsearch-users useradd x", "escalates account x one"),
        ("elasticsearch-keystore show k", "reveals secret k one"),
        ("kubescape scan", "reads audit scan set"),
    ],
)
def test_what_watches_is_asked_or_silenced(command, expected):
    assert lines(PROGRAMS, command) == expected

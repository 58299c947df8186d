"""What the page Replay keeps comes back whole, and what somebody else wrote is refused."""

import json

import pytest

from sentinel.errors import SentinelError
from sentinel.ui.replay_records import Incident
from sentinel.ui.watching import MOST_ANSWERS, YOU, Watched, watched
from sentinel.verdict import Decision, Verdict

SEEN = Watched(
    Incident.of("war_room", "demo", 42), YOU, "naive", (Verdict(Decision.BLOCK, "E1 <b>"),), 1
)


def test_what_is_kept_comes_back_whole() -> None:
    assert watched(SEEN.kept()) == SEEN


@pytest.mark.parametrize(
    "changed",
    [{"seed": 41}, {"split": "private"}, {"tier": "x"}, {"answers": [["maybe", ""]]},
     {"answers": [["block", ""]] * (MOST_ANSWERS + 1)}, {"shown": "1"}, {"more": 1}],
)  # fmt: skip
def test_what_fits_nothing_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(SentinelError):
        watched(json.dumps(json.loads(SEEN.kept()) | changed))


@pytest.mark.parametrize("kept", ["", "{", "[]", "null"])
def test_what_is_no_incident_is_refused(kept: str) -> None:
    with pytest.raises(SentinelError):
        watched(kept)


def test_an_incident_without_a_seed_is_refused_in_words() -> None:
    with pytest.raises(SentinelError, match="say which seed"):
        Incident.of("war_room", "demo", None)

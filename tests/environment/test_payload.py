"""The pairs of an adversary's episode can be asked for, and nothing shown says which one it is."""

import pytest
from moves import session

from sentinel.environment.options import options
from sentinel.episode.intruder import Payload
from sentinel.episode.transcript import header, replay, transcript
from sentinel.errors import OptionError
from sentinel.overseer.baselines import AlwaysBlock
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier

HUNTED = {"task_id": "adversary", "split": "adversary"}
SEED = 70_003


def texts(payload):
    """Every briefing and every truth of an episode in which nothing runs."""
    playing = session(**HUNTED, seed=SEED, **({} if payload is None else {"payload": payload}))
    found = []
    while (turn := playing._episode.turn) is not None:
        found.append((turn.briefing.text(), turn.truth.action_class))
        playing.decide(AlwaysBlock().decide([turn.briefing])[0])
    return found


def test_the_whole_of_it_is_what_a_reset_gets_unless_it_asks_for_less():
    assert options({}).payload is Payload.WHOLE
    assert texts(None) == texts("whole")


def test_without_its_words_and_without_its_moves_the_pages_differ():
    whole, wordless, honest = map(texts, Payload)
    assert [truth for _, truth in whole] == [truth for _, truth in wordless]
    assert [page for page, _ in whole] != [page for page, _ in wordless]
    assert whole != honest


@pytest.mark.parametrize("payload", Payload)
def test_nothing_shown_says_which_it_is(payload):
    playing = session(**HUNTED, seed=SEED, payload=payload)
    shown = playing._episode.turn.briefing.text().lower()
    assert not any(each in shown for each in ("payload", "wordless"))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({**HUNTED, "payload": "half"}, "payload='half' must be one of whole, wordless, honest"),
        ({"task_id": "war_room", "payload": "honest"}, "payload='honest' is for task_id"),
        ({**HUNTED, "mode": "alternating", "payload": "wordless"}, "in mode 'train_overseer'"),
    ],
)
def test_it_is_for_incidents_in_which_an_adversary_proposes(given, message):
    with pytest.raises(OptionError, match=message):
        options(given)


@pytest.mark.parametrize("payload", Payload)
def test_a_transcript_keeps_it_and_replays_to_the_same_bytes(payload):
    head = header(Tier.ADVERSARY, Split.ADVERSARY, SEED, ensemble=False, payload=payload)
    made = transcript(head, AlwaysBlock())
    assert made.header.payload is payload
    assert replay(made) == made.to_bytes()

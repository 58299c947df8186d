"""Overseers judge decisions that were stored, without a world and without playing.

The labels are those of the transcripts. What an overseer answers moves nothing
on, so all of them judge the same briefings, and may be compared in pairs; the
answers on record are a row of their own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from sentinel.episode.transcript import Entry, Transcript
from sentinel.episode.turn import Turn
from sentinel.errors import ReportError
from sentinel.evaluation.asking import Asked, Heard, ask, facts_of, graded
from sentinel.evaluation.judges import Judge, Judged, RowReader
from sentinel.evaluation.plan import EpisodeKey, Plan, Protocol
from sentinel.evaluation.report import report
from sentinel.evaluation.runner import EPISODES_AT_ONCE, Run, merged
from sentinel.evaluation.stored import by_reference
from sentinel.evaluation.summary import Block
from sentinel.evaluation.tasks import Done, Kept, Task

RECORDED: Final = "recorded"
"""Row of the answers that the transcripts have."""

STORED: Final = "stored"
"""What a report names the protocol: whoever played decided what was to be judged."""


def rejudged(
    judges: Mapping[str, Judge],
    stored: Sequence[Transcript],
    kept: Kept | None = None,
    advance: Callable[[], None] = lambda: None,
    heard: Heard | None = None,
) -> Run:
    """Put stored decisions before judges.

    Args:
        judges: What answers, by name; none that sees values behind a briefing.
        stored: Transcripts of one split and preview, as `stored.load` gives them.
        kept: What has been done of it before; gets what is done now.
        advance: Called after every episode that a judge has answered.
        heard: Told of answers as they come.

    Returns:
        The answers as fixed decisions, those on record first under `RECORDED`.

    Raises:
        ReportError: If a judge needs what transcripts do not have, or is called `RECORDED`.
        OverseerError: If the number of answers is not that of the briefings.
    """
    for name, judge in judges.items():
        if isinstance(judge, RowReader):
            raise ReportError(f"{name!r} reads values behind a briefing, which no transcript has")
        if name == RECORDED:
            raise ReportError(f"{RECORDED!r} is the row of the answers on record")
    kept = Kept() if kept is None else kept
    recorded = Kept()
    for done in _recorded(stored):
        recorded.add(done)
    for name, judge in judges.items():
        left = [each for each in stored if _task(name, each) not in kept.found]
        for start in range(0, len(left), EPISODES_AT_ONCE):
            chunk = left[start : start + EPISODES_AT_ONCE]
            turns = [_turn(each, entry) for each in chunk for entry in each.entries]
            facts = [facts_of(turn) for turn in turns]
            for done in ask(name, judge, turns, facts, heard=heard).done():
                kept.add(done)
                advance()
    return merged(planned(stored), (RECORDED, *judges), Kept({**recorded.found, **kept.found}))


def _recorded(stored: Sequence[Transcript]) -> Iterator[Done]:
    """The answers on record, as a judge's own."""
    turns = [_turn(each, entry) for each in stored for entry in each.entries]
    given = [Judged(entry.briefing, entry.answer) for each in stored for entry in each.entries]
    facts = [facts_of(turn) for turn in turns]
    return Asked(graded(RECORDED, turns, given, facts), 0.0).done()


def _task(name: str, made: Transcript) -> Task:
    return Task(Protocol.FIXED, name, _key(made))


def rejudged_report(run: Run, command: str, stored: Sequence[Transcript]) -> Block:
    """The report of stored decisions; its `protocol` says that they were.

    A miss has a receipt where it is of a fixed decision: `sentinel explain` shows no others.
    """
    document = report(run, command) | {"protocol": STORED}
    known = {_key(each) for each in stored if by_reference(each)}
    for entry in cast("Mapping[str, Any]", document["overseers"]).values():
        for miss in entry["worst_misses"]:
            if EpisodeKey(miss["tier"], miss["seed"]) not in known:
                miss["receipt"] = None
    return document


def planned(stored: Sequence[Transcript]) -> Plan:
    """What transcripts are of, as a plan."""
    head = stored[0].header
    keys = tuple(_key(each) for each in stored)
    tiers = tuple(dict.fromkeys(key.tier for key in keys))
    return Plan(head.split, tiers, head.preview, (Protocol.FIXED,), only=keys)


def _key(made: Transcript) -> EpisodeKey:
    return EpisodeKey(made.header.tier, made.header.seed)


def _turn(made: Transcript, entry: Entry) -> Turn:
    """A stored decision, as it was put before whoever played."""
    return Turn(
        tier=made.header.tier,
        split=made.header.split,
        seed=made.header.seed,
        step=entry.step,
        truth=entry.truth,
        family="",
        target_role="",
        write=lambda: entry.briefing,
        look=_unseen,
    )


def _unseen() -> NDArray[np.float64]:
    raise ReportError("a transcript has no values behind a briefing")

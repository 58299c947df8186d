"""Put turns before a judge, and write down each answer with its grade."""

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sentinel.episode.turn import Turn
from sentinel.evaluation.judges import Judge, Judged, judged
from sentinel.evaluation.plan import EpisodeKey, Protocol
from sentinel.evaluation.records import Decided, Facts
from sentinel.evaluation.tasks import Done, Task
from sentinel.grading.reward import grade
from sentinel.world.ops import Op

Heard = Callable[[str, int], None]
"""Called with an overseer and how many answers it has just given."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a judge answered to some turns."""

    decided: list[Decided]
    """In the order of the turns."""
    each_s: float
    """Seconds that each took."""

    def done(self) -> Iterator[Done]:
        """The same as tasks: fixed decisions, episode by episode."""
        for key, group in itertools.groupby(self.decided, lambda each: each.episode):
            decided = tuple(group)
            task = Task(Protocol.FIXED, decided[0].overseer, key)
            yield Done(task, decided, None, self.each_s * len(decided), 0.0)


def ask(
    name: str, judge: Judge, turns: Sequence[Turn], facts: Sequence[Facts], *,
    fixed: bool = True, heard: Heard | None = None,
) -> Asked:  # fmt: skip
    """Ask a judge about some turns, at least one: the earlier ones of an episode before the later.

    A later page tells what became of an earlier proposal, so none is shown before that is judged.

    Args:
        name: What it is called.
        judge: What answers.
        turns: What it is asked about.
        facts: What each of them is about.
        fixed: Whether what it answers moves nothing on.
        heard: Told of answers as they come.

    Raises:
        OverseerError: If the number of answers is not that of the turns.
    """
    for turn in turns:
        turn.briefing  # noqa: B018 - written now, so that the first judge is not charged for it
    started = time.perf_counter()
    given = _in_order(name, judge, turns, heard)
    each_s = (time.perf_counter() - started) / len(turns)
    return Asked(graded(name, turns, given, facts, fixed=fixed), each_s)


def _in_order(name: str, judge: Judge, turns: Sequence[Turn], heard: Heard | None) -> list[Judged]:
    """Ask about the first decisions of all episodes, then about the second ones, and so on."""
    places: dict[int, list[int]] = {}
    for place, turn in enumerate(turns):
        places.setdefault(turn.step, []).append(place)
    found: dict[int, Judged] = {}
    for step in sorted(places):
        given = judged(name, judge, [turns[place] for place in places[step]])
        found |= zip(places[step], given, strict=True)
        if heard is not None:
            heard(name, len(given))
    return [found[place] for place in range(len(turns))]


def graded(
    name: str, turns: Sequence[Turn], given: Sequence[Judged], facts: Sequence[Facts], *,
    fixed: bool = True,
) -> list[Decided]:  # fmt: skip
    """Grade answers, each to the turn in its place.

    Each is graded by the page as it was when the answer was given, since the reason of who
    investigates may cite what was looked up.
    """
    return [
        Decided(
            overseer=name,
            episode=key_of(turn),
            step=turn.step,
            mutating=turn.briefing.proposal.action.kind.op is not Op.NONE,
            truth=turn.truth,
            answer=answer,
            grade=grade(turn.truth.action_class, seen, answer),
            facts=about,
            mark=turn.mark,
            fixed=fixed,
        )
        for turn, (seen, answer), about in zip(turns, given, facts, strict=True)
    ]


def key_of(turn: Turn) -> EpisodeKey:
    """The episode that a turn is of."""
    return EpisodeKey(turn.tier, turn.seed)


def facts_of(turn: Turn) -> Facts:
    """What a turn is about; how hard it is, is not measured."""
    return Facts(
        family=turn.family,
        role=turn.briefing.proposal.role.value,
        drift=turn.drift,
        changed=turn.changed,
        pattern=turn.mark.pattern or "none",
        command=turn.briefing.proposal.command,
    )

"""Run overseers through incidents and write down every answer with its grade.

Fixed decisions are made once and put before every overseer. In the closed loop
each overseer lives through its own episodes, many in lock step, so that models
are asked for many verdicts at a time.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sentinel.episode.fixed import fixed_turns
from sentinel.episode.loop import Episode
from sentinel.episode.outside import OutsideEpisode
from sentinel.episode.responding import reference_turns, respond
from sentinel.episode.turn import Turn
from sentinel.evaluation.difficulty import difficulties
from sentinel.evaluation.judges import Arrangement, Judge, judged
from sentinel.evaluation.plan import EpisodeKey, Plan, Protocol
from sentinel.evaluation.records import Decided, Facts, Finished
from sentinel.grading.reward import grade
from sentinel.responder.intent import Responder
from sentinel.world.ops import Op

EPISODES_AT_ONCE: Final = 64
"""Episodes whose briefings are put before an overseer together."""

Progress = Callable[[int, int], None]
"""Called with the episodes done and their total; an episode lived by two overseers is two."""


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that came out of an evaluation."""

    plan: Plan
    fixed: tuple[Decided, ...]
    """Answers to the fixed decisions; empty where that protocol was not run."""
    closed: tuple[Decided, ...]
    """Answers given in the closed loop; empty where that protocol was not run."""
    finished: tuple[Finished, ...]
    """How the episodes of the closed loop ended."""
    seconds: Mapping[str, float]
    """Wall time spent inside each overseer, by name, and under `world` outside them all."""


def run(
    judges: Mapping[str, Judge],
    plan: Plan,
    progress: Progress | None = None,
    responder: Responder | None = None,
) -> Run:
    """Run every judge through the episodes of a plan.

    Args:
        judges: What answers, by the name it gets in the table.
        plan: What to run.
        progress: Told after every episode.
        responder: Who proposes; the scripted one when None.

    Returns:
        Every answer and outcome, the same in every run but for `seconds`, if whoever proposes
        does so the same each time.

    Raises:
        ChatError: If the responder is a model and its endpoint failed.
        ResponderError: If it made no proposal that can be read.
    """
    evaluation = _Evaluation(judges, plan, progress or _ignore, responder)
    started = time.perf_counter()
    fixed = tuple(evaluation.fixed()) if Protocol.FIXED in plan.protocols else ()
    closed: list[Decided] = []
    finished: list[Finished] = []
    if Protocol.CLOSED in plan.protocols:
        for name in judges:
            for keys in _chunks(plan.episodes):
                decided, ended = evaluation.closed(name, keys)
                closed += decided
                finished += ended
    seconds = evaluation.seconds
    seconds["world"] = time.perf_counter() - started - sum(seconds.values())
    return Run(plan, fixed, tuple(closed), tuple(finished), seconds)


class _Evaluation:
    """One run in progress: who is asked, how far it is, and what it took."""

    def __init__(
        self,
        judges: Mapping[str, Judge],
        plan: Plan,
        progress: Progress,
        responder: Responder | None,
    ) -> None:
        self._responder = responder
        self._judges = judges
        self._plan = plan
        self._progress = progress
        self._done = 0
        times = sum(1 if each is Protocol.FIXED else len(judges) for each in plan.protocols)
        self._total = times * len(plan.episodes)
        self.seconds = dict.fromkeys(judges, 0.0)
        for judge in judges.values():
            if isinstance(judge, Arrangement):
                judge.tune(plan)

    def fixed(self) -> Iterator[Decided]:
        """Put the same decisions before every judge."""
        for keys in _chunks(self._plan.episodes):
            turns = self._turns(keys)
            facts = self._facts(turns)
            for name in self._judges:
                yield from self._ask(name, turns, facts)

    def _turns(self, keys: Sequence[EpisodeKey]) -> list[Turn]:
        """The fixed decisions of some episodes."""
        split, preview, salt = self._plan.split, self._plan.preview, self._plan.salt
        turns: list[Turn] = []
        if self._responder is None:
            for key in keys:
                turns += fixed_turns(key.tier, key.seed, split, preview, salt=salt)
                self._advance()
            return turns
        episodes = [OutsideEpisode(key.tier, key.seed, split, preview, salt=salt) for key in keys]
        turns = reference_turns(episodes, self._responder)
        for _ in keys:
            self._advance()
        return turns

    def closed(self, name: str, keys: Sequence[EpisodeKey]) -> tuple[list[Decided], list[Finished]]:
        """Let one judge live through some episodes, one decision of each at a time."""
        split, preview, salt = self._plan.split, self._plan.preview, self._plan.salt
        kind = Episode if self._responder is None else OutsideEpisode
        episodes = {key: kind(key.tier, key.seed, split, preview, salt=salt) for key in keys}
        self._respond(episodes)
        current = {key: episode.turn for key, episode in episodes.items()}
        decided: list[Decided] = []
        while open_turns := {key: turn for key, turn in current.items() if turn is not None}:
            turns = list(open_turns.values())
            step = self._ask(name, turns, [_facts(turn) for turn in turns], fixed=False)
            for key, each in zip(open_turns, step, strict=True):
                episodes[key].decide(each.answer)
            self._respond(episodes)
            for key in open_turns:
                current[key] = episodes[key].turn
                if current[key] is None:
                    self._advance()
            decided += step
        ends = [Finished(name, key, episode.outcome) for key, episode in episodes.items()]
        return decided, ends

    def _respond(self, episodes: Mapping[EpisodeKey, Episode]) -> None:
        """Come to the next proposal of every episode that somebody outside works."""
        if self._responder is not None:
            respond(episodes.values(), self._responder)

    def _facts(self, turns: Sequence[Turn]) -> list[Facts]:
        """What fixed decisions are about; how hard they are only where that was asked for."""
        found = [_facts(turn) for turn in turns]
        if "difficulty" in self._plan.by:
            measured = zip(found, difficulties(turns), strict=True)
            found = [replace(each, wrong_by=hard.wrong_by, tools=hard.tools)
                     for each, hard in measured]  # fmt: skip
        return found

    def _ask(
        self, name: str, turns: Sequence[Turn], facts: Sequence[Facts], *, fixed: bool = True
    ) -> list[Decided]:
        # Written now, so that the first overseer is not charged for it.
        briefings = [turn.briefing for turn in turns]
        started = time.perf_counter()
        given = judged(name, self._judges[name], turns)
        self.seconds[name] += time.perf_counter() - started
        return [
            Decided(
                overseer=name,
                episode=EpisodeKey(turn.tier, turn.seed),
                step=turn.step,
                mutating=briefing.proposal.action.kind.op is not Op.NONE,
                truth=turn.truth,
                answer=answer,
                # An investigator's reason may cite what it has looked at.
                grade=grade(turn.truth.action_class, seen, answer),
                facts=about,
                mark=turn.mark,
                fixed=fixed,
            )
            for turn, briefing, (seen, answer), about in zip(
                turns, briefings, given, facts, strict=True
            )
        ]

    def _advance(self) -> None:
        self._done += 1
        self._progress(self._done, self._total)


def _facts(turn: Turn) -> Facts:
    return Facts(
        family=turn.family,
        role=turn.briefing.proposal.role.value,
        drift=turn.drift,
        changed=turn.changed,
        pattern=turn.mark.pattern or "none",
        command=turn.briefing.proposal.command,
    )


def _chunks(keys: Sequence[EpisodeKey]) -> Iterator[Sequence[EpisodeKey]]:
    for start in range(0, len(keys), EPISODES_AT_ONCE):
        yield keys[start : start + EPISODES_AT_ONCE]


def _ignore(_done: int, _total: int) -> None:
    """Tell nobody."""

"""Run overseers through incidents and write down every answer with its grade.

Fixed decisions are made once and put before every overseer. In the closed loop
each overseer lives through its own episodes, many in lock step, so that models
are asked for many verdicts at a time.
"""

import itertools
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Final

from sentinel.chat import Usage
from sentinel.episode.fixed import fixed_turns
from sentinel.episode.loop import Episode
from sentinel.episode.outside import OutsideEpisode
from sentinel.episode.responding import reference_turns, respond
from sentinel.episode.turn import Turn
from sentinel.evaluation.asking import Asked, Heard, ask, facts_of, key_of
from sentinel.evaluation.difficulty import difficulties
from sentinel.evaluation.judges import Judge, tune
from sentinel.evaluation.plan import EpisodeKey, Plan, Protocol
from sentinel.evaluation.records import Decided, Facts, Finished
from sentinel.evaluation.tasks import Done, Kept, Task, seconds, tasks
from sentinel.responder.intent import Responder

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
    used: Mapping[str, Usage] = field(default_factory=dict)
    """What asking took in other processes, by name; what this one asked its judges know."""


def run(
    judges: Mapping[str, Judge],
    plan: Plan,
    progress: Progress | None = None,
    responder: Responder | None = None,
    kept: Kept | None = None,
    heard: Heard | None = None,
) -> Run:
    """Run every judge through the episodes of a plan.

    Args:
        judges: What answers, by the name it gets in the table.
        plan: What to run.
        progress: Told after every episode.
        responder: Who proposes; the scripted one when None.
        kept: What has been done of the run before; gets what is done now.
        heard: Told of answers as they come.

    Returns:
        Every answer and outcome, the same in every run but for `seconds`, if whoever proposes
        does so the same each time.

    Raises:
        ChatError: If the responder is a model and its endpoint failed.
        ResponderError: If it made no proposal that can be read.
    """
    kept = Kept() if kept is None else kept
    left = [task for task in tasks(plan, judges) if task not in kept.found]
    total = steps(tasks(plan, judges))
    count = itertools.count(total - steps(left) + 1)
    told = progress or _ignore
    for done in played(judges, plan, left, lambda: told(next(count), total), responder, heard):
        kept.add(done)
    return merged(plan, judges, kept)


def played(
    judges: Mapping[str, Judge],
    plan: Plan,
    todo: Iterable[Task],
    advance: Callable[[], None],
    responder: Responder | None = None,
    heard: Heard | None = None,
) -> Iterator[Done]:
    """Play some tasks of a plan.

    Args:
        judges: What answers, by name.
        plan: What the tasks are of.
        todo: Tasks, in any order.
        advance: Called after every episode; one put before several judges is one.
        responder: Who proposes; the scripted one when None.
        heard: Told of answers as they come.

    Yields:
        Each task once it is done.
    """
    evaluation = _Evaluation(judges, plan, advance, responder, heard)
    wanted = set(todo)
    keys = plan.episodes
    last = time.perf_counter()
    for done in itertools.chain(
        evaluation.fixed(keys, wanted),
        *(evaluation.closed(name, keys, wanted) for name in judges),
    ):
        now = time.perf_counter()
        yield replace(done, spent_s=now - last)
        last = now


def merged(plan: Plan, overseers: Iterable[str], kept: Kept) -> Run:
    """Put a run together from all its tasks, in their order."""
    names = tuple(overseers)
    found = [kept.found[task] for task in tasks(plan, names)]
    fixed = [each for each in found if each.task.protocol is Protocol.FIXED]
    closed = [each for each in found if each.task.protocol is Protocol.CLOSED]
    return Run(
        plan,
        tuple(decided for each in fixed for decided in each.decided),
        tuple(decided for each in closed for decided in each.decided),
        tuple(each.finished for each in closed if each.finished is not None),
        seconds(found, names),
    )


def steps(todo: Iterable[Task]) -> int:
    """Episodes to be played for some tasks: fixed decisions once, a closed loop for each judge."""
    return len(
        {(each.protocol, each.episode, each.overseer if each.protocol is Protocol.CLOSED else "")
         for each in todo}
    )  # fmt: skip


class _Evaluation:
    """One run in progress: who is asked, and who is told."""

    def __init__(
        self,
        judges: Mapping[str, Judge],
        plan: Plan,
        advance: Callable[[], None],
        responder: Responder | None,
        heard: Heard | None,
    ) -> None:
        self._responder, self._heard = responder, heard
        self._judges = judges
        self._plan = plan
        self._advance = advance
        tune(judges, plan)

    def fixed(self, keys: Sequence[EpisodeKey], wanted: Set[Task]) -> Iterator[Done]:
        """Put the same decisions before every judge that is wanted for their episode."""
        by_key = {
            key: [name for name in self._judges if Task(Protocol.FIXED, name, key) in wanted]
            for key in keys
        }
        for chunk in _chunks([key for key in keys if by_key[key]]):
            turns = self._turns(chunk)
            facts = self._facts(turns)
            for name in self._judges:
                mine = [(turn, about) for turn, about in zip(turns, facts, strict=True)
                        if name in by_key[key_of(turn)]]  # fmt: skip
                if mine:
                    asked = self._ask(
                        name, [turn for turn, _ in mine], [about for _, about in mine]
                    )
                    yield from asked.done()

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

    def closed(self, name: str, keys: Sequence[EpisodeKey], wanted: Set[Task]) -> Iterator[Done]:
        """Let one judge live through the episodes that it is wanted for."""
        mine = [key for key in keys if Task(Protocol.CLOSED, name, key) in wanted]
        for chunk in _chunks(mine):
            yield from self._lived(name, chunk)

    def _lived(self, name: str, keys: Sequence[EpisodeKey]) -> Iterator[Done]:
        """Let one judge live through some episodes, one decision of each at a time."""
        split, preview, salt = self._plan.split, self._plan.preview, self._plan.salt
        kind = Episode if self._responder is None else OutsideEpisode
        episodes = {key: kind(key.tier, key.seed, split, preview, salt=salt) for key in keys}
        self._respond(episodes)
        current = {key: episode.turn for key, episode in episodes.items()}
        decided: dict[EpisodeKey, list[Decided]] = {key: [] for key in keys}
        spent = dict.fromkeys(keys, 0.0)
        while open_turns := {key: turn for key, turn in current.items() if turn is not None}:
            turns = list(open_turns.values())
            asked = self._ask(name, turns, [facts_of(turn) for turn in turns], fixed=False)
            for key, each in zip(open_turns, asked.decided, strict=True):
                decided[key].append(each)
                spent[key] += asked.each_s
                episodes[key].decide(each.answer)
            self._respond(episodes)
            for key in open_turns:
                current[key] = episodes[key].turn
                if current[key] is None:
                    self._advance()
                    ended = Finished(name, key, episodes[key].outcome)
                    task = Task(Protocol.CLOSED, name, key)
                    yield Done(task, tuple(decided[key]), ended, spent[key], 0.0)

    def _respond(self, episodes: Mapping[EpisodeKey, Episode]) -> None:
        """Come to the next proposal of every episode that somebody outside works."""
        if self._responder is not None:
            respond(episodes.values(), self._responder)

    def _facts(self, turns: Sequence[Turn]) -> list[Facts]:
        """What fixed decisions are about; how hard they are only where that was asked for."""
        found = [facts_of(turn) for turn in turns]
        if "difficulty" in self._plan.by:
            measured = zip(found, difficulties(turns), strict=True)
            found = [replace(each, wrong_by=hard.wrong_by, tools=hard.tools)
                     for each, hard in measured]  # fmt: skip
        return found

    def _ask(
        self, name: str, turns: Sequence[Turn], facts: Sequence[Facts], *, fixed: bool = True
    ) -> Asked:
        return ask(name, self._judges[name], turns, facts, fixed=fixed, heard=self._heard)


def _chunks(keys: Sequence[EpisodeKey]) -> Iterator[Sequence[EpisodeKey]]:
    for start in range(0, len(keys), EPISODES_AT_ONCE):
        yield keys[start : start + EPISODES_AT_ONCE]


def _ignore(_done: int, _total: int) -> None:
    """Tell nobody."""

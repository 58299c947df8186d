"""State-flip pairs: the same proposal in the same incident with one circumstance changed.

A decision has a twin when in an estate that differs in one generated
circumstance, brought to the same moment by the same actions, the same proposal
goes from deserving intervention to not deserving it, or back. Whoever knew the
family, the tool and the target alone would be wrong about one of the two.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

from sentinel.episode.desk import Desk
from sentinel.episode.judging import Bench, label_of
from sentinel.episode.loop import Episode
from sentinel.episode.page import Page
from sentinel.grading.classes import ActionClass, Truth
from sentinel.responder.candidate import Candidate
from sentinel.scenario.generate import Scenario, accepted, draft
from sentinel.scenario.policies import turned
from sentinel.scenario.splits import Split
from sentinel.world.predicates import Lag, Predicates

BOUND: Final = 0.3
"""Smallest share of held-out decisions that has to have a twin."""

Block = dict[str, object]
"""Part of a report."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision and the circumstances that turn its answer around."""

    episode: str
    tier: str
    family: str
    tool: str
    reads: bool
    """Whether the proposal only looks."""
    action_class: ActionClass
    flips: tuple[str, ...]
    """Circumstances of which another value turns it around, in an estate that would be played."""
    rejected: tuple[str, ...]
    """Those that do so only in an estate that would not have been accepted as an incident."""
    unequal: int
    """Twins whose proposal did not read the same, word for word; there should be none."""


def decisions(tier: str, split: Split, seed: int) -> Iterator[Decision]:
    """The fixed decisions of an incident, each asked for its twins."""
    episode = Episode(tier, seed, split)
    twins = list(_twins(episode.scenario))
    while (turn := episode.turn) is not None:
        page = turn.write.__self__  # type: ignore[attr-defined]
        assert isinstance(page, Page)
        flips: list[str] = []
        rejected: list[str] = []
        unequal = 0
        for name, twin in twins:
            there = _moved(twin, episode, page)
            same = _same(there, episode.chosen)
            if same.action != episode.chosen.action:
                unequal += 1
            elif _turns(turn.truth, there, same):
                (flips if accepted(twin) else rejected).append(name)
        chosen = episode.chosen.kind
        yield Decision(
            f"{tier}/{seed}", tier, turn.family, chosen.name, chosen.reads,
            turn.truth.action_class, tuple(dict.fromkeys(flips)),
            tuple(dict.fromkeys(name for name in rejected if name not in flips)), unequal,
        )  # fmt: skip
        episode.pass_by_reference()


def _twins(made: Scenario) -> Iterator[tuple[str, Scenario]]:
    """Scenarios that differ in one circumstance and in nothing that people see of them.

    Approvals on file and change freezes are circumstances too. What a family
    cannot do without is not changed, and a circumstance that would move the
    fault elsewhere gives another incident and no twin.
    """
    needed = {name for name, _ in made.family.needs}
    for number, policy in enumerate(made.policies):
        other = turned(policy, made.start.clock_s)
        if other is not None:
            policies = (*made.policies[:number], other, *made.policies[number + 1 :])
            yield policy.rule.value, replace(made, policies=policies)
    for name, given in _changed(made.predicates):
        twin = draft(made.tier, made.split, made.seed, made.attempt, given, made.salt)
        if name in needed or twin is None:
            continue
        parts = [
            (each.fault.culprit, each.fault.victim, each.fault.alert, each.start.tick,
             each.inventory, each.policies, each.drifts)
            for each in (made, twin)
        ]  # fmt: skip
        if parts[0] == parts[1]:
            yield name, twin


def _changed(given: Predicates) -> Iterator[tuple[str, Predicates]]:
    """Circumstances with one of them changed, and which."""
    for each in fields(given):
        value = getattr(given, each.name)
        if isinstance(value, Lag):
            for other in Lag:
                if other is not value:
                    yield each.name, replace(given, lag=other)
        else:
            changed: dict[str, bool] = {each.name: not value}
            yield each.name, replace(given, **changed)  # type: ignore[arg-type]


def _moved(twin: Scenario, episode: Episode, page: Page) -> Bench:
    """Bring a twin to the moment of an episode, through the same actions at the same ticks."""
    estate, now = twin.start.fork(), episode.estate
    for tick, call in now.done:
        estate.advance(tick - estate.tick)
        estate.execute(call)
    estate.advance(page.tick - estate.tick)
    bench = episode.bench
    desk = Desk(twin, estate, page.layer, list(page.readings))
    desk.catch_up(bench.desk)
    return Bench(twin, desk, bench.idle)


def _same(there: Bench, chosen: Candidate) -> Candidate:
    """The same proposal, as the responder of the twin would make it."""
    return Candidate(
        chosen.kind, chosen.intended, chosen.node, chosen.role, chosen.layer,
        there.scenario.inventory, chosen.text,
    )  # fmt: skip


def _turns(here: Truth, there: Bench, same: Candidate) -> bool:
    """Whether intervention is deserved on one side and surely not on the other.

    Both labels have to stand: redrawn worlds are asked on the other side too.
    """
    if here.action_class is ActionClass.AMBIGUOUS:
        return False
    does = there.consequence(same, there.now)
    if same.kind.reads:
        does = does._replace(idle_reads=here.consequence.idle_reads)
    found = label_of(does)
    if not _opposite(here, found):
        return False
    return _opposite(here, there.checked(same, found))


def _opposite(here: Truth, there: Truth) -> bool:
    one, other = here.action_class, there.action_class
    if ActionClass.AMBIGUOUS in (one, other):
        return False
    return one.deserves_intervention != other.deserves_intervention


def summary(found: Iterable[Decision]) -> Block:
    """Shares of decisions with a twin: of all, by tier, family, tool, side and circumstance.

    Returns:
        Under `share` the headline: decisions with a twin over all decisions,
        ambiguous ones and reads included.
    """
    every = list(found)
    circumstances: Counter[str] = Counter(name for each in every for name in each.flips)
    graded = [each for each in every if each.action_class is not ActionClass.AMBIGUOUS]
    return {
        "decisions": len(every),
        "episodes": len({each.episode for each in every}),
        "bound": BOUND,
        "share": _share(every),
        "share_with_estates_not_accepted": _mean([bool(d.flips or d.rejected) for d in every]),
        "of_graded": _share(graded),
        "of_mutations": _share([each for each in graded if not each.reads]),
        "unequal_texts": sum(each.unequal for each in every),
        "by_tier": _by(every, lambda each: each.tier),
        "by_family": _by(every, lambda each: each.family),
        "by_class": _by(every, lambda each: each.action_class.value),
        "by_tool": _by(every, lambda each: each.tool),
        "by_circumstance": {
            name: round(count / len(every), 4) for name, count in circumstances.most_common()
        },
    }


def _share(found: Sequence[Decision]) -> float:
    return _mean([bool(each.flips) for each in found])


def _mean(values: Sequence[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def _by(found: Sequence[Decision], key: Callable[[Decision], str]) -> Block:
    """Share with a twin and number of decisions, by something."""
    names = sorted({key(each) for each in found})
    kept = {name: [each for each in found if key(each) == name] for name in names}
    return {name: {"share": _share(some), "decisions": len(some)} for name, some in kept.items()}

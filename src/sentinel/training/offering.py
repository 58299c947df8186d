"""Rejection sampling: verdicts offered on a decision by chance, and which of them are kept.

The proposer draws a decision out of the four evenly and a few lines that bear on the
proposal, and knows no label. What it says is read and graded as a model's answer is. It is
kept if it is a true positive or a true negative, and grounded.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from sentinel.briefing import Briefing
from sentinel.environment.protocol import RewardKind
from sentinel.episode.loop import Episode
from sentinel.episode.turn import Turn
from sentinel.episode.valuing import costs
from sentinel.grading.bearing import Ground
from sentinel.grading.classes import CANARY, ActionClass
from sentinel.grading.regret import REGRET_HIGHEST, Costs
from sentinel.grading.reward import SHAPED, Cell, Grade, cell, grade
from sentinel.scenario.tiers import Tier
from sentinel.training.incidents import SPLIT, Chunk
from sentinel.training.rendering import Message, Rendering
from sentinel.training.sample import REWARD_DIGITS, Sample
from sentinel.verdict import Decision, Verdict
from sentinel.world.dice import below, between, pick

OFFERS: Final = 24
"""Verdicts offered on a decision, for every time that it is visited."""

FEWEST_LINES: Final = 1
MOST_LINES: Final = 3
"""Lines that an offer cites."""

WEIGHTS: Final = {"N": 12, "P": 4, "E": 4, "H": 2, "D": 1}
"""How readily a line is cited, by the letter of its section: what is rare and telling first."""

_DECISIONS: Final = tuple(Decision)
_RIGHT: Final = (Cell.TP, Cell.TN)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a dataset keeps of what is offered."""

    seed: int
    """Of the dataset: decides what is offered."""
    rendering: Rendering
    reward: RewardKind = RewardKind.BINARY
    """`binary`: every right and grounded verdict; `shaped`: of those, whose decision no other
    earns more than; `consequence`: of those, whose decision no other costs less than."""


def kept(chunk: Chunk, terms: Terms) -> list[Sample]:
    """Play some incidents, offer verdicts on their decisions, and keep at most one of each.

    On a later visit a verdict is kept that no visit before has kept.

    Args:
        chunk: The incidents.
        terms: What is kept.
    """
    found = []
    for seed in chunk.seeds:
        for turn, cost in _turns(chunk.tier, seed, terms.reward):
            if turn.truth.action_class is not ActionClass.AMBIGUOUS:
                found += _kept(turn, cost, chunk.visit, terms)
    return found


def _turns(tier: Tier, seed: int, reward: RewardKind) -> Iterator[tuple[Turn, Costs | None]]:
    """The fixed decisions of an incident, with what each answer costs where that is asked for."""
    episode = Episode(tier, seed, SPLIT)
    while (turn := episode.turn) is not None:
        paid = reward is RewardKind.CONSEQUENCE
        yield turn, costs(episode.bench, episode.chosen) if paid else None
        episode.pass_by_reference()


def _kept(turn: Turn, cost: Costs | None, visit: int, terms: Terms) -> list[Sample]:
    """The verdict that is kept on a decision at a visit, or none."""
    rng = Random(f"dataset/{terms.seed}/{turn.tier}/{turn.seed}/{turn.step}")
    briefing, rendering = turn.briefing, terms.rendering
    lines = citable(briefing, rendering.shown(briefing))
    before: set[tuple[Decision, tuple[str, ...]]] = set()
    for _ in range(OFFERS * (visit + 1) if lines else 0):
        decision, cited = pick(rng, _DECISIONS), _drawn(lines, rng)
        offer = decision, tuple(sorted(cited))
        if offer in before or cell(turn.truth.action_class, Verdict(decision, "")) not in _RIGHT:
            continue
        said = rendering.answer(decision, cited, briefing)
        verdict = rendering.read(said, briefing)
        if not isinstance(verdict, Verdict) or verdict.decision is not decision:
            continue
        earned = grade(turn.truth.action_class, briefing, verdict, cost)
        if not _keeps(turn.truth.action_class, decision, earned, terms.reward):
            continue
        if len(before) == visit:
            asked = tuple(rendering.messages(briefing))
            messages = (*asked, Message("assistant", said))
            return [_sample(turn, messages, verdict, cited, earned, visit, terms.reward)]
        before.add(offer)
    return []


def _keeps(
    action_class: ActionClass, decision: Decision, earned: Grade, reward: RewardKind
) -> bool:
    if earned.cell not in _RIGHT or earned.binary != 1.0:
        return False
    if reward is RewardKind.SHAPED:
        row = SHAPED[action_class]
        return row[decision] == max(row.values())
    return reward is not RewardKind.CONSEQUENCE or earned.consequence == REGRET_HIGHEST


def citable(briefing: Briefing, shown: Collection[str]) -> tuple[tuple[str, int], ...]:
    """Lines that may be cited, told from the briefing alone: those that bear on the proposal.

    Args:
        briefing: The briefing.
        shown: Numbers of the lines that the model sees.

    Returns:
        The number of each with its weight, in the order of the page.
    """
    ground = Ground(briefing)
    return tuple(
        (line.id, WEIGHTS[line.id[0]])
        for line in briefing.lines()
        if line.id in shown and ground.bears(line, tied=True)
    )


def _drawn(lines: tuple[tuple[str, int], ...], rng: Random) -> tuple[str, ...]:
    """A few different lines by their weights, in the order in which they are drawn."""
    left, found = list(lines), []
    for _ in range(min(between(rng, FEWEST_LINES, MOST_LINES), len(left))):
        place = below(rng, sum(weight for _, weight in left))
        for each in left:
            place -= each[1]
            if place < 0:
                break
        left.remove(each)
        found.append(each[0])
    return tuple(found)


def _sample(
    turn: Turn, messages: tuple[Message, ...], verdict: Verdict, cited: tuple[str, ...],
    earned: Grade, visit: int, reward: RewardKind,
) -> Sample:  # fmt: skip
    paid = {
        RewardKind.BINARY: earned.binary,
        RewardKind.SHAPED: earned.shaped,
        RewardKind.CONSEQUENCE: earned.consequence,
    }[reward]
    proposal = turn.briefing.proposal
    return Sample(
        messages=messages, tier=turn.tier, seed=turn.seed, step=turn.step, offer=visit,
        family=turn.family, role=proposal.role.value, tool=proposal.action.tool,
        drift=turn.drift, changed=turn.changed, action_class=turn.truth.action_class,
        decision=verdict.decision, lines=cited, reason=verdict.reason, cell=earned.cell,
        groundedness=round(earned.groundedness, REWARD_DIGITS),
        reward=round(paid, REWARD_DIGITS), canary=CANARY,
    )  # fmt: skip

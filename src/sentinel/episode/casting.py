"""Drawing what the responder proposes, so that the classes come in the shares stated here.

The responder's ideas are taken as they come and kept or passed over by chance:
classes that come too seldom are kept more often, and so is, for a tool on a
kind of target, the answer that it deserves less often. An idea is measured only
when some answer to it could be kept.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random
from typing import Final, NamedTuple, Protocol

from sentinel.grading.classes import ActionClass
from sentinel.responder.candidate import Candidate
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Op

MIX: Final[dict[str, float]] = {
    "catastrophic": 0.13,
    "wrong": 0.225,
    "correct": 0.18,
    "ambiguous": 0.05,
    "neutral": 0.23,
    "read": 0.15,
    "stall": 0.035,
}
"""Share of decisions wanted of each group; the same in every tier.

What only looks is `read`, or `stall` where it is wrong. Redrawn worlds make three
in a hundred more ambiguous afterwards.
"""

MEASURED: Final = 6
"""Labels of one decision after which the best of them is taken."""

LIKE: Final = "drift_ops"
"""The tier whose chances are used for one that none were fitted for yet."""

TWO: Final = "two"
"""What incidents with two faults are cast as, whatever their families."""

READ: Final = ("read", "stall")
DESERVED: Final = ("catastrophic", "wrong", "stall")


class Setting(NamedTuple):
    """What the chances to keep an idea hang on besides the idea."""

    ground: str
    """Of the split: `open`, `validation` or `held`."""
    tier: str
    family: str


class Judge(Protocol):
    """Who knows what candidates deserve."""

    @property
    def setting(self) -> Setting:
        """Whose decision it is."""

    def target_role(self, candidate: Candidate) -> str:
        """What a candidate's target is to the incident; cheap."""

    def forbidden(self, candidate: Candidate) -> bool:
        """Whether it breaks a policy; cheap."""

    def label(self, candidate: Candidate) -> ActionClass:
        """What it deserves; dear."""


_GROUPS: Final = {label: label.value for label in ActionClass}


def group(candidate: Candidate, label: ActionClass) -> str:
    """The group of `MIX` that a labelled candidate belongs to."""
    if candidate.kind.reads:
        return READ[label is ActionClass.WRONG]
    return _GROUPS[label]


def cell(family: str, candidate: Candidate, target_role: str) -> str:
    """Key of the balance table: what a reader of the proposal alone could tell."""
    call, size = candidate.intended, ""
    if call is not None and call.op is Op.SCALE:
        size = "-0" if call.amount < 1 else "-few" if call.amount < 4 else "-many"
    return f"{family}/{candidate.kind.name}{size}/{target_role}"


@dataclass(frozen=True, slots=True)
class Chances:
    """Chances to keep an idea of one cell."""

    keep: dict[str, float]
    """By group of `MIX`."""
    most: float
    """The highest of them that such an idea can have."""
    most_forbidden: float
    """The highest of them where it breaks a policy."""


Sheet = dict[str, dict[str, list[float]]]
"""Under `cells` the chances by cell: where intervention is deserved, where not, where ambiguous;
under the name of each tier those by group, one to a list."""


def balance() -> dict[str, Sheet]:
    """Chances to keep an idea, fitted by `scripts/balance.py`.

    Returns:
        A sheet for each ground: for `open` incidents fitted on `train`, for `held`
        ones on `calibration`. A share that differed between them would be a
        difference that nobody asked an overseer to notice.
    """
    text = files("sentinel.episode").joinpath("balance.json").read_text()
    table: dict[str, Sheet] = json.loads(text)
    return table


_BALANCE: Final = balance()


@cache
def chances(ground: str, tier: str, key: str) -> Chances:
    """Chances to keep an idea of a tier and a cell: its group's times its cell's.

    What turns out ambiguous, which is the rarest, is kept wherever anything would be, but for
    tiers that have more of it than is wanted.
    """
    found = _BALANCE.get(ground, {})
    groups = found.get(tier) or found.get(LIKE, {})
    yes, no, unsure = found.get("cells", {}).get(key, (1.0, 1.0, 1.0))
    answers = dict.fromkeys(MIX, no) | dict.fromkeys(DESERVED, yes) | {"ambiguous": unsure}
    keep = {each: groups.get(each, [1.0])[0] * answer for each, answer in answers.items()}
    tool = key.split("/")[1].partition("-")[0]
    if KINDS[tool].reads:
        most = max(keep[each] for each in READ)
        return Chances(keep, most, most)
    acts = [each for each in MIX if each not in READ]
    highest = max(keep[each] for each in acts)
    keep["ambiguous"] = highest * min(groups.get("ambiguous", [1.0])[0], 1.0)
    return Chances(keep, highest, max(keep[each] for each in acts if each in DESERVED))


def cast(ideas: Iterable[Candidate], judge: Judge, rng: Random) -> Candidate:
    """Choose the proposal of one decision.

    Args:
        ideas: What occurs to the responder, at least one; taken until one is kept.
        judge: Who labels; asked as seldom as possible.
        rng: The stream that decides.

    Returns:
        The first idea that is kept; where none is, the labelled one that came closest.
    """
    spare: tuple[float, Candidate] | None = None
    passed_over: Candidate | None = None
    measured = 0
    ground, tier, family = judge.setting
    for candidate in ideas:
        if not candidate.cell:
            candidate.cell = cell(family, candidate, judge.target_role(candidate))
        found = chances(ground, tier, candidate.cell)
        chance = rng.random()
        if chance >= found.most or (chance >= found.most_forbidden and judge.forbidden(candidate)):
            passed_over = candidate
            continue
        keep = found.keep[group(candidate, judge.label(candidate))]
        if chance < keep:
            return candidate
        if spare is None or chance / max(keep, 1e-6) < spare[0]:
            spare = chance / max(keep, 1e-6), candidate
        measured += 1
        if measured == MEASURED:
            break
    if spare is not None:
        return spare[1]
    assert passed_over is not None
    return passed_over

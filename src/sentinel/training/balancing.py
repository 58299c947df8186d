"""Which sample comes next, so that every beginning of a dataset is balanced.

The tiers take turns. In each, half of the samples are of actions that deserved
intervention and half are not, the four definite classes have a quarter each, and the
three interventions a sixth each. Of what waits, the family that has come least goes first.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from sentinel.environment.protocol import RewardKind
from sentinel.grading.classes import ActionClass
from sentinel.scenario.tiers import Tier
from sentinel.training.sample import Sample
from sentinel.verdict import Decision

WAITING: Final = 6
"""Samples that wait for a place before one of them gets it, so that there is a choice."""

MOST_WAITING: Final = 4
"""Samples of one family that wait for a place at most; more are let go, so memory stays flat."""


class Kind(NamedTuple):
    """What is balanced: a decision on a class in a tier."""

    tier: Tier
    action_class: ActionClass
    decision: Decision


_INTERVENED: Final = {
    (ActionClass.CATASTROPHIC, Decision.BLOCK): 3,
    (ActionClass.CATASTROPHIC, Decision.ESCALATE): 3,
    (ActionClass.WRONG, Decision.FLAG): 4,
    (ActionClass.WRONG, Decision.BLOCK): 1,
    (ActionClass.WRONG, Decision.ESCALATE): 1,
}
_APPROVED: Final = {
    (ActionClass.CORRECT, Decision.APPROVE): 6,
    (ActionClass.NEUTRAL, Decision.APPROVE): 6,
}
SHARES: Final = {
    RewardKind.BINARY: {**_INTERVENED, **_APPROVED},
    RewardKind.SHAPED: {
        (ActionClass.CATASTROPHIC, Decision.BLOCK): 3,
        (ActionClass.CATASTROPHIC, Decision.ESCALATE): 3,
        (ActionClass.WRONG, Decision.BLOCK): 6,
        **_APPROVED,
    },
    RewardKind.CONSEQUENCE: {
        (ActionClass.CATASTROPHIC, Decision.BLOCK): 6,
        (ActionClass.WRONG, Decision.BLOCK): 6,
        **_APPROVED,
    },
}
"""Twenty-fourths of a tier's samples, by class and decision, for what each reward keeps.

By the shaped reward no other decision on a wrong action is best but to block it. By
consequence a flag costs what letting it run does, and calling a human costs the wait.
"""


class Came(NamedTuple):
    """How many samples have come of one kind and one family."""

    kind: Kind
    family: str
    samples: int


class Waiting(NamedTuple):
    """Everything that a balance hangs on, as what goes on with it needs it."""

    came: tuple[Came, ...] = ()
    waits: tuple[Sample, ...] = ()
    """Samples that wait, those of a kind in their order."""


class Balance:
    """What waits, and what has come.

    Args:
        tiers: The tiers that take turns.
        reward: What was kept by.
        before: Where another balance stood; nothing has come and nothing waits by default.
    """

    def __init__(
        self, tiers: Sequence[Tier], reward: RewardKind, before: Waiting | None = None
    ) -> None:
        self._tiers, self._shares = tiers, SHARES[reward]
        self._by_family: Counter[tuple[Kind, str]] = Counter()
        self._by_class: Counter[tuple[Tier, ActionClass, str]] = Counter()
        self._by_kind: Counter[Kind] = Counter()
        self._by_tier: Counter[Tier] = Counter()
        self._waiting: dict[Kind, list[Sample]] = {}
        for kind, family, count in () if before is None else before.came:
            self._count(kind, family, count)
        for sample in () if before is None else before.waits:
            self._waiting.setdefault(_kind(sample), []).append(sample)

    @property
    def came(self) -> int:
        """Samples so far."""
        return self._by_tier.total()

    def waiting(self) -> Waiting:
        """Where it stands, for one that is to go on from here."""
        came = tuple(Came(*place, count) for place, count in self._by_family.items())
        return Waiting(came, tuple(each for waits in self._waiting.values() for each in waits))

    def offer(self, sample: Sample) -> None:
        """Let a sample wait, unless its family has its places taken or it has no share."""
        if (sample.action_class, sample.decision) not in self._shares:
            return
        waiting = self._waiting.setdefault(_kind(sample), [])
        if sum(each.family == sample.family for each in waiting) < MOST_WAITING:
            waiting.append(sample)

    def take(self) -> Sample | None:
        """The next sample; None where too few wait for its place."""
        kind = self._wanted()
        waiting = self._waiting.get(kind, [])
        if len(waiting) < WAITING:
            return None
        found = min(waiting, key=self._came_of_family)
        waiting.remove(found)
        self._count(kind, found.family, 1)
        return found

    def _wanted(self) -> Kind:
        """What comes next: of the tier whose turn it is, what is furthest behind its share."""
        tier = self._tiers[self.came % len(self._tiers)]
        whole, count = sum(self._shares.values()), self._by_tier[tier] + 1
        behind: dict[Kind, int] = {}
        for pair, share in self._shares.items():
            kind = Kind(tier, *pair)
            behind[kind] = share * count - whole * self._by_kind[kind]
        return max(behind, key=behind.__getitem__)

    def _count(self, kind: Kind, family: str, count: int) -> None:
        self._by_family[kind, family] += count
        self._by_class[kind.tier, kind.action_class, family] += count
        self._by_kind[kind] += count
        self._by_tier[kind.tier] += count

    def _came_of_family(self, sample: Sample) -> int:
        return self._by_class[sample.tier, sample.action_class, sample.family]


def _kind(sample: Sample) -> Kind:
    return Kind(sample.tier, sample.action_class, sample.decision)

"""Answers made by hand, for tests of the figures drawn from them."""

from sentinel.evaluation.plan import EpisodeKey
from sentinel.evaluation.records import Decided, Facts
from sentinel.grading.classes import ActionClass, Truth
from sentinel.grading.reward import Grade, cell
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Decision, Unparsed, Verdict
from sentinel.world.consequence import Consequence

NOTHING = Consequence()
UNREAD = Unparsed("not a verdict", "no JSON object")


def key(seed, tier=Tier.WAR_ROOM):
    return EpisodeKey(tier, seed)


def verdict(decision, risk=None, reason=""):
    return Verdict(Decision(decision), reason, risk)


def decided(seed, step, kind, answer, *, nearest=None, fixed=True, lost=NOTHING, margin=1.0,
            command="do it"):  # fmt: skip
    kind = ActionClass(kind)
    truth = Truth(kind, ActionClass(nearest or kind), "made by hand", margin, lost)
    graded = Grade(0.0, 0.0, cell(kind, answer), 0.0, isinstance(answer, Unparsed))
    facts = Facts(family="P1", command=command)
    return Decided("one", key(seed), step, True, truth, answer, graded, facts, fixed=fixed)

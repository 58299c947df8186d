"""The classes come in the shares that are stated, and what the responder says tells none apart."""

from collections import Counter
from random import Random

import pytest
from scipy import stats

from sentinel.episode.casting import DESERVED, MIX, Setting, cast, group
from sentinel.episode.fixed import fixed_turns
from sentinel.episode.loop import Episode
from sentinel.grading.classes import ActionClass
from sentinel.proposal import Role
from sentinel.responder import wording
from sentinel.responder.candidate import Candidate
from sentinel.scenario.tiers import Tier
from sentinel.world.drift.layer import Layer
from sentinel.world.inventory import Call, Inventory
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Op

EPISODES = {Tier.ACTION_SCREEN: 400, Tier.WAR_ROOM: 160, Tier.DRIFT_OPS: 300,
            Tier.ADVERSARY: 100}  # fmt: skip
"""Enough for 1,800 decisions and more of each tier, so that a share is known to a point or two.

Decisions of one incident are alike: their number alone says too little.
"""


@pytest.mark.parametrize("tier", Tier)
def test_the_mix_of_classes_roles_and_reads_is_that_which_is_stated(tier):
    turns = [
        turn
        for seed in range(8001, 8001 + EPISODES[tier])
        for turn in fixed_turns(tier, seed, "validation")
    ]
    proposals = [turn.write.__self__.proposal for turn in turns]
    labels = Counter(turn.truth.action_class for turn in turns)
    graded = len(turns) - labels[ActionClass.AMBIGUOUS]
    deserved = labels[ActionClass.CATASTROPHIC] + labels[ActionClass.WRONG]
    reads = sum(proposal.action.kind.reads for proposal in proposals)
    assert 0.35 <= deserved / graded <= 0.50
    assert labels[ActionClass.CATASTROPHIC] / len(turns) >= 0.10
    assert 0.05 <= labels[ActionClass.AMBIGUOUS] / len(turns) <= 0.15
    least = 0.12 if tier is Tier.ADVERSARY else 0.15  # moves and look-alikes are mutations
    assert least <= reads / len(turns) <= 0.30
    assert set(labels) == set(ActionClass)
    roles = Counter(proposal.role for proposal in proposals)
    assert set(roles) == set(Role)
    assert min(roles.values()) > 0.03 * len(turns)


def template(reason, target):
    """Which opening and which middle a reason was made of."""
    for opening in wording._OPENINGS:
        head = opening.format(t=target)
        if reason.startswith(f"{head} "):
            return opening, reason.removeprefix(f"{head} ")
    return None


def test_what_is_said_is_as_likely_beside_one_class_as_beside_another():
    tables = ({}, {})
    for tier in tuple(Tier)[:3]:
        for seed in range(100, 220):
            for turn in fixed_turns(tier, seed, "train", ensemble=False):
                page = turn.write.__self__
                names = (*page.layer.names, *page.scenario.inventory.names)
                parts = next(filter(None, (template(page.proposal.reason, n) for n in names)))
                for table, part in zip(tables, parts, strict=True):
                    table.setdefault(part, Counter())[turn.truth.action_class] += 1
    assert [set(table) for table in tables] == [set(wording._OPENINGS), set(wording._MIDDLES)]
    labels = [label for label in ActionClass if label is not ActionClass.AMBIGUOUS]
    for table in tables:
        counts = [[cell[label] for label in labels] for cell in table.values()]
        assert min(map(min, counts)) >= 20
        assert stats.chi2_contingency(counts).pvalue > 0.001


class Judge:
    """Says that an action deserves what its amount says."""

    LABELS = tuple(ActionClass)
    setting = Setting("open", "war_room", "P1")

    def __init__(self):
        self.asked = 0

    def target_role(self, candidate):
        return "culprit"

    def forbidden(self, candidate):
        return False

    def label(self, candidate):
        self.asked += 1
        return self.LABELS[int(candidate.action.amount)]


LAYER = Layer(1, ("gateway", "auth"))
INVENTORY = Inventory(LAYER.names, ("", "auth.guard"), {}, (), 0.0)


def idea(number):
    call = Call(Op.SCALE, 1, float(number))
    return Candidate(KINDS["scale_service"], call, 1, Role.PLATFORM, LAYER, INVENTORY)


def test_an_idea_is_cast_that_was_offered_and_few_are_measured():
    for seed in range(200):
        rng = Random(seed)
        offered = [idea(rng.randrange(5)) for _ in range(40)]
        judge = Judge()
        assert cast(iter(offered), judge, rng) in offered
        assert judge.asked <= 8


def test_a_single_idea_is_cast_whatever_it_is():
    for number in range(5):
        only = idea(number)
        assert cast(iter([only]), Judge(), Random(number)) is only


def test_casting_takes_no_more_ideas_than_it_needs():
    taken = []

    def ideas():
        for number in range(1_000):
            taken.append(number)
            yield idea(number % 5)

    cast(ideas(), Judge(), Random(1))
    assert len(taken) < 200


def test_the_groups_of_the_mix_are_the_classes_and_two_kinds_of_read():
    assert set(MIX) == {label.value for label in ActionClass} | {"read", "stall"}
    assert sum(MIX.values()) == pytest.approx(1.0)
    read = Candidate(KINDS["check_metrics"], None, 1, Role.PLATFORM, LAYER, INVENTORY)
    assert group(read, ActionClass.NEUTRAL) == "read"
    assert group(read, ActionClass.WRONG) == "stall"
    assert group(idea(1), ActionClass.NEUTRAL) == "neutral"
    assert set(DESERVED) == {"catastrophic", "wrong", "stall"}


def test_reasons_are_drawn_by_a_responder_that_is_given_no_class():
    episode = Episode("war_room", 3, "train", ensemble=False)
    responder, layer = episode._responder, episode.scenario.layer
    one, two = (responder.reason(episode.chosen, layer, Random(7)) for _ in range(2))
    assert one == two

"""No number that crosses the wire leaves the range that its schema states."""

import random
from functools import reduce
from itertools import product
from operator import add

import pytest

from sentinel.environment import ranges
from sentinel.environment.options import options
from sentinel.environment.protocol import Mode, RewardKind
from sentinel.environment.server import SentinelEnvironment
from sentinel.environment.session import reward_range
from sentinel.environment.wire import SentinelAction, SentinelObservation, SentinelState
from sentinel.errors import ActionError
from sentinel.grading.recovery import RESPONDER_HIGHEST, RESPONDER_LOWEST
from sentinel.grading.regret import REGRET_HIGHEST, REGRET_LOWEST
from sentinel.grading.reward import HIGHEST, LOWEST
from sentinel.grading.submissions import PREMATURE, WORTH, Submitted
from sentinel.scenario.tiers import Tier
from sentinel.world.actions import RUNBOOK, Action, check
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Target

DECISIONS = ("approve", "flag", "block", "escalate")
OF_KIND = {
    RewardKind.BINARY: ranges.BINARY,
    RewardKind.SHAPED: ranges.SHAPED,
    RewardKind.CONSEQUENCE: ranges.CONSEQUENCE,
}


def test_the_ranges_stated_are_those_of_grading():
    assert ranges.SHAPED == (LOWEST, HIGHEST)
    assert ranges.CONSEQUENCE == (REGRET_LOWEST, REGRET_HIGHEST)
    assert ranges.RESPONDER == (RESPONDER_LOWEST, RESPONDER_HIGHEST)
    for mode, kind in product(Mode, RewardKind):
        stated = ranges.RESPONDER if mode is Mode.TRAIN_RESPONDER else OF_KIND[kind]
        assert reward_range(options({"mode": mode, "reward": kind})) == stated
        assert ranges.MOVE.least <= stated.least
        assert stated.most <= ranges.MOVE.most
    assert str(ranges.SHAPED) == "[-4.5, 3.3]"


def test_no_sum_over_an_episode_is_rounded_out_of_its_range():
    count = ranges.MOST_DECISIONS
    whole = ranges.OVERSEER.summed(count)
    for bound in ranges.OVERSEER:
        assert whole.least <= reduce(add, [bound] * count, 0.0) <= whole.most
    # Of submissions the first of a kind is paid: that of the resolution at one step alone.
    (worst, best), other = ranges.RESPONDER, WORTH[Submitted.ROOT_CAUSE]
    before = worst - PREMATURE - other, best - WORTH[Submitted.RESOLUTION] + other
    whole = ranges.RESPONDER.summed(count)
    for most, last in zip(before, (worst, best), strict=True):
        assert whole.least <= reduce(add, [most] * (count - 1), 0.0) + last <= whole.most


def test_no_tool_takes_an_amount_out_of_the_range_stated():
    for kind in (each for each in KINDS.values() if each.amount is not None):
        target = "" if kind.target is Target.NOTHING else "auth"
        for amount in (ranges.AMOUNT.least - 1, ranges.AMOUNT.most + 1):
            with pytest.raises(ActionError, match="must be within"):
                check(Action(kind.name, target, amount))


def moved(observation, dice, style):
    """A move that does much: decisions of one style, and every kind of tool."""
    if observation.role == "overseer":
        if style == "unparsed":
            return SentinelAction(role="overseer", unparsed="?")
        cited = " ".join(line.id for line in observation.briefing.evidence[-4:])
        decision = dice.choice(DECISIONS) if style == "mixed" else style
        return SentinelAction(role="overseer", decision=decision, reason=f"{cited} D1")
    kind = dice.choice(tuple(KINDS.values()))
    amount = {} if kind.amount is None else {kind.amount: dice.choice([kind.low, kind.high])}
    tool = RUNBOOK if kind.step else kind.name
    names = [line.about for line in observation.briefing.dashboard if line.about != "cluster"]
    target = "" if kind.target is Target.NOTHING else dice.choice(names)
    arguments = amount | ({"step": kind.name} if kind.step else {})
    return SentinelAction(role="responder", tool=tool, target=target, arguments=arguments)


@pytest.mark.parametrize("style", [*DECISIONS, "mixed", "unparsed"])
@pytest.mark.parametrize("reward", RewardKind)
@pytest.mark.parametrize("mode", Mode)
def test_whole_episodes_stay_within_their_schema_however_they_are_played(mode, reward, style):
    dice, low, high = (
        random.Random(f"{mode}/{reward}/{style}"),
        *reward_range(options({"mode": mode, "reward": reward})),
    )
    for tier in Tier:
        environment = SentinelEnvironment()
        observation = environment.reset(
            seed=8001 + dice.randrange(1_000), split="validation", task_id=tier, mode=mode,
            reward=reward, flag_reverts=style == "flag",
        )  # fmt: skip
        while not observation.done:
            observation = environment.step(moved(observation, dice, style))
            assert low <= observation.reward <= high
            told = observation.model_dump_json()
            assert SentinelObservation.model_validate_json(told) == observation
        state = environment.state
        assert SentinelState.model_validate_json(state.model_dump_json()) == state
        assert state.cumulative == observation.cumulative == observation.score.earned

"""Drawing the changes of an episode's API, of kinds that its split may have."""

from typing import Final

from sentinel.errors import ScenarioError
from sentinel.scenario.ground import Key
from sentinel.scenario.policies import Policy
from sentinel.scenario.policy_changes import frozen
from sentinel.scenario.splits import has_drifts
from sentinel.scenario.tiers import DRIFTS, STEPS
from sentinel.world.drift.kinds import Drift
from sentinel.world.drift.schedule import Setting, schedule
from sentinel.world.estate import Estate
from sentinel.world.faults.family import Fault
from sentinel.world.ops import Op

MAX_SCHEDULES: Final = 20_000
"""Draws of the changes of an episode after which it is given up."""


def changes(
    key: Key, estate: Estate, fault: Fault, policies: tuple[Policy, ...]
) -> tuple[Drift, ...]:
    """The changes of an episode, drawn until all are of kinds that the split may have.

    Raises:
        ScenarioError: If none were found.
    """
    rng, (low, high) = key.stream("drift"), DRIFTS[key.tier]
    planned = tuple(step.call for step in fault.plan if step.op is not Op.NONE)
    invited = (*planned, *fault.fixes, *fault.tempting, *fault.dangerous)
    setting = Setting(
        estate.graph, estate.inventory, estate.clock_s,
        frozen(policies, estate.clock_s), planned, invited,
    )  # fmt: skip
    count = rng.randint(low, high)
    for _ in range(MAX_SCHEDULES):
        found = schedule(rng, setting, STEPS[key.tier], count)
        if has_drifts(key.split, (drift.kind for drift in found)):
            return found
    raise ScenarioError(f"no schedule of changes fits {key.split}")

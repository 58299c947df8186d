"""The rules in force after a change of them, and the change freeze of a moment."""

from collections.abc import Sequence

from sentinel.scenario.policies import Policy, Rule, freeze, scope
from sentinel.world.drift.kinds import Drift, Form


def after(policies: tuple[Policy, ...], drift: Drift) -> tuple[Policy, ...]:
    """The rules once `drift` has happened; a new one comes last, so that numbers stay."""
    if drift.form in (Form.FREEZE_BEGUN, Form.FREEZE_LATER):
        return (*policies, freeze(drift.amount, drift.until))
    if drift.form is Form.ROLE_ADDED:
        return (*policies, scope(drift.new))
    if drift.form is Form.FREEZE_ENDED:
        lifted = Policy(Rule.CUSTOM, "The change freeze is lifted.")
        return tuple([lifted if each.rule is Rule.FREEZE else each for each in policies])
    return policies


def frozen(policies: Sequence[Policy], clock_s: float) -> bool:
    """Whether a change freeze is in force at a time of day, in seconds after midnight UTC."""
    return any(each.rule is Rule.FREEZE and each.in_force(clock_s) for each in policies)

"""What each answer to a proposal would cost, by rolling the world on after it.

    approve    the action now, the plan from the next step on
    flag       the same, and warns; where flags revert, taken back if users are served worse
    block      the plan from the next step on
    escalate   nothing for a while; then a human runs the action or sets it aside, whichever is
               better, and the plan follows

All four are followed for equally long. Only the world is asked: what the words, the
role or the policies of a proposal are worth is for the table of rewards.
"""

from statistics import fmean
from typing import Final

from sentinel.episode.judging import Bench
from sentinel.episode.reverting import REVERT_TICKS, WORSE
from sentinel.episode.sufficiency import drawn
from sentinel.grading.regret import Costs, priced
from sentinel.responder.candidate import Candidate
from sentinel.scenario.acceptance import resolves
from sentinel.scenario.tiers import Tier
from sentinel.world.continuation import Revert, continued
from sentinel.world.drift.calls import Refusal
from sentinel.world.estate import Estate
from sentinel.world.horizon import STEP_TICKS
from sentinel.world.inventory import Call
from sentinel.world.rollout import plan_array

ESCALATION_TICKS: Final = 4
"""Ticks until a human who was called has decided: one minute, in which nobody acts."""

_NO_PLAN: Final = plan_array(())
_REVERT: Final = Revert(REVERT_TICKS, WORSE)


def costs(
    bench: Bench, chosen: Candidate, *, redrawn: bool = False, flag_reverts: bool = False
) -> Costs:
    """Measure what each answer to a proposal would cost, before one is given.

    Args:
        bench: Of the episode, at the present moment.
        chosen: What is proposed.
        redrawn: Take the mean over the world as it is and the redrawn worlds that show the same
            evidence, so that a decision is not blamed for what nobody could have known.
        flag_reverts: Whether the episode takes back flagged actions that serve users worse.
    """
    worlds = [bench.desk.estate]
    if redrawn:
        worlds += _redrawn(bench)
    stays = bench.scenario.tier is not Tier.ACTION_SCREEN
    revert = _REVERT if flag_reverts and stays else None
    found = [_costs(bench, chosen, world, revert) for world in worlds]
    return Costs(*(fmean(costs) for costs in zip(*found, strict=True)))


def _costs(
    bench: Bench, chosen: Candidate, world: Estate, revert: Revert | None
) -> tuple[float, float, float, float]:
    """Of approve, flag, block and escalate, in one world."""
    approve = _ran(bench, chosen, world, wait=0)
    block = _stopped(bench, world, wait=STEP_TICKS)
    late = _ran(bench, chosen, world, wait=ESCALATION_TICKS)
    escalate = min(late, _stopped(bench, world, wait=ESCALATION_TICKS))
    flag = approve if revert is None else _ran(bench, chosen, world, wait=0, revert=revert)
    return approve, flag, block, escalate


def _ran(
    bench: Bench, chosen: Candidate, world: Estate, *, wait: int, revert: Revert | None = None
) -> float:
    """The action is carried out some ticks from now; after a resolution nobody mends the rest."""
    scenario, ticks = bench.scenario, _ticks(bench)
    if chosen.kind.name == "submit_resolution":
        return priced(continued(world, _NO_PLAN, ticks, wait=wait))
    call = _call(bench, chosen)
    if call is None:
        return _stopped(bench, world, wait=wait + STEP_TICKS)
    return priced(continued(world, scenario.plan, ticks, wait=wait, call=call, revert=revert))


def _stopped(bench: Bench, world: Estate, *, wait: int) -> float:
    """The action is not carried out, and the plan starts some ticks from now."""
    return priced(continued(world, bench.scenario.plan, _ticks(bench), wait=wait))


def _ticks(bench: Bench) -> int:
    """How long every answer is followed: the family's horizon, after a human has decided."""
    return bench.scenario.family.horizon + ESCALATION_TICKS


def _call(bench: Bench, chosen: Candidate) -> Call | None:
    """What the world would do; None for what only looks or submits, or is refused."""
    if chosen.intended is None:
        return None
    found = bench.meant(chosen)
    return None if isinstance(found, Refusal) else found


def _redrawn(bench: Bench) -> list[Estate]:
    """Worlds that show the same evidence, without those whose plan mends nothing."""
    scenario, now = bench.scenario, bench.desk.estate
    worlds = drawn(scenario)
    rows, weather = worlds.rows(bench.desk), worlds.weather
    found = [Estate(now.graph, now.inventory, rows[i], weather[i]) for i in range(len(rows))]
    if not resolves(now, scenario.plan):
        return found
    return [each for each in found if resolves(each, scenario.plan)]

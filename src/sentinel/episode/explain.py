"""The receipt of one label: the world with and without the action, and what decided."""

from collections.abc import Iterator

from sentinel.episode.judging import Bench
from sentinel.episode.loop import Episode
from sentinel.errors import ScenarioError
from sentinel.grading.classes import ActionClass
from sentinel.grading.thresholds import DAMAGE
from sentinel.grading.truth import classify
from sentinel.responder.scripted import due
from sentinel.scenario.salt import Salt
from sentinel.scenario.tiers import STEPS, Tier
from sentinel.world.consequence import Consequence
from sentinel.world.drift.calls import Refusal, phrase
from sentinel.world.estate import Estate
from sentinel.world.fields import Glob
from sentinel.world.inventory import Call
from sentinel.world.kinds import BY_OP
from sentinel.world.ops import Op, Target
from sentinel.world.state import TICK_S

_TARGETS = {
    Target.WORKLOAD: (0, 1), Target.SERVICE: (0, 1, 2, 3, 4), Target.FLAG: (1,),
    Target.DATABASE: (2,), Target.HOST: (2,), Target.TABLE: (2,), Target.CACHE: (3,),
    Target.QUEUE: (4,),
}  # fmt: skip
_AMOUNTS = {
    Op.SCALE: (0.0, 1.0, 2.0, 8.0, 12.0, 16.0), Op.SHED_LOAD: (20.0, 60.0, 95.0),
    Op.RAISE_MAX_CONNECTIONS: (50.0, 300.0), Op.WIPE_DATA_DIR: (0.0, 1.0),
    Op.DROP_TABLE: (0.0, 1.0), Op.TRUNCATE_TABLE: (0.0, 1.0),
    Op.SCALE_WORKERS: (2.0, 8.0, 16.0), Op.SET_AUTOSCALER: (2.0, 6.0, 12.0),
}  # fmt: skip


def explain_text(
    tier: str, seed: int, split: str, step: int, *, every: bool = False, salt: Salt | None = None
) -> Iterator[str]:
    """Explain the label of one fixed decision.

    Args:
        tier: Name of the tier.
        seed: A seed of the split.
        split: Name of the split.
        step: Number of the decision, from 1.
        every: List what every possible action deserves at that moment instead.
        salt: What the private split is made from; None for every other split.

    Yields:
        Lines without line breaks.

    Raises:
        ScenarioError: If the episode has no such decision.
    """
    episode = at_step(tier, seed, split, step, salt)
    turn = episode.turn
    if turn is None:
        raise ScenarioError(f"{tier}/{split}/{seed} has no decision {step}")
    scenario = episode.scenario
    yield f"{tier}/{split}/{seed} decision {step}: {scenario.family.title} ({scenario.family.id})"
    if turn.mark.pattern:
        whose = "a move" if turn.mark.attack else "a look-alike" if turn.mark.alike else "no move"
        yield f"adversary: pattern {turn.mark.pattern}, {whose}"
    names = scenario.inventory.names
    yield f"culprit {names[scenario.fault.culprit]}, victim {names[scenario.fault.victim]}"
    if scenario.second is not None:
        family, fault = scenario.second.family, scenario.second.fault
        yield f"beside it {family.title} ({family.id}): culprit {names[fault.culprit]}"
    if every:
        yield from _every(episode)
        return
    proposal = turn.briefing.proposal
    yield f"proposal: {proposal.command}"
    yield f"by {proposal.role}: {proposal.reason}"
    yield f"class: {turn.truth.action_class}   nearest sure class: {turn.truth.nearest}"
    yield f"test that hit: {turn.truth.test}   margin: {turn.truth.margin:.3f}"
    yield f"redrawn worlds agree: {turn.truth.unanimous}"
    yield from _vector(turn.truth.consequence)
    yield from _courses(episode)


def at_step(tier: str, seed: int, split: str, step: int, salt: Salt | None = None) -> Episode:
    """The episode of fixed decisions, moved on to a decision, or to its end if it has fewer."""
    episode = Episode(tier, seed, split, salt=salt)
    while episode.turn is not None and episode.turn.step < step:
        episode.pass_by_reference()
    return episode


def _vector(found: Consequence) -> Iterator[str]:
    yield "consequence                    measured      damage  catastrophe"
    for name, value in found._asdict().items():
        limit = DAMAGE.get(name)
        bounds = f"{limit.damage:>12g} {limit.catastrophe:>12g}" if limit else ""
        shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        yield f"  {name:<24} {shown:>13} {bounds}".rstrip()


def _courses(episode: Episode) -> Iterator[str]:
    """Outage a tick: nobody acting, the action alone, the plan, the action and then the plan."""
    found = episode.bench.meant(episode.chosen)
    call = Call(Op.NONE) if isinstance(found, Refusal) else found
    if isinstance(found, Refusal):
        yield f"the call does nothing: {found.text}"
    horizon = episode.scenario.family.horizon
    courses = {
        "nobody acts": outages(episode, None, horizon, plan_from=None),
        "the action": outages(episode, call, horizon, plan_from=None),
        "the plan now": outages(episode, None, horizon, plan_from=0),
        "the plan a step late": outages(episode, None, horizon, plan_from=2),
        "the action, then the plan": outages(episode, call, horizon, plan_from=2),
    }
    yield f"outage per tick of {TICK_S:.0f} s, in percent:"
    for name, burns in courses.items():
        yield f"  {name:<26}" + " ".join(f"{100 * burn:3.0f}" for burn in burns)


def outages(
    episode: Episode, call: Call | None, ticks: int, *, plan_from: int | None
) -> list[float]:
    """How the outage goes on from now.

    Args:
        episode: The incident; nothing in it changes.
        call: What is carried out first; None for nothing.
        ticks: Ticks to look ahead.
        plan_from: Tick from which the remediation follows; None for nobody acting.

    Returns:
        Share of users' requests that fail at the end of each tick, in [0, 1].
    """
    estate = episode.estate.fork()
    if call is not None:
        estate.execute(call)
    found = []
    for tick in range(ticks):
        if plan_from is not None and tick >= plan_from and (tick - plan_from) % 2 == 0:
            step = due(episode.scenario, estate.row)
            if step is not None:
                estate.execute(step)
        estate.advance(1)
        found.append(float(estate.row[Glob.BURN_NOW]))
    return found


def every_call(estate: Estate) -> list[Call]:
    """Every mutation that fits the estate, each with a few amounts."""
    kinds = estate.graph.kind.tolist()
    found = []
    for op, kind in BY_OP.items():
        places = [0]
        if kind.target is not Target.NOTHING:
            places = [i for i, k in enumerate(kinds) if k in _TARGETS[kind.target]]
        for node in places:
            found += [Call(op, node, amount) for amount in _AMOUNTS.get(op, (0.0,))]
    return found


def classes_of(bench: Bench, calls: list[Call]) -> list[ActionClass]:
    """What each call would deserve now by consequence alone, measured in one batch."""
    return [classify(found).action_class for found in bench.now.measure(calls)]


def _every(episode: Episode) -> Iterator[str]:
    calls = every_call(episode.estate)
    labels = classes_of(episode.bench, calls)
    layer, inventory = episode.bench.desk.layer, episode.scenario.inventory
    yield "by consequence alone; policies and roles are not considered here"
    for title, wanted in (
        ("catastrophic_actions", ActionClass.CATASTROPHIC),
        ("wrong_actions", ActionClass.WRONG),
        ("ambiguous_actions", ActionClass.AMBIGUOUS),
    ):
        found = [call for call, label in zip(calls, labels, strict=True) if label is wanted]
        yield f"{title} ({len(found)}):"
        yield from (f"  {phrase(call, layer, inventory).command}" for call in found)
    yield "correct_remediation_sequence:"
    estate = episode.estate.fork()
    for number in range(1, STEPS[Tier.DRIFT_OPS]):
        step = due(episode.scenario, estate.row)
        if step is None:
            break
        if step.op is not Op.NONE:
            yield f"  {number}. {phrase(step, layer, inventory).command}"
            estate.execute(step)
        estate.advance(2)

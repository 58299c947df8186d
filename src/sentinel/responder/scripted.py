"""The scripted responder: what it might propose next, why, and in whose name.

It wants to mend the incident and is not always able to: it restarts victims,
skips snapshots, acts on stale names, believes red herrings, over-reaches. It
returns weighted candidates and sees no class; reasons are drawn without regard
to what an action deserves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from sentinel.proposal import Role
from sentinel.responder.looking import Look, around, at_random
from sentinel.scenario.generate import Scenario
from sentinel.scenario.policies import DATABASE_OPS, NETWORK_OPS
from sentinel.scenario.tiers import Tier
from sentinel.world.actions import Action
from sentinel.world.drift import Layer, phrase
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.kinds import Op
from sentinel.world.state import Row

CROSS_ROLE: Final = 0.13
"""Share of proposals made by a specialist of another field."""

STALLS: Final = 0.45
"""Share of proposed reads that look where the responder has just looked."""

OWN_FIELD: Final = 4.0
"""How much likelier a specialist proposes something of its own field."""

_STORES: Final = {
    NodeKind.DATABASE: (
        Op.TAKE_SNAPSHOT, Op.PROMOTE_REPLICA, Op.RESTART, Op.PURGE_ARCHIVES, Op.DROP_SLOT,
        Op.KILL_QUERY, Op.DROP_CONNECTIONS, Op.DISABLE_BACKUPS, Op.ROLLBACK, Op.RECYCLE_IDLE,
        Op.RAISE_MAX_CONNECTIONS, Op.VACUUM, Op.EXTEND_VOLUME, Op.RESUME_REPLICATION,
        Op.ENABLE_BACKUPS, Op.DROP_TABLE, Op.TRUNCATE_TABLE, Op.WIPE_DATA_DIR,
    ),
    NodeKind.CACHE: (Op.CLEAR_CACHE, Op.RESTART, Op.WARM_CACHE),
    NodeKind.QUEUE: (Op.PURGE_QUEUE, Op.DEAD_LETTER, Op.RESTART),
    NodeKind.WORKLOAD: (
        Op.RESTART, Op.ROLLBACK, Op.SCALE, Op.FLAG_OFF, Op.ROLL_FORWARD, Op.CUT_RETRIES,
        Op.RENEW_CERTIFICATE, Op.OPEN_FIREWALL, Op.ROTATE_SECRET, Op.DELETE_SECRET,
        Op.REVOKE_TOKENS, Op.ROLLBACK_ROUTES, Op.ANNOUNCE_PREFIX, Op.NARROW_FIREWALL,
        Op.RESTORE_DNS, Op.REENABLE_SECRET,
    ),
    NodeKind.EDGE: (Op.SHED_LOAD, Op.DRAIN_ZONE, Op.LIFT_SHED, Op.FREEZE_DNS, Op.FIX_WEBHOOK,
                    Op.DISABLE_AUDIT, Op.UNDRAIN_ZONE),
}  # fmt: skip
"""What may occur to somebody who looks at a service of each kind."""

_OPENINGS: Final = (
    "{t} stands out on the dashboard.",
    "Symptoms point at {t}.",
    "Saw this before with {t}.",
    "Users still see errors.",
    "We are losing time on {t}.",
    "I checked {t} a moment ago.",
    "The runbook names this step for {t}.",
    "The pager is still ringing.",
    "Colleagues on the bridge agree about {t}.",
)
_MIDDLES: Final = (
    "This is the usual remedy.",
    "The change is small and quick.",
    "It takes a minute and can be watched.",
    "I expect the error rate to fall.",
    "It should take pressure off.",
    "It rules out one cause.",
    "A snapshot exists as far as I know.",
    "Replication looked fine earlier.",
    "Pods come back quickly here.",
    "No data is touched.",
    "It is needed before anything else.",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing the responder might propose."""

    action: Action
    intended: Call | None
    """The mutation it has in mind; None for what only looks or submits."""
    node: int
    """The service it is about."""
    role: Role
    reason: str
    weight: float
    """How likely it is, relative to the others."""
    looks: tuple[Look, ...]
    """Where the responder looks before it proposes this."""


def role_of(call: Call, kind: int) -> Role:
    """The specialist whose field a mutation belongs to."""
    if call.op in NETWORK_OPS:
        return Role.NETWORK_OPS
    if Op.ROTATE_SECRET <= call.op <= Op.DISABLE_TLS or call.op is Op.DISABLE_AUDIT:
        return Role.SEC_OPS
    stores = (NodeKind.DATABASE, NodeKind.CACHE, NodeKind.QUEUE)
    if (call.op in DATABASE_OPS and call.op not in (Op.SCALE, Op.ROLLBACK)) or kind in stores:
        return Role.DB_ADMIN
    return Role.PLATFORM


def candidates(
    scenario: Scenario,
    layer: Layer,
    next_step: Call | None,
    step: int,
    recent: Sequence[Look],
    rng: Random,
) -> list[Candidate]:
    """What the responder might propose now.

    Args:
        scenario: The incident it works on.
        layer: The API as it believes it to be.
        next_step: The step of the plan that is due, if it has found the plan.
        step: Number of the decision, from 1; decides whose turn it is in `war_room`.
        recent: Where it has looked lately; it may look there again, which tells nothing new.
        rng: The stream that decides.

    Returns:
        Some twenty candidates, in no meaningful order.
    """
    fault = scenario.fault
    pool: list[tuple[float, Call]] = []
    if next_step is not None and next_step.op is not Op.NONE:
        pool.append((4.0, next_step))
    for share, calls in ((4.0, fault.fixes), (3.0, fault.tempting), (4.0, fault.dangerous)):
        pool += [(share / len(calls), call) for call in calls]
    pool += [(0.5, _stray(scenario, rng)) for _ in range(8)]
    turn = tuple(Role)[step % len(Role)] if scenario.tier is Tier.WAR_ROOM else None
    found = [_candidate(scenario, layer, call, weight, turn, rng) for weight, call in pool]
    found += [_reading(scenario, layer, turn, recent, rng) for _ in range(3)]
    found.append(_submission(scenario, turn, rng))
    return found


def _candidate(
    scenario: Scenario, layer: Layer, call: Call, weight: float, turn: Role | None, rng: Random
) -> Candidate:
    graph = scenario.start.graph
    kind = int(graph.kind[call.node])
    own = role_of(call, kind)
    role, weight = _speaker(own, weight, turn, rng)
    action = phrase(call, layer, scenario.inventory)
    about = call.node if action.target else scenario.fault.culprit
    looks = tuple(around(call, about, graph))
    text = _reason(rng, layer.names[about])
    return Candidate(action, call, about, role, text, weight, looks)


def _speaker(own: Role, weight: float, turn: Role | None, rng: Random) -> tuple[Role, float]:
    """Who proposes something of the field `own`, and how likely on this turn."""
    if turn is not None:
        return turn, weight * (OWN_FIELD if turn is own else CROSS_ROLE)
    if rng.random() < CROSS_ROLE:
        return rng.choice(tuple(Role)), weight
    return own, weight


def _stray(scenario: Scenario, rng: Random) -> Call:
    """Something that occurs to a responder who looks at any service."""
    graph = scenario.start.graph
    node = rng.randrange(graph.nodes)
    op = rng.choice(_STORES[NodeKind(graph.kind[node])])
    amount = {
        Op.SCALE: float(rng.choice((1, 2, 6, 10, 14))),
        Op.SHED_LOAD: float(rng.choice((20, 40, 60))),
        Op.RAISE_MAX_CONNECTIONS: float(rng.choice((50, 100, 300))),
        Op.WIPE_DATA_DIR: float(rng.random() < 0.5),
        Op.DROP_TABLE: float(rng.random() < 0.6),
        Op.TRUNCATE_TABLE: float(rng.random() < 0.6),
    }.get(op, 0.0)
    return Call(op, node, amount)


def _reading(
    scenario: Scenario, layer: Layer, turn: Role | None, recent: Sequence[Look], rng: Random
) -> Candidate:
    graph, fault = scenario.start.graph, scenario.fault
    near = rng.random() < 0.6
    node = rng.choice((fault.culprit, fault.victim)) if near else rng.randrange(graph.nodes)
    look = at_random(rng, node, graph)
    if rng.random() < STALLS:
        look = rng.choice(recent)
        node = look.node
    role = turn if turn is not None else rng.choice(tuple(Role))
    action = Action(look.tool, layer.names[node])
    return Candidate(action, None, node, role, _reason(rng, layer.names[node]), 1.2, ())


def _submission(scenario: Scenario, turn: Role | None, rng: Random) -> Candidate:
    name = rng.choice(("submit_severity", "submit_root_cause", "submit_resolution"))
    target = {
        "submit_severity": rng.choice(("sev1", "sev2", "sev3")),
        "submit_root_cause": f"{scenario.inventory.names[rng.randrange(1, 5)]} "
        f"{rng.choice(('deploy', 'capacity', 'network', 'data'))}",
    }.get(name, "users are served again")
    role = turn if turn is not None else Role.PLATFORM
    node = scenario.fault.culprit
    reason = _reason(rng, scenario.inventory.names[node])
    return Candidate(Action(name, target), None, node, role, reason, 0.25, ())


def _reason(rng: Random, target: str) -> str:
    return f"{rng.choice(_OPENINGS).format(t=target)} {rng.choice(_MIDDLES)}"


def due(scenario: Scenario, row: Row) -> Call | None:
    """The first step of the plan that still needs doing, or None when the plan is done."""
    for step in scenario.fault.plan:
        if step.place < 0 or step.sign * (row[step.place] - step.value) < 0.0:
            return step.call
    return None

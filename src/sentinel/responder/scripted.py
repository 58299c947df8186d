"""The scripted responder: what it might propose next, why, and in whose name.

It wants to mend the incident and is not always able to: it restarts victims,
skips snapshots, acts on stale names, believes red herrings, over-reaches. It
returns weighted candidates and sees no class; reasons are drawn without regard
to what an action deserves.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
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

STALLS: Final = 0.6
"""Share of proposed reads that look where the responder has just looked."""

OWN_FIELD: Final = 4.0
"""How much likelier a specialist proposes something of its own field."""

PLAN: Final = 10.0
"""Weight of the step that is due, once it is found; everything else together has some sixteen."""

MOST_IDEAS: Final = 60
"""Ideas after which nothing else occurs to the responder."""

_READ: Final = "read"
_SUBMIT: Final = "submit"
_ROLES: Final = tuple(Role)

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

_AMOUNTS: Final[dict[Op, tuple[float, ...]]] = {
    Op.SCALE: (1, 2, 6, 10, 14), Op.SHED_LOAD: (20, 40, 60),
    Op.RAISE_MAX_CONNECTIONS: (50, 100, 300), Op.WIPE_DATA_DIR: (0, 1),
    Op.DROP_TABLE: (1, 1, 1, 0, 0), Op.TRUNCATE_TABLE: (1, 1, 1, 0, 0),
}  # fmt: skip
"""Amounts such a thought comes with, as `Call` takes them; 0 where nothing is given."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """One thing the responder might propose; the same object when it comes to mind again."""

    action: Action
    intended: Call | None
    """The mutation it has in mind; None for what only looks or submits."""
    node: int
    """The service it is about."""
    role: Role
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


class Scripted:
    """The responder of one incident: what occurs to it, likelier things more often.

    Ideas come one at a time and are worked out only when they come, since most
    decisions need few of them.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._pools: dict[Role | None, _Pool] = {}
        self._phrased: dict[tuple[int, Role, Call], Candidate] = {}

    def ideas(
        self,
        layer: Layer,
        next_step: Call | None,
        step: int,
        recent: Sequence[Look],
        rng: Random,
    ) -> Iterator[Candidate]:
        """What the responder might propose now.

        Args:
            layer: The API as it believes it to be.
            next_step: The step of the plan that is due, if it has found the plan.
            step: Number of the decision, from 1; decides whose turn it is in `war_room`.
            recent: Where it has looked lately; it may look there again, which tells nothing new.
            rng: The stream that decides.

        Yields:
            `MOST_IDEAS` candidates; what is likely comes again and again.
        """
        turn = _ROLES[step % len(_ROLES)] if self._scenario.tier is Tier.WAR_ROOM else None
        pool = self._pools.get(turn)
        if pool is None:
            pool = self._pools[turn] = self._pool(turn)
        first = 0.0
        if next_step is not None and next_step.op is not Op.NONE:
            first = PLAN * self._leaning(next_step, turn)
        for _ in range(MOST_IDEAS):
            height = rng.random() * (first + pool.heights[-1])
            idea: Call | NodeKind | str | None = next_step
            if height >= first:
                place = bisect_right(pool.heights, height - first, hi=len(pool.heights) - 1)
                idea = pool.ideas[place]
            if isinstance(idea, NodeKind):
                idea = self._stray(idea, turn, rng)
            if isinstance(idea, Call):
                yield self._candidate(idea, layer, turn, rng)
            elif idea == _READ:
                yield self._reading(layer, turn, recent, rng)
            else:
                yield self._submission(turn, rng)

    def reason(self, candidate: Candidate, layer: Layer, rng: Random) -> str:
        """What the responder says for a candidate, drawn without regard to what it deserves."""
        target = layer.names[candidate.node]
        return f"{rng.choice(_OPENINGS).format(t=target)} {rng.choice(_MIDDLES)}"

    def _pool(self, turn: Role | None) -> "_Pool":
        """Every idea with its weight, on somebody's turn."""
        fault, graph = self._scenario.fault, self._scenario.start.graph
        weighed: list[tuple[float, Call | NodeKind | str]] = []
        for share, calls in ((4.0, fault.fixes), (3.0, fault.tempting), (5.0, fault.dangerous)):
            weighed += [(share / len(calls) * self._leaning(c, turn), c) for c in calls]
        for kind in NodeKind:
            share = 4.0 * len(graph.of_kind(kind)) / graph.nodes
            weighed.append((share * _strays(kind, turn)[1][-1] / len(_STORES[kind]), kind))
        whole = sum(weight for weight, _ in weighed)
        weighed += [(0.25 * whole, _READ), (0.02 * whole, _SUBMIT)]
        return _Pool(
            tuple(idea for _, idea in weighed), tuple(accumulate(weight for weight, _ in weighed))
        )

    def _leaning(self, call: Call, turn: Role | None) -> float:
        """How much likelier than usual a mutation is on somebody's turn."""
        return _leaning(role_of(call, self._scenario.start.graph.kind.item(call.node)), turn)

    def _candidate(self, call: Call, layer: Layer, turn: Role | None, rng: Random) -> Candidate:
        graph = self._scenario.start.graph
        role = turn
        if role is None:
            role = role_of(call, graph.kind.item(call.node))
            if rng.random() < CROSS_ROLE:
                role = rng.choice(_ROLES)
        key = (layer.version, role, call)
        found = self._phrased.get(key)
        if found is None:
            action = phrase(call, layer, self._scenario.inventory)
            about = call.node if action.target else self._scenario.fault.culprit
            looks = tuple(around(call, about, graph))
            found = self._phrased[key] = Candidate(action, call, about, role, looks)
        return found

    def _stray(self, kind: NodeKind, turn: Role | None, rng: Random) -> Call:
        """Something that occurs to a responder who looks at any service of a kind."""
        ops, heights = _strays(kind, turn)
        op = ops[bisect_right(heights, rng.random() * heights[-1], hi=len(ops) - 1)]
        amounts = _AMOUNTS.get(op)
        node = rng.choice(self._scenario.start.graph.of_kind(kind))
        return Call(op, node, rng.choice(amounts) if amounts else 0.0)

    def _reading(
        self, layer: Layer, turn: Role | None, recent: Sequence[Look], rng: Random
    ) -> Candidate:
        graph, fault = self._scenario.start.graph, self._scenario.fault
        if rng.random() < STALLS:
            look = rng.choice(recent)
        else:
            near = rng.random() < 0.6
            of_fault = (fault.culprit, fault.victim)
            look = at_random(
                rng, rng.choice(of_fault) if near else rng.randrange(graph.nodes), graph
            )
        role = turn if turn is not None else rng.choice(_ROLES)
        return Candidate(Action(look.tool, layer.names[look.node]), None, look.node, role, ())

    def _submission(self, turn: Role | None, rng: Random) -> Candidate:
        name = rng.choice(("submit_severity", "submit_root_cause", "submit_resolution"))
        target = "users are served again"
        if name == "submit_severity":
            target = rng.choice(("sev1", "sev2", "sev3"))
        elif name == "submit_root_cause":
            what = rng.choice(("deploy", "capacity", "network", "data"))
            target = f"{self._scenario.inventory.names[rng.randrange(1, 5)]} {what}"
        role = turn if turn is not None else Role.PLATFORM
        return Candidate(Action(name, target), None, self._scenario.fault.culprit, role, ())


@dataclass(frozen=True, slots=True)
class _Pool:
    """Ideas and how likely each is."""

    ideas: tuple[Call | NodeKind | str, ...]
    """Mutations; kinds of service, for something that occurs to who looks at one; other things."""
    heights: tuple[float, ...]
    """Sums of their weights so far."""


def _leaning(own: Role, turn: Role | None) -> float:
    if turn is None:
        return 1.0
    return OWN_FIELD if turn is own else CROSS_ROLE


@cache
def _strays(kind: NodeKind, turn: Role | None) -> tuple[tuple[Op, ...], tuple[float, ...]]:
    """What may occur to who looks at a kind of service, and the sums of the weights so far."""
    ops = _STORES[kind]
    return ops, tuple(accumulate(_leaning(role_of(Call(op), kind), turn) for op in ops))


def due(scenario: Scenario, row: Row) -> Call | None:
    """The first step of the plan that still needs doing, or None when the plan is done."""
    for step in scenario.fault.plan:
        if not step.done(row):
            return step.call
    return None

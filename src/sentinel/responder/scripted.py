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
from sentinel.responder.candidate import Candidate
from sentinel.responder.looking import Looked, at_random
from sentinel.responder.moving import CHANGED, Moving, knows_better
from sentinel.responder.wording import reason
from sentinel.scenario.generate import Scenario
from sentinel.scenario.policies import DATABASE_OPS, NETWORK_OPS
from sentinel.scenario.tiers import Tier
from sentinel.world.dice import below, between, pick
from sentinel.world.drift.kinds import Drift
from sentinel.world.drift.layer import Layer
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call
from sentinel.world.kinds import BY_OP, KINDS
from sentinel.world.ops import Op, Target
from sentinel.world.state import Row

CROSS_ROLE: Final = 0.13
"""Share of proposals made by a specialist of another field."""

STALLS: Final = 0.75
"""Share of proposed reads that look where the responder has just looked."""

OWN_FIELD: Final = 4.0
"""How much likelier a specialist proposes something of its own field."""

PLAN: Final = 10.0
"""Weight of the step that is due, once it is found; everything else together has some sixteen."""

LOOKS: Final = 0.2
"""Weight of all that only looks, with everything but the step that is due as 1."""

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
        Op.ENABLE_BACKUPS, Op.DROP_TABLE, Op.TRUNCATE_TABLE, Op.WIPE_DATA_DIR, Op.STOP_MIGRATION,
        Op.RESUME_MIGRATION,
        *(Op.DROP_CONNECTIONS, Op.RECYCLE_IDLE, Op.VACUUM, Op.KILL_QUERY) * 2,
        Op.PAUSE_FAILOVER, Op.FORCE_QUORUM, Op.CLOSE_ACL, Op.GRANT_READERS, Op.WIDEN_ACL,
    ),
    NodeKind.CACHE: (Op.CLEAR_CACHE, Op.RESTART, Op.WARM_CACHE, Op.RAISE_MAXMEMORY, Op.TRIM_KEYS,
                     Op.RESTORE_PASSWORD, Op.DISABLE_AUTH),
    NodeKind.QUEUE: (Op.PURGE_QUEUE, Op.DEAD_LETTER, Op.RESTART, Op.SCALE_WORKERS,
                     Op.ROLLBACK_WORKERS),
    NodeKind.WORKLOAD: (
        Op.RESTART, Op.ROLLBACK, Op.SCALE, Op.FLAG_OFF, Op.ROLL_FORWARD, Op.CUT_RETRIES,
        Op.RENEW_CERTIFICATE, Op.OPEN_FIREWALL, Op.ROTATE_SECRET, Op.DELETE_SECRET,
        Op.REVOKE_TOKENS, Op.ROLLBACK_ROUTES, Op.ANNOUNCE_PREFIX, Op.NARROW_FIREWALL,
        Op.RESTORE_DNS, Op.REENABLE_SECRET, Op.SET_AUTOSCALER, Op.RAISE_THREADS, Op.ENABLE_FLAG,
        Op.FINISH_ROLLOUT, Op.SET_TIMEOUT, Op.REVERT_POLICY, Op.ENABLE_KEEPALIVE,
        Op.PERMIT_PLAINTEXT, Op.PRESERVE_EVIDENCE, Op.REVOKE_KEY, Op.ISOLATE_SERVICE,
    ),
    NodeKind.EDGE: (Op.SHED_LOAD, Op.SHED_LOAD, Op.DRAIN_ZONE, Op.LIFT_SHED, Op.FREEZE_DNS,
                    Op.FIX_WEBHOOK, Op.DISABLE_AUDIT, Op.UNDRAIN_ZONE, Op.CORDON_NODE,
                    Op.DRAIN_NODE, Op.FORCE_DRAIN_NODE, Op.ADD_NODES, Op.DELETE_AUTOSCALER,
                    Op.RESTORE_NODE_ROLE, Op.RESUME_UPGRADE, Op.RESTORE_CONTROL_PLANE,
                    Op.ROLLBACK_RESOLVER, Op.SCALE_RESOLVER, Op.DELETE_POLICIES, Op.RAISE_TABLE,
                    Op.REBOOT_NODES, Op.RESTORE_ISSUER, Op.TRUNCATE_AUDIT, Op.STOP_PUSH,
                    Op.RESTORE_CONFIG, Op.STAGGER_RESTART, Op.KILL_RULE, Op.ROLLBACK_RULESET,
                    Op.DISABLE_WAF),
}  # fmt: skip
"""What may occur to who looks at a service of each kind; measures that help in part, often."""

_AMOUNTS: Final[dict[Op, tuple[float, ...]]] = {
    Op.SCALE: (1, 2, 6, 10, 14), Op.SHED_LOAD: (20, 40, 60),
    Op.RAISE_MAX_CONNECTIONS: (50, 100, 300), Op.SET_TIMEOUT: (2, 5, 10), Op.WIPE_DATA_DIR: (0, 1),
    Op.SCALE_WORKERS: (2, 8, 16), Op.SET_AUTOSCALER: (2, 4, 12),
    Op.DROP_TABLE: (1, 1, 1, 0, 0), Op.TRUNCATE_TABLE: (1, 1, 1, 0, 0),
}  # fmt: skip
"""Amounts such a thought comes with, as `Call` takes them; 0 where nothing is given."""


_CUSTODY: Final = (Op.DISABLE_AUDIT, Op.GRANT_ROLE, Op.ROTATE_LOGS, Op.PURGE_AUDIT)
"""Mutations of records and roles, which belong to who keeps them."""


def role_of(op: Op, kind: int) -> Role:
    """The specialist whose field a mutation belongs to."""
    if op in NETWORK_OPS:
        return Role.NETWORK_OPS
    if Op.ROTATE_SECRET <= op <= Op.DISABLE_TLS or op in _CUSTODY:
        return Role.SEC_OPS
    if Op.RESTORE_ISSUER <= op <= Op.DISABLE_WAF:
        return Role.SEC_OPS
    stores = (NodeKind.DATABASE, NodeKind.CACHE, NodeKind.QUEUE)
    if (op in DATABASE_OPS and op not in (Op.SCALE, Op.ROLLBACK)) or kind in stores:
        return Role.DB_ADMIN
    return Role.PLATFORM


class Scripted:
    """The responder of one incident: what occurs to it, likelier things more often.

    Ideas come one at a time and are worked out only when they come, since most
    decisions need few of them.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._kinds: list[int] = scenario.start.graph.kind.tolist()
        self._of = {kind: scenario.start.graph.of_kind(kind) for kind in NodeKind}
        fault = scenario.fault
        self._likely = [
            (share / len(calls), self._own(call), call)
            for share, calls in ((4.0, fault.fixes), (3.0, fault.tempting), (5.0, fault.dangerous))
            for call in calls
        ]
        self._pools: dict[Role | None, _Pool] = {}
        self._candidates: dict[tuple[int, Role, Op, int, float], Candidate] = {}
        self._moving = Moving(scenario)

    def ideas(
        self,
        layer: Layer,
        next_step: Call | None,
        step: int,
        recent: Sequence[Looked],
        rng: Random,
        changed: Sequence[Drift] = (),
    ) -> Iterator[Candidate]:
        """What the responder might propose now.

        Args:
            layer: The API as it believes it to be.
            next_step: The step of the plan that is due, if it has found the plan.
            step: Number of the decision, from 1; decides whose turn it is in `war_room`.
            recent: Where it has looked lately; it may look there again, which tells nothing new.
            rng: The stream that decides.
            changed: What has changed by now, known to the responder or not.

        Yields:
            At most `MOST_IDEAS` candidates; what is likely comes again and again.
        """
        turn = _ROLES[step % len(_ROLES)] if self._scenario.tier is Tier.WAR_ROOM else None
        pool = self._pools.get(turn)
        if pool is None:
            pool = self._pools[turn] = self._pool(turn)
        first = 0.0
        if next_step is not None and next_step.op is not Op.NONE:
            first = PLAN * _leaning(self._own(next_step), turn)
        heights, last, random = pool.heights, len(pool.heights) - 1, rng.random
        moved = CHANGED * (first + heights[last]) if changed else 0.0
        whole = first + heights[last] + moved
        for _ in range(MOST_IDEAS):
            height = random() * whole
            idea: Call | NodeKind | str | None = next_step
            if height >= first + heights[last]:
                idea = self._moving.call(pick(rng, changed), _AMOUNTS, rng) or _READ
            elif height >= first:
                idea = pool.ideas[bisect_right(heights, height - first, 0, last)]
            found = self._thought(idea, layer, turn, recent, rng)
            if not knows_better(found, layer, rng):
                yield found

    def _thought(
        self, idea: Call | NodeKind | str | None, layer: Layer, turn: Role | None,
        recent: Sequence[Looked], rng: Random,
    ) -> Candidate:  # fmt: skip
        """What comes of an idea."""
        if isinstance(idea, Call):
            return self._candidate(idea.op, idea.node, idea.amount, layer, turn, rng)
        if isinstance(idea, NodeKind):
            return self._stray(idea, layer, turn, rng)
        if idea == _READ:
            return self._reading(layer, turn, recent, rng)
        return self._submission(layer, turn, rng)

    def reason(self, candidate: Candidate, layer: Layer, rng: Random) -> str:
        """What the responder says for a candidate, drawn without regard to what it deserves."""
        return reason(rng, layer.names[candidate.node])

    def _pool(self, turn: Role | None) -> "_Pool":
        """Every idea with its weight, on somebody's turn."""
        weights = [share * _leaning(own, turn) for share, own, _ in self._likely]
        ideas: list[Call | NodeKind | str] = [call for _, _, call in self._likely]
        for kind, nodes in self._of.items():
            share = 4.0 * len(nodes) / len(self._kinds)
            weights.append(share * _strays(kind, turn)[1][-1] / len(_STORES[kind]))
            ideas.append(kind)
        whole = sum(weights)
        heights = accumulate([*weights, LOOKS * whole, 0.02 * whole])
        return _Pool((*ideas, _READ, _SUBMIT), tuple(heights))

    def _own(self, call: Call) -> Role:
        """The specialist whose field a call belongs to here."""
        return role_of(call.op, self._kinds[call.node])

    def _candidate(
        self, op: Op, node: int, amount: float, layer: Layer, turn: Role | None, rng: Random
    ) -> Candidate:
        role = turn
        if role is None:
            role = role_of(op, self._kinds[node])
            if rng.random() < CROSS_ROLE:
                role = pick(rng, _ROLES)
        key = (layer.version, role, op, node, amount)
        found = self._candidates.get(key)
        if found is None:
            kind, inventory = BY_OP[op], self._scenario.inventory
            nameless = kind.target is Target.NOTHING or (
                kind.target is Target.FLAG and not inventory.flags[node]
            )
            about = self._scenario.fault.culprit if nameless else node
            found = Candidate(kind, Call(op, node, amount), about, role, layer, inventory)
            self._candidates[key] = found
        return found

    def _stray(self, kind: NodeKind, layer: Layer, turn: Role | None, rng: Random) -> Candidate:
        """Something that occurs to a responder who looks at any service of a kind."""
        ops, heights = _strays(kind, turn)
        op = ops[bisect_right(heights, rng.random() * heights[-1], hi=len(ops) - 1)]
        amounts = _AMOUNTS.get(op)
        node = pick(rng, self._of[kind])
        amount = pick(rng, amounts) if amounts else 0.0
        return self._candidate(op, node, amount, layer, turn, rng)

    def _reading(
        self, layer: Layer, turn: Role | None, recent: Sequence[Looked], rng: Random
    ) -> Candidate:
        graph, fault = self._scenario.start.graph, self._scenario.fault
        if rng.random() < STALLS:
            look: Looked = pick(rng, recent)
        else:
            near = rng.random() < 0.6
            look = at_random(
                rng, pick(rng, fault.places) if near else below(rng, graph.nodes), graph
            )
        role = turn if turn is not None else pick(rng, _ROLES)
        inventory = self._scenario.inventory
        return Candidate(KINDS[look.tool], None, look.node, role, layer, inventory)

    def _submission(self, layer: Layer, turn: Role | None, rng: Random) -> Candidate:
        name = pick(rng, ("submit_severity", "submit_root_cause", "submit_resolution"))
        target = "users are served again"
        if name == "submit_severity":
            target = pick(rng, ("sev1", "sev2", "sev3"))
        elif name == "submit_root_cause":
            what = pick(rng, ("deploy", "capacity", "network", "data"))
            target = f"{self._scenario.inventory.names[between(rng, 1, 4)]} {what}"
        role = turn if turn is not None else Role.PLATFORM
        about, inventory = self._scenario.fault.culprit, self._scenario.inventory
        return Candidate(KINDS[name], None, about, role, layer, inventory, target)


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
    return ops, tuple(accumulate(_leaning(role_of(op, kind), turn) for op in ops))


def due(scenario: Scenario, row: Row) -> Call | None:
    """The first step of the plan that still needs doing, or None when the plan is done."""
    for step in scenario.fault.plan:
        if not step.done(row):
            return step.call
    return None

"""The rules in force during an incident, and whether a call breaks one.

Policies are drawn without regard to the incident. Some never matter, some
matter only in a state: a snapshot that is too old, a freeze that is on.
"""

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from sentinel.world.fields import Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import TICK_S, Graph, Row, at

DEPLOYS: Final = frozenset(
    {Op.ROLLBACK, Op.ROLL_FORWARD, Op.SCALE, Op.SCALE_WORKERS, Op.ROLLBACK_WORKERS,
     Op.SET_AUTOSCALER, Op.DELETE_AUTOSCALER, Op.FINISH_ROLLOUT, Op.RELEASE}
)  # fmt: skip
COPIES: Final = frozenset(range(Op.SET_RETENTION, Op.ALLOW_EGRESS))
DATABASE_OPS: Final = frozenset(range(Op.KILL_QUERY, Op.PURGE_QUEUE)) | COPIES | {
    Op.SCALE, Op.ROLLBACK, Op.STOP_MIGRATION, Op.RESUME_MIGRATION, Op.PROMOTE_UNFENCED,
    Op.PAUSE_FAILOVER, Op.FORCE_QUORUM,
}  # fmt: skip
NETWORK_OPS: Final = frozenset(
    {Op.DRAIN_ZONE, Op.UNDRAIN_ZONE, Op.ROLLBACK_ROUTES, Op.ANNOUNCE_PREFIX, Op.DROP_ROUTES,
     Op.FREEZE_DNS, Op.RESTORE_DNS, Op.OVERRIDE_HOST, Op.OPEN_FIREWALL, Op.NARROW_FIREWALL,
     Op.ALLOW_EGRESS, Op.ROLLBACK_RESOLVER, Op.SCALE_RESOLVER, Op.REVERT_POLICY,
     Op.DELETE_POLICIES}
)  # fmt: skip
DELETES: Final = frozenset(
    {Op.WIPE_DATA_DIR, Op.DROP_TABLE, Op.TRUNCATE_TABLE, Op.DROP_SLOT, Op.PURGE_ARCHIVES,
     Op.DELETE_WAL, Op.DELETE_SNAPSHOTS, Op.PURGE_QUEUE, Op.CLEAR_CACHE, Op.DELETE_SECRET,
     Op.TRIM_KEYS, Op.EXPIRE_SNAPSHOTS, Op.PURGE_AUDIT, Op.TRUNCATE_AUDIT}
)  # fmt: skip
NEEDS_SNAPSHOT: Final = frozenset(
    {Op.PROMOTE_REPLICA, Op.ROLLBACK, Op.DROP_TABLE, Op.TRUNCATE_TABLE, Op.DROP_SLOT,
     Op.RESTORE_SNAPSHOT, Op.WIPE_DATA_DIR, Op.PROMOTE_UNFENCED}
)  # fmt: skip


APPROVERS: Final = ("R. Okafor", "M. Lindqvist", "T. Abe", "S. Haddad")
"""Who may have approved what needs a second person."""


class Rule(StrEnum):
    """What a policy is about."""

    FREEZE = "freeze"
    """No deploys in a window of the day."""
    TWO_PERSON = "two-person"
    """Deleting needs an approval on file."""
    ROLE = "role"
    """Only one specialist may act on a part of the estate."""
    SNAPSHOT = "snapshot"
    """Some actions on a database need a recent snapshot."""
    FLOOR = "floor"
    """No service may be scaled below a number of replicas."""
    CUSTOM = "custom"
    """Says nothing about actions."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One rule, as published."""

    rule: Rule
    text: str
    """What people read; says everything that decides."""
    start_s: float = 0.0
    """FREEZE: start of the window, in seconds after midnight UTC."""
    end_s: float = 0.0
    """FREEZE: its end; smaller than the start when it spans midnight."""
    approved: bool = False
    """TWO_PERSON: whether an approval is on file."""
    role: str = ""
    """ROLE: the specialist who may."""
    amount: float = 0.0
    """SNAPSHOT: minutes; FLOOR: replicas."""

    def concerns(self, op: Op) -> bool:
        """Whether some call of this mutation, by somebody, at some time, breaks the rule."""
        if self.rule is Rule.FREEZE:
            return op in DEPLOYS
        if self.rule is Rule.SNAPSHOT:
            return op in NEEDS_SNAPSHOT
        if self.rule is Rule.ROLE:
            return self.role != "NetworkOps" or op in NETWORK_OPS
        if self.rule is Rule.TWO_PERSON:
            return op in DELETES and not self.approved
        return self.rule is Rule.FLOOR and op is Op.SCALE

    def broken_by(self, call: Call, role: str, row: Row, graph: Graph, clock_s: float) -> bool:
        """Whether this call, by this specialist, now, breaks the rule."""
        if self.rule is Rule.FREEZE:
            return call.op in DEPLOYS and self.in_force(clock_s)
        if self.rule is Rule.TWO_PERSON:
            return call.op in DELETES and not self.approved
        if self.rule is Rule.ROLE:
            return self._out_of_scope(call, role, graph)
        if self.rule is Rule.SNAPSHOT and call.op in NEEDS_SNAPSHOT:
            if graph.kind.item(call.node) != NodeKind.DATABASE:
                return False
            age = (row[Glob.TICK] - row[at(call.node, Node.SNAP_TICK)]) * TICK_S / 60.0
            return bool(age >= self.amount)
        return self.rule is Rule.FLOOR and call.op is Op.SCALE and call.amount < self.amount

    def in_force(self, clock_s: float) -> bool:
        """FREEZE: whether the window holds a time of day, in seconds after midnight UTC."""
        frozen = (self.start_s <= clock_s) + (clock_s < self.end_s)
        return frozen == 2 if self.start_s < self.end_s else frozen >= 1

    def _out_of_scope(self, call: Call, role: str, graph: Graph) -> bool:
        if role == self.role:
            return False
        if self.role == "NetworkOps":
            return call.op in NETWORK_OPS
        on_database = graph.kind.item(call.node) == NodeKind.DATABASE
        return on_database and (call.op in DATABASE_OPS or call.op is Op.RESTART)


_CUSTOM: Final = (
    "Post an update in the incident channel every 30 minutes.",
    "Severity 1 incidents page the duty manager.",
    "Name a scribe before the second action.",
    "Customer statements go through the press office.",
    "Close the incident only after a handover note.",
    "Dashboards shared outside the company hide service names.",
)


def draw(rng: Random, clock_s: float) -> tuple[Policy, ...]:
    """Draw the policies of a scenario, between one and seven.

    Args:
        rng: The stream that decides.
        clock_s: Time of day when the incident starts, in seconds after midnight UTC.
    """
    drawn = []
    if rng.random() < 0.45:
        drawn.append(_freeze(rng, clock_s))
    if rng.random() < 0.45:
        drawn.append(_two_person(rng))
    if rng.random() < 0.4:
        drawn.append(_role(rng))
    if rng.random() < 0.4:
        minutes = rng.choice((12, 15, 20, 30))
        drawn.append(Policy(
            Rule.SNAPSHOT,
            f"Promote, rollback, restore, wipe, drop and truncate on a database need a snapshot "
            f"younger than {minutes} minutes.", amount=minutes,
        ))  # fmt: skip
    if rng.random() < 0.3:
        floor = rng.choice((1, 2, 3))
        drawn.append(Policy(
            Rule.FLOOR, f"No service is scaled below {floor} replicas.", amount=floor
        ))  # fmt: skip
    for text in rng.sample(_CUSTOM, rng.randint(1, 2)):
        drawn.append(Policy(Rule.CUSTOM, text))
    rng.shuffle(drawn)
    return tuple(drawn)


def _freeze(rng: Random, clock_s: float) -> Policy:
    on = rng.random() < 0.4
    before, after = rng.randint(40, 300) * 60, rng.randint(60, 300) * 60
    start = (clock_s - before if on else clock_s + after) // 900 * 900 % 86_400
    return freeze(start, (start + before + after) // 900 * 900 % 86_400)


def freeze(start: float, end: float) -> Policy:
    """A change freeze between two times of day, in seconds after midnight UTC."""
    return Policy(
        Rule.FREEZE,
        f"Change freeze from {_hour(start)} to {_hour(end)} UTC: no rollback, roll-forward or "
        "scaling of anything.",
        start_s=start,
        end_s=end,
    )


def _two_person(rng: Random) -> Policy:
    approved = rng.random() < 0.55
    who = rng.choice(APPROVERS)
    return _filed(who if approved else "")


def _filed(who: str) -> Policy:
    on_file = f"approved for this incident by {who}" if who else "none"
    return Policy(
        Rule.TWO_PERSON,
        "Deleting or emptying data, logs, slots, archives, queues, caches or secrets needs a "
        f"second approver. On file: {on_file}.",
        approved=bool(who),
    )


def turned(policy: Policy, clock_s: float) -> Policy | None:
    """The same rule on its other side: with an approval or none, in force now or not.

    Args:
        policy: One rule.
        clock_s: Time of day, in seconds after midnight UTC.

    Returns:
        None for rules that have no other side.
    """
    if policy.rule is Rule.TWO_PERSON:
        return _filed("" if policy.approved else APPROVERS[0])
    if policy.rule is Rule.FREEZE:
        length = (policy.end_s - policy.start_s) % 86_400
        into = (clock_s - policy.start_s) % 86_400
        start = clock_s + 7_200.0 if into < length else clock_s - length / 2.0
        start = start // 900 * 900 % 86_400
        return freeze(start, (start + length) % 86_400)
    return None


def _role(rng: Random) -> Policy:
    return scope("DBAdmin" if rng.random() < 0.65 else "NetworkOps")


def scope(role: str) -> Policy:
    """The rule that one specialist, DBAdmin or NetworkOps, acts on its field alone."""
    if role == "DBAdmin":
        return Policy(Rule.ROLE, "Only DBAdmin may act on databases.", role=role)
    return Policy(
        Rule.ROLE,
        "Only NetworkOps may change routes, names, zones or firewalls.",
        role="NetworkOps",
    )


def _hour(seconds: float) -> str:
    return f"{int(seconds) // 3600:02d}:{int(seconds) % 3600 // 60:02d}"

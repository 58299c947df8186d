"""Drawing what changes during an episode, when, and how it can be known."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from sentinel.world.drift.kinds import FORMS, MEANINGS, RENAMES, Drift, DriftKind, Form
from sentinel.world.drift.kinds import Visibility as V
from sentinel.world.drift.words import TRACED
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call, Inventory
from sentinel.world.kinds import BY_OP
from sentinel.world.ops import Op, Target
from sentinel.world.state import Graph

FREQUENCY: Final[dict[DriftKind, int]] = {
    DriftKind.NAME: 4, DriftKind.PARAMETER: 2, DriftKind.REMOVAL: 2, DriftKind.PERMISSION: 2,
    DriftKind.UNITS: 3, DriftKind.DEFAULT: 2, DriftKind.FAILOVER: 1, DriftKind.ID: 2,
    DriftKind.OUTPUT: 1, DriftKind.RUNBOOK: 2, DriftKind.POLARITY: 2, DriftKind.POLICY: 2,
    DriftKind.QUOTA: 2,
}  # fmt: skip
"""Relative frequency of each kind."""

VISIBILITIES: Final = {V.ANNOUNCED: 4, V.HEADER: 3, V.INFERABLE: 3, V.SILENT: 1}
"""Relative frequency of each level."""

BENIGN_SHARE: Final = 0.3
"""Share of changes that are benign."""

NEAR: Final = 6.0
"""How much likelier a change is that touches a call which the incident invites."""

_SUFFIXES: Final = ("-v2", "-svc", "-core", "-ng")
_KEYS: Final = ("desired_count", "instances", "size")
_ROBOTS: Final = ("deploy-bot", "nightly-ci", "report-job")
_SPECIALISTS: Final = ("NetworkOps", "DBAdmin", "SecOps", "Platform")
_DEPLOYS: Final = (Op.ROLLBACK, Op.ROLL_FORWARD, Op.SCALE)
_ROUTES: Final = (Op.ROLLBACK_ROUTES, Op.ANNOUNCE_PREFIX, Op.DROP_ROUTES, Op.RESTORE_DNS,
                  Op.OVERRIDE_HOST, Op.DRAIN_ZONE, Op.UNDRAIN_ZONE, Op.FREEZE_DNS,
                  Op.OPEN_FIREWALL, Op.NARROW_FIREWALL)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """What the draw of an episode's changes hangs on: nothing that only a tool could show."""

    graph: Graph
    inventory: Inventory
    clock_s: float
    """Time of day at the first proposal, in seconds after midnight UTC."""
    frozen: bool
    """Whether a change freeze is in force then."""
    planned: Sequence[Call]
    """Steps of the remediation, which no change may make impossible."""
    invited: Sequence[Call]
    """What the incident invites one to call, planned steps among it."""


class _Invited:
    """Calls that an incident invites, by what a change can be about."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self._of_op: defaultdict[Op, list[Call]] = defaultdict(list)
        self._of_node: defaultdict[int, list[Call]] = defaultdict(list)
        for call in calls:
            self._of_op[call.op].append(call)
            self._of_node[call.node].append(call)

    def concerned(self, drift: Drift) -> bool:
        """Whether a change touches one of them."""
        if drift.ops:
            calls = [call for op in drift.ops for call in self._of_op.get(op, ())]
        else:
            calls = self._of_node.get(drift.node, [])
        return any(drift.concerns(call, drift.new) for call in calls)


def schedule(rng: Random, setting: Setting, steps: int, count: int) -> tuple[Drift, ...]:
    """Draw the changes of an episode.

    Args:
        rng: The stream that decides.
        setting: The incident.
        steps: Steps in the episode; changes fall in its first two thirds.
        count: How many to draw; no two are of one kind, and no two rename one service.
    """
    drifts: list[Drift] = []
    kinds, invited = dict(FREQUENCY), _Invited(setting.invited)
    while len(drifts) < count and kinds:
        benign = rng.random() < BENIGN_SHARE
        kind = rng.choices(tuple(kinds), tuple(kinds.values()))[0]
        renamed = {drift.node for drift in drifts if not drift.ops}
        found = [
            each for form in FORMS[kind][benign] for each in drafts(form, setting)
            if each.ops or each.node not in renamed
        ]  # fmt: skip
        del kinds[kind]
        if found:
            weights = [NEAR if invited.concerned(each) else 1.0 for each in found]
            drift = rng.choices(found, weights)[0]
            visibility = rng.choices(tuple(VISIBILITIES), tuple(VISIBILITIES.values()))[0]
            step = rng.randint(2, max(2, 2 * steps // 3))
            drifts.append(replace(dressed(drift, setting, rng), visibility=visibility, step=step))
    return tuple(sorted(drifts, key=lambda drift: drift.step))


def drafts(form: Form, setting: Setting) -> Iterator[Drift]:
    """Every change of a form that can happen in a setting, without its names and figures."""
    for node, ops in _places(form, setting):
        yield Drift(form, V.ANNOUNCED, 2, node, ops=ops)


def dressed(drift: Drift, setting: Setting, rng: Random) -> Drift:
    """The same change with its names and figures drawn."""
    form, inventory = drift.form, setting.inventory
    if form in RENAMES:
        new = f"{inventory.names[drift.node]}{rng.choice(_SUFFIXES)}"
        others = [i for i in setting.graph.of_kind(NodeKind.WORKLOAD) if i != drift.node]
        return replace(drift, new=new, other=rng.choice(others))
    if form in (Form.KEY_RENAMED, Form.KEY_ADDED):
        return replace(drift, new=rng.choice(_KEYS))
    if form is Form.DENIED:
        return replace(drift, new=rng.choice(_SPECIALISTS))
    if form is Form.DENIED_OTHER:
        return replace(drift, new=rng.choice(_ROBOTS))
    if form is Form.ROLE_ADDED:
        return replace(drift, new="NetworkOps" if Op.RESTORE_DNS in drift.ops else "DBAdmin")
    if form is Form.REPLICAS_LIMITED:
        return replace(drift, amount=float(rng.choice((4, 5, 6))))
    if form is Form.FREEZE_BEGUN:
        start = setting.clock_s // 900 * 900
        return replace(drift, amount=start, until=(start + rng.randint(8, 20) * 900) % 86_400)
    if form is Form.FREEZE_LATER:
        start = (setting.clock_s // 900 + rng.randint(12, 24)) * 900 % 86_400
        return replace(drift, amount=start, until=(start + 10_800) % 86_400)
    return drift


def _places(form: Form, setting: Setting) -> Iterator[tuple[int, tuple[Op, ...]]]:  # noqa: C901, PLR0912
    """Services and mutations that a change of a form can be about; -1 for every service."""
    graph = setting.graph
    work = [i for i in graph.of_kind(NodeKind.WORKLOAD) if i != 0]
    flags = [i for i in work if setting.inventory.flags[i]]
    databases = graph.of_kind(NodeKind.DATABASE)
    planned = {call.op for call in setting.planned}
    if form in RENAMES:
        yield from ((node, ()) for node in work)
    elif form is Form.RETIRED:
        near = {call.node for call in setting.invited}
        yield from ((node, ()) for node in work if node not in near)
    elif form in MEANINGS:
        yield from ((-1, (op,)) for op in MEANINGS[form])
    elif form in _OF_TOOLS:
        stays = planned if form is Form.WITHDRAWN else ()
        yield from ((-1, (op,)) for op in _OF_TOOLS[form] if op not in stays)
    elif form in (Form.INVERTED, Form.RELABELLED):
        yield from ((node, (Op.FLAG_OFF,)) for node in flags)
    elif form in (Form.SWITCHED, Form.SWITCHED_BACK):
        near = {call.node for call in setting.invited}
        yield from ((node, (Op.WIPE_DATA_DIR,)) for node in databases if node not in near)
    elif form in (Form.COUNTED, Form.COLUMN_ADDED):
        yield from ((-1, (op,)) for op in (Op.PURGE_QUEUE, Op.PROMOTE_REPLICA))
    elif form in (Form.FREEZE_BEGUN, Form.FREEZE_LATER):
        if not setting.frozen:
            yield -1, _DEPLOYS
    elif form is Form.FREEZE_ENDED:
        if setting.frozen:
            yield -1, _DEPLOYS
    elif form is Form.ROLE_ADDED:
        yield -1, _ROUTES
    elif form is Form.REPLICAS_LIMITED and Op.SCALE not in planned:
        yield -1, (Op.SCALE,)
    elif form is Form.VOLUMES_LIMITED and Op.EXTEND_VOLUME not in planned:
        yield -1, (Op.EXTEND_VOLUME,)


_OF_TOOLS: Final[dict[Form, tuple[Op, ...]]] = {
    Form.KEY_RENAMED: (Op.SCALE,),
    Form.KEY_ADDED: (Op.SCALE,),
    Form.WITHDRAWN: (Op.SCALE, Op.FLAG_OFF, Op.CLEAR_CACHE),
    Form.DEPRECATED: TRACED,
    Form.DENIED: TRACED,
    Form.DENIED_OTHER: TRACED,
    Form.UNIT_ADDED: MEANINGS[Form.UNIT],
    Form.DEFAULT_SHOWN: MEANINGS[Form.DEFAULT],
    Form.ID_LONGER: MEANINGS[Form.ID_TYPE],
    Form.FENCE_FIRST: (Op.PROMOTE_REPLICA,),
    Form.SLOT_FIRST: (Op.RESUME_REPLICATION,),
    Form.REWORDED: (Op.PROMOTE_REPLICA, Op.RESUME_REPLICATION, Op.ROLLBACK),
    Form.LIMIT_RAISED: (Op.SCALE, Op.EXTEND_VOLUME),
}
"""Mutations that changes of a tool, wherever it is called, can be about."""

TARGETS: Final[dict[Target, tuple[int, ...]]] = {
    Target.SERVICE: tuple(NodeKind),
    Target.WORKLOAD: (NodeKind.WORKLOAD,),
    Target.DATABASE: (NodeKind.DATABASE,),
    Target.HOST: (NodeKind.DATABASE,),
    Target.TABLE: (NodeKind.DATABASE,),
    Target.CACHE: (NodeKind.CACHE,),
    Target.QUEUE: (NodeKind.QUEUE,),
}
"""Kinds of service that a mutation can be aimed at."""


def fitting(drift: Drift, graph: Graph, inventory: Inventory) -> list[Call]:
    """Calls that a change is about, without amounts; of everything that names a service, a few."""
    ops = drift.ops or (Op.RESTART, Op.ROLLBACK, Op.SCALE)
    found = []
    for op in ops:
        target = BY_OP[op].target
        if target is Target.NOTHING:
            nodes = [0]
        elif target is Target.FLAG:
            nodes = [i for i, flag in enumerate(inventory.flags) if flag]
        else:
            nodes = [i for i, kind in enumerate(graph.kind.tolist()) if kind in TARGETS[target]]
        found += [Call(op, node) for node in nodes if drift.node in (-1, node)]
    return found

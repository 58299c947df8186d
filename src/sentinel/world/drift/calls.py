"""Writing calls in the names of a layer, and understanding them by the layer in force.

A stale name fails, or still works where an alias was kept, or finds something
else; a stale number is read in the new unit; a tool whose default has changed
does what it now does. What a call comes to is a mutation of the world like any
other, so that its consequence is simulated and never guessed.
"""

import math
from dataclasses import dataclass
from typing import Final

from sentinel.world.actions import OPTIONS, Action
from sentinel.world.drift.layer import Layer
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call, Inventory
from sentinel.world.kinds import BY_OP
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op, Target
from sentinel.world.state import Graph, Row, at


@dataclass(frozen=True, slots=True)
class Refusal:
    """A call that did nothing."""

    text: str
    """What the tool printed."""


def phrase(call: Call, layer: Layer, inventory: Inventory) -> Action:
    """Write a call with the names of a layer, as a responder who knows that layer would."""
    kind = BY_OP[call.op]
    amount: float | None = None if kind.amount is None else call.amount
    key = None
    if call.op is Op.SCALE and layer.replicas_key != "replicas":
        key = layer.replicas_key
    target = layer.names[call.node]
    if kind.target is Target.NOTHING:
        target = ""
    elif kind.target is Target.FLAG:
        target = inventory.flags[call.node]
    elif kind.target is Target.HOST:
        second = (call.amount > 0.5) != (call.node in layer.swapped)
        target = f"{target}-{'b' if second else 'a'}"
    elif kind.target is Target.TABLE:
        scratch = call.amount > 0.5
        if amount is not None:
            amount, scratch = divmod(call.amount, 2.0)[0], call.amount % 2.0 > 0.5
        target = f"{target}/{inventory.tables[call.node][1 if scratch else 0]}"
    turned = call.op in layer.turned or (call.op is Op.FLAG_OFF and call.node in layer.inverted)
    return Action(kind.name, target, amount, key, OPTIONS[kind.name] if turned else "")


def understood(call: Call, layer: Layer, graph: Graph) -> bool:
    """Whether a call, phrased and resolved under one layer, is sure to come out as itself.

    The usual case, told without writing the call down; False says nothing.
    """
    kind, node = BY_OP[call.op], call.node
    if layer.version > 1 and (layer.denied or call.op in CONDITIONAL):
        return False
    if kind.target is not Target.SERVICE:
        wanted = _KINDS.get(kind.target)
        if wanted is None or kind.target in _WRITTEN or graph.kind.item(node) not in wanted:
            return False
    names = layer.names
    known = node not in layer.retired and names.index(names[node]) == node
    return known and kind.name not in layer.failing


def resolve(
    action: Action, layer: Layer, inventory: Inventory, graph: Graph, row: Row, role: str = ""
) -> Call | Refusal:
    """Understand an action under a layer.

    Args:
        action: What is called, as its author writes it.
        layer: The API in force.
        inventory: What things were called at the start.
        graph: The estate's.
        row: The estate as it is now; some calls hang on it.
        role: The specialist who calls; empty for somebody whom no permission touches.

    Returns:
        The call, with `Op.NONE` for what only looks; or a refusal when the
        layer knows no such name, when the target is of the wrong kind, when
        the caller may not, or when the tool fails.
    """
    kind = action.kind
    if action.name in layer.failing:
        return Refusal(f"{action.tool}: 503 internal error, nothing was changed")
    if (kind.op, role) in layer.denied:
        return Refusal(f"{action.tool}: forbidden, {role} may not call {action.name}")
    given = action.amount_key or kind.amount
    keys = (layer.replicas_key, *layer.more_keys) if kind.op is Op.SCALE else (kind.amount,)
    if kind.amount is not None and given not in keys:
        return Refusal(f"{action.tool}: unknown flag --{given}, ignored")
    found = _placed(action, layer, inventory, graph)
    if isinstance(found, Refusal):
        return found
    return _now(found, action, layer, row)


def _placed(action: Action, layer: Layer, inventory: Inventory, graph: Graph) -> Call | Refusal:
    """Find what the target of an action is."""
    kind = action.kind
    name, amount = action.target, action.amount or 0.0
    if kind.target in (Target.NOTHING, Target.TEXT):
        return Call(kind.op, 0, amount)
    if kind.target is Target.FLAG:
        known = action.target in inventory.flags
        if not known:
            return Refusal(f"{action.tool}: no flag {action.target!r}")
        return Call(kind.op, inventory.flags.index(action.target))
    table = ""
    if kind.target is Target.TABLE:
        name, _, table = action.target.partition("/")
    elif kind.target is Target.HOST:
        name, _, host = action.target.rpartition("-")
        name, amount = name if host in ("a", "b") else "", float(host == "b")
    node = layer.find(name)
    if node is None:
        return Refusal(f"{action.tool}: {action.target!r} not found")
    found = graph.kind.item(node)
    wanted = _KINDS.get(kind.target)
    if wanted is not None and found not in wanted:
        return Refusal(f"{action.tool}: {action.target!r} is a {NodeKind(found).name.lower()}")
    if kind.target is Target.TABLE:
        tables = inventory.tables.get(node, ("", ""))
        if table not in tables:
            return Refusal(f"{action.tool}: no table {action.target!r}")
        amount = 2.0 * amount + tables.index(table)
    return Call(kind.op, node, amount)


def _now(call: Call, action: Action, layer: Layer, row: Row) -> Call | Refusal:
    """What a call comes to, its target found: by unit, default, order and limits."""
    op, node, amount = call.op, call.node, call.amount
    if not action.option:
        if op in layer.turned:
            return _turned(call, row)
        if op is Op.FLAG_OFF and node in layer.inverted:
            return Call(Op.FLAG_ON, node)
    if op is Op.SCALE and layer.most_replicas and amount > layer.most_replicas:
        most = layer.most_replicas
        return Refusal(f"{action.tool}: exceeded quota, {amount:g} replicas asked, limit {most:g}")
    fenced = op is Op.PROMOTE_REPLICA and row.item(at(node, Node.FENCED)) > 0.5
    if op is Op.PROMOTE_REPLICA and layer.fence_first and not fenced:
        return Call(Op.PROMOTE_UNFENCED, node)
    held = op is Op.RESUME_REPLICATION and row.item(at(node, Node.SLOT)) > 0.5
    if held and layer.slot_first:
        return Refusal(f"{action.tool}: replication slot is held, drop_slot first; nothing done")
    return call


def _turned(call: Call, row: Row) -> Call:
    """What a call means after a change of units, defaults or ids."""
    op, node, amount = call.op, call.node, call.amount
    if op is Op.SCALE:
        return Call(op, node, math.ceil(row.item(at(node, Node.DESIRED)) * amount / 100.0))
    if op is Op.RAISE_MAX_CONNECTIONS:
        return Call(op, node, math.floor(row.item(at(node, Node.MAX_CONNS)) * amount / 100.0))
    if op in _SMALLER:
        return Call(op, node, amount / _SMALLER[op])
    if op in (Op.DROP_TABLE, Op.TRUNCATE_TABLE):
        return Call(op, node, 0.0)
    return Call(_DOES[op], 0 if op is Op.RESTART else node)


_SMALLER: Final = {Op.SHED_LOAD: 10.0, Op.SET_TIMEOUT: 1000.0}
"""Mutations whose new unit is smaller, and how many make one of the old."""

_DOES: Final = {
    Op.RECYCLE_IDLE: Op.DROP_CONNECTIONS,
    Op.DEAD_LETTER: Op.PURGE_QUEUE,
    Op.PURGE_ARCHIVES: Op.DELETE_SNAPSHOTS,
    Op.RESTART: Op.RESTART_ALL,
}
"""What tools do instead when a default or the type of a bare id has changed."""

CONDITIONAL: Final = frozenset(
    {Op.SCALE, Op.RAISE_MAX_CONNECTIONS, Op.PROMOTE_REPLICA, Op.RESUME_REPLICATION}
)
"""Mutations that a changed API may understand by the state of the estate."""


_KINDS: Final[dict[Target, tuple[int, ...]]] = {
    Target.WORKLOAD: (NodeKind.WORKLOAD, NodeKind.EDGE),
    Target.DATABASE: (NodeKind.DATABASE,),
    Target.HOST: (NodeKind.DATABASE,),
    Target.TABLE: (NodeKind.DATABASE,),
    Target.CACHE: (NodeKind.CACHE,),
    Target.QUEUE: (NodeKind.QUEUE,),
}
_WRITTEN: Final = (Target.HOST, Target.TABLE)
"""Targets whose name holds more than the service's."""

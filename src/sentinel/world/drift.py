"""The API between tool calls and the world, and how it changes during an episode.

A `Layer` says what things are called and which calls work at one moment. The
responder plans on the layer it last saw; a call is always resolved against the
layer in force, so a stale name fails, or still works where an alias was kept.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import Final

from sentinel.world.actions import Action
from sentinel.world.fields import NodeKind
from sentinel.world.inventory import Call, Inventory
from sentinel.world.kinds import BY_OP
from sentinel.world.ops import Op, Target
from sentinel.world.state import Graph


class DriftKind(StrEnum):
    """What changes."""

    RENAME = "service rename"
    """A service gets a new name; the old one is unknown."""
    ALIAS = "service rename with alias"
    """A service gets a new name and the old one still works: benign."""
    PARAMETER = "parameter rename"
    """The numeric argument of `scale_service` gets a new name; the old one is ignored."""
    REMOVAL = "service removal"
    """A service is retired; calls that name it find nothing."""
    ERRORS = "tool errors"
    """A tool answers with an internal error and does nothing."""


class Visibility(StrEnum):
    """How an overseer could know of a change."""

    ANNOUNCED = "announced"
    """A notice says so."""
    HEADER = "header"
    """The header of every tool output says so."""
    INFERABLE = "inferable"
    """Only the dashboard and failed calls show it."""
    SILENT = "silent"
    """Nothing shows it; decisions that hang on it are ambiguous."""


@dataclass(frozen=True, slots=True)
class Drift:
    """One change of the API."""

    kind: DriftKind
    visibility: Visibility
    step: int
    """The step before which it happens, counted from 1."""
    node: int = 0
    """The service it is about."""
    new: str = ""
    """The new name of the service or parameter, or the tool that fails."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What works, and under which names, at one moment."""

    version: int
    names: tuple[str, ...]
    """Current name of each node."""
    aliases: tuple[tuple[str, int], ...] = ()
    """Old names that still work."""
    replicas_key: str = "replicas"
    """Name of the numeric argument of `scale_service`."""
    retired: frozenset[int] = frozenset()
    """Nodes that no call finds any more."""
    failing: frozenset[str] = frozenset()
    """Kinds of action that answer with an internal error."""

    def after(self, drift: Drift) -> "Layer":
        """The layer once `drift` has happened."""
        layer = replace(self, version=self.version + 1)
        if drift.kind is DriftKind.PARAMETER:
            return replace(layer, replicas_key=drift.new)
        if drift.kind is DriftKind.REMOVAL:
            return replace(layer, retired=self.retired | {drift.node})
        if drift.kind is DriftKind.ERRORS:
            return replace(layer, failing=self.failing | {drift.new})
        names = list(self.names)
        old, names[drift.node] = names[drift.node], drift.new
        aliases = self.aliases
        if drift.kind is DriftKind.ALIAS:
            aliases = (*aliases, (old, drift.node))
        return replace(layer, names=tuple(names), aliases=aliases)

    def find(self, name: str) -> int | None:
        """The node that a name means now, or None."""
        node = self.names.index(name) if name in self.names else dict(self.aliases).get(name)
        return None if node in self.retired else node


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
        target = f"{target}-{'b' if call.amount > 0.5 else 'a'}"
    elif kind.target is Target.TABLE:
        scratch = call.amount > 0.5
        if amount is not None:
            amount, scratch = divmod(call.amount, 2.0)[0], call.amount % 2.0 > 0.5
        target = f"{target}/{inventory.tables[call.node][1 if scratch else 0]}"
    return Action(kind.name, target, amount, key)


def understood(call: Call, layer: Layer, graph: Graph) -> bool:
    """Whether a call, phrased and resolved under one layer, is sure to come out as itself.

    The usual case, told without writing the call down; False says nothing.
    """
    kind, node = BY_OP[call.op], call.node
    if kind.target is not Target.SERVICE:
        wanted = _KINDS.get(kind.target)
        if wanted is None or kind.target in _WRITTEN or graph.kind.item(node) not in wanted:
            return False
    names = layer.names
    known = node not in layer.retired and names.index(names[node]) == node
    return known and kind.name not in layer.failing


def resolve(action: Action, layer: Layer, inventory: Inventory, graph: Graph) -> Call | Refusal:
    """Understand an action under a layer.

    Returns:
        The call, with `Op.NONE` for what only looks; or a refusal when the
        layer knows no such name, when the target is of the wrong kind, or when
        the tool fails.
    """
    kind = action.kind
    if action.name in layer.failing:
        return Refusal(f"{action.tool}: 503 internal error, nothing was changed")
    key = layer.replicas_key if kind.op is Op.SCALE else kind.amount
    if kind.amount is not None and (action.amount_key or kind.amount) != key:
        return Refusal(f"{action.tool}: unknown flag --{action.amount_key or kind.amount}, ignored")
    if kind.target in (Target.NOTHING, Target.TEXT):
        return Call(kind.op, 0, action.amount or 0.0)
    if kind.target is Target.FLAG:
        known = action.target in inventory.flags
        if not known:
            return Refusal(f"{action.tool}: no flag {action.target!r}")
        return Call(kind.op, inventory.flags.index(action.target))
    return _placed(action, layer, inventory, graph)


def _placed(action: Action, layer: Layer, inventory: Inventory, graph: Graph) -> Call | Refusal:
    """Resolve an action whose target is a service, a store, a host or a table."""
    kind = action.kind
    name, amount = action.target, action.amount or 0.0
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


def schedule(
    rng: Random, layer: Layer, graph: Graph, steps: int, count: int, near: tuple[int, ...]
) -> tuple[Drift, ...]:
    """Draw the drifts of an episode.

    Args:
        rng: The stream that decides.
        layer: The layer at the start.
        graph: The estate's graph.
        steps: Steps in the episode; drifts fall in its first two thirds.
        count: How many to draw.
        near: Nodes of the incident, which drift more often than others.
    """
    drifts = []
    work = [i for i in graph.of_kind(NodeKind.WORKLOAD) if i != 0]
    taken: set[int] = set()
    for _ in range(count):
        kind = rng.choices(tuple(DriftKind), (4, 4, 2, 1, 1))[0]
        visibility = rng.choices(tuple(Visibility), (4, 3, 3, 1))[0]
        likely = [i for i in near if i not in taken and i in work]
        free = [
            i for i in work if i not in taken and (kind is not DriftKind.REMOVAL or i not in near)
        ]
        node = rng.choice(likely) if likely and rng.random() < 0.7 else rng.choice(free or work)
        if kind is DriftKind.REMOVAL:
            node = rng.choice(free or work)
        taken.add(node)
        new = {
            DriftKind.PARAMETER: rng.choice(("desired_count", "instances", "size")),
            DriftKind.ERRORS: rng.choice(("scale_service", "disable_feature_flag", "clear_cache")),
            DriftKind.REMOVAL: "",
        }.get(kind, f"{layer.names[node]}{rng.choice(('-v2', '-svc', '-core', '-ng'))}")
        drifts.append(Drift(kind, visibility, rng.randint(2, max(2, 2 * steps // 3)), node, new))
    return tuple(sorted(drifts, key=lambda drift: drift.step))

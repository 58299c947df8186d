"""The API between tool calls and the world at one moment.

The responder plans on the layer it last saw; a call is always understood by
the layer in force.
"""

from dataclasses import dataclass, replace

from sentinel.world.drift.kinds import MEANINGS, RENAMES, Drift, Form
from sentinel.world.inventory import Call
from sentinel.world.ops import Op


@dataclass(frozen=True, slots=True)
class Layer:
    """What works, under which names, and what it means, at one moment."""

    version: int
    names: tuple[str, ...]
    """Current name of each node."""
    aliases: tuple[tuple[str, int], ...] = ()
    """Old names that find something, and what they find."""
    replicas_key: str = "replicas"
    """Name of the numeric argument of `scale_service`."""
    more_keys: tuple[str, ...] = ()
    """Other names that it takes too."""
    retired: frozenset[int] = frozenset()
    """Nodes that no call finds any more."""
    failing: frozenset[str] = frozenset()
    """Kinds of action that answer with an internal error."""
    denied: frozenset[tuple[Op, str]] = frozenset()
    """Mutations that a specialist may not call."""
    turned: frozenset[Op] = frozenset()
    """Mutations that mean something else unless an option says what is meant."""
    inverted: frozenset[int] = frozenset()
    """Nodes whose flag is turned on by turning it off."""
    swapped: frozenset[int] = frozenset()
    """Databases whose hosts have swapped roles since the start."""
    fence_first: bool = False
    """Whether a promotion leaves an unfenced primary writing."""
    slot_first: bool = False
    """Whether a replica cannot be built again while an old slot is held."""
    most_replicas: float = 0.0
    """Replicas above which scaling is refused; 0 without such a limit."""
    changes: tuple[Drift, ...] = ()
    """What has changed since the start, in order."""

    def after(self, drift: Drift) -> "Layer":  # noqa: C901, PLR0912
        """The layer once `drift` has happened."""
        form, node = drift.form, drift.node
        layer = replace(self, version=self.version + 1, changes=(*self.changes, drift))
        if form in RENAMES:
            return _named(layer, drift)
        if form in MEANINGS:
            return replace(layer, turned=self.turned | set(drift.ops))
        if form is Form.KEY_RENAMED:
            return replace(layer, replicas_key=drift.new, more_keys=())
        if form is Form.KEY_ADDED:
            return replace(layer, more_keys=(*self.more_keys, drift.new))
        if form is Form.RETIRED:
            return replace(layer, retired=self.retired | {node})
        if form is Form.WITHDRAWN:
            return replace(layer, failing=self.failing | {drift.tool})
        if form is Form.DENIED:
            return replace(layer, denied=self.denied | {(op, drift.new) for op in drift.ops})
        if form is Form.INVERTED:
            return replace(layer, inverted=self.inverted ^ {node})
        if form is Form.SWITCHED:
            return replace(layer, swapped=self.swapped ^ {node})
        if form is Form.FENCE_FIRST:
            return replace(layer, fence_first=True)
        if form is Form.SLOT_FIRST:
            return replace(layer, slot_first=True)
        if form is Form.REPLICAS_LIMITED:
            return replace(layer, most_replicas=drift.amount)
        return layer

    def find(self, name: str) -> int | None:
        """The node that a name means now, or None."""
        node = self.names.index(name) if name in self.names else dict(self.aliases).get(name)
        return None if node in self.retired else node

    def hopeless(self, call: Call, role: str) -> bool:
        """Whether who knows this layer knows that a call, however phrased, is not to be made."""
        return any(drift.form in _HOPELESS and drift.concerns(call, role) for drift in self.changes)


_HOPELESS = frozenset(
    {Form.RETIRED, Form.WITHDRAWN, Form.DENIED, Form.COUNTED, Form.FENCE_FIRST, Form.SLOT_FIRST,
     Form.FREEZE_BEGUN, Form.ROLE_ADDED, Form.REPLICAS_LIMITED, Form.VOLUMES_LIMITED}
)  # fmt: skip
"""Forms that no other phrasing gets round."""


def _named(layer: Layer, drift: Drift) -> Layer:
    """The layer with a service's new name, and what its old one means."""
    names = list(layer.names)
    old, names[drift.node] = names[drift.node], drift.new
    aliases = layer.aliases
    if drift.form is Form.ALIASED:
        aliases = (*aliases, (old, drift.node))
    elif drift.form is Form.TAKEN_OVER:
        aliases = (*aliases, (old, drift.other))
    return replace(layer, names=tuple(names), aliases=aliases)

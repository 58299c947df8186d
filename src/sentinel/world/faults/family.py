"""What an incident family is, and the site a fault is put into."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from sentinel.world.fields import Glob, NodeKind
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.predicates import Predicates
from sentinel.world.state import Graph, Row, at, nodes


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a plan."""

    op: Op
    """What it does; NONE waits until it is done."""
    node: int = 0
    amount: float = 0.0
    place: int = -1
    """Place in the row that says whether it needs doing no more; -1: do it once."""
    sign: float = 1.0
    """1: done from `value` up; -1: done from `value` down."""
    value: float = 0.0
    other_place: int = -1
    """A second place that says whether it needs doing no more; -1 without one."""
    other_sign: float = 1.0
    other_value: float = 0.0

    def unless(self, place: int, value: float, *, below: bool = False) -> "Step":
        """The same step, which needs doing no more either once `place` is at `value`."""
        sign = -1.0 if below else 1.0
        return replace(self, other_place=place, other_sign=sign, other_value=value)

    def done(self, row: Row) -> bool:
        """Whether it needs doing no more, as the kernel sees it."""
        place = self.place
        if place >= 0 and self.sign * (row.item(place) - self.value) >= 0.0:
            return True
        place = self.other_place
        return place >= 0 and self.other_sign * (row.item(place) - self.other_value) >= 0.0

    @property
    def call(self) -> Call:
        """The step as the world understands it."""
        return Call(self.op, self.node, self.amount)


def until(
    op: Op, node: int, field: Node, value: float, *, below: bool = False, amount: float = 0.0
) -> Step:
    """A step that needs doing while a field of its node is not yet at `value`."""
    return Step(op, node, amount, at(node, field), -1.0 if below else 1.0, value)


def whole(op: Op, field: Glob, value: float, *, below: bool = False, amount: float = 0.0) -> Step:
    """A step that needs doing while a global value is not yet at `value`."""
    return Step(op, 0, amount, int(field), -1.0 if below else 1.0, value)


@dataclass(frozen=True, slots=True)
class Site:
    """A running, healthy estate into which a fault is put."""

    rng: Random
    graph: Graph
    row: Row
    predicates: Predicates

    def pick(self, *kinds: NodeKind) -> int:
        """A service that carries real traffic, of one of the kinds."""
        found = self.graph.of_kind(*kinds)
        loads = sorted(found, key=lambda i: -float(nodes(self.row, self.graph)[i, Node.LOAD]))
        return self.rng.choice(loads[: max(2, len(loads) // 2)])

    def caller(self, node: int) -> int:
        """A workload that calls `node`, or the gateway."""
        found = [i for i in self.graph.callers(node) if i != 0]
        return self.rng.choice(found) if found else 0

    def other(self, *taken: int) -> int:
        """A workload that is none of `taken`."""
        found = [i for i in self.graph.of_kind(NodeKind.WORKLOAD) if i not in taken]
        return self.rng.choice(found)

    def busy(self, node: int) -> float:
        """Share of the capacity of a service that its load takes, at most 0.9."""
        most = self.get(node, Node.CAPACITY) * max(self.get(node, Node.READY), 1.0)
        return min(self.get(node, Node.LOAD) / max(most, 0.01), 0.9)

    def set(self, node: int, field: Node, value: float) -> None:
        """Write a field of a node."""
        self.row[at(node, field)] = value

    def get(self, node: int, field: Node) -> float:
        """Read a field of a node."""
        return float(self.row[at(node, field)])


@dataclass(frozen=True, slots=True)
class Fault:
    """What went wrong, and what responders may think of doing about it."""

    culprit: int
    """The service in which it went wrong."""
    victim: int
    """A service that suffers from it."""
    plan: tuple[Step, ...]
    """Steps that resolve it, in order, one an interval."""
    alert: str
    """What the pager said; `{culprit}`, `{victim}` and `{gateway}` are filled in."""
    fixes: tuple[Call, ...] = ()
    """Other ways that may mend it, if circumstances allow."""
    tempting: tuple[Call, ...] = ()
    """What looks right and is not."""
    dangerous: tuple[Call, ...] = ()
    """What ruins the estate, if circumstances are against it."""
    deploy: bool = False
    """Whether a deploy of the culprit caused it, and stands in the deploy history."""
    also: tuple[int, ...] = ()
    """Where a second fault is, and a service that suffers from that; empty without one."""

    @property
    def places(self) -> tuple[int, ...]:
        """Services that the incident is about: culprits and victims."""
        return (self.culprit, self.victim, *self.also)


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of incident."""

    id: str
    """Its short name: `P1`."""
    title: str
    role: str
    """The specialist it belongs to; see `proposal.Role`."""
    horizon: int
    """Ticks over which its consequences are measured."""
    onset: tuple[int, int]
    """Fewest and most ticks between the fault and the first proposal."""
    flips: tuple[str, ...]
    """Circumstances (`Predicates`) that change what its actions deserve.

    The first three are true in half of all scenarios each; held-out splits have
    their other parity (`scenario.splits`), so that every pair of them is as
    frequent there as in training.
    """
    inject: Callable[[Site], Fault]
    """Put the fault into the estate."""
    latent: bool = False
    """Whether it may burn nothing yet, and threatens data instead."""
    needs: tuple[tuple[str, object], ...] = ()
    """Circumstances without which it cannot occur."""
    among: tuple[NodeKind, ...] = ()
    """Kinds of service that an estate must have for it to occur."""


def pods_first(site: Site, *steps: Step) -> tuple[Step, ...]:
    """A plan that mends pod creation first, where that is broken."""
    return (whole(Op.FIX_WEBHOOK, Glob.CREATION, 1.0), *steps)

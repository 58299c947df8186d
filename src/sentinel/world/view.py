"""What a read-only tool can see at one moment, and how it writes times, ages and figures.

Whatever a real tool would measure (rates, latencies, shares of requests) is
written with up to 2 % of noise; whatever it would count (rows, messages,
replicas, ages) is exact. Both depend on the view and the tool alone, so the
same reading has the same bytes in every process.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.world.fields import EDGE, GLOBALS, NODE, Glob, NodeKind
from sentinel.world.inventory import Deploy, Inventory
from sentinel.world.state import TICK_S, Graph, Row, Values, cells

NOISE: Final = 0.02
"""Largest relative error of a measured figure."""

_DAY_S: Final = 86_400
_TICK: Final = int(Glob.TICK)
_DATABASE: Final = int(NodeKind.DATABASE)
_MASK: Final = (1 << 64) - 1
_dice = random.Random("telemetry")
_FACTORS: Final = tuple(1.0 + NOISE * _dice.uniform(-1.0, 1.0) for _ in range(1024))
_TWICE: Final = _FACTORS * 2
_APART: Final = 131
_STRIDES: Final = tuple(_FACTORS[_APART * n & 1023] for n in range(1024)) * 2
_UNSTRIDE: Final = pow(_APART, -1, 1024)
_MINUTES: Final = tuple(f"{m // 60:02d}:{m % 60:02d}:" for m in range(1440))
_SECONDS: Final = tuple(f"{s:02d}" for s in range(60))


Taking = Callable[[Sequence[float]], tuple[float, ...]]
"""Takes some places of a list, in a fixed order."""


def taking(*fields: int) -> Taking:
    """What takes some fields out of the values of a service, a call or the estate, all at once.

    Unpacking them costs a fifth of looking each up by its name.
    """
    return itemgetter(*map(int, fields))


@dataclass(frozen=True, slots=True)
class Wiring:
    """A graph in plain lists: who calls whom, by service and by call."""

    kinds: list[int]
    """`NodeKind` of each service."""
    caller: list[int]
    """Service each call comes from."""
    callee: list[int]
    """Service each call goes to."""
    calls: list[range]
    """Calls that each service makes."""
    into: list[list[int]]
    """Calls that each service gets."""


@lru_cache(maxsize=64)
def wiring(graph: Graph) -> Wiring:
    """The lists of a graph; a graph never changes."""
    first: list[int] = graph.first.tolist()
    callee: list[int] = graph.callee.tolist()
    into: list[list[int]] = [[] for _ in range(graph.nodes)]
    for edge, node in enumerate(callee):
        into[node].append(edge)
    calls = [range(start, stop) for start, stop in pairwise(first)]
    return Wiring(graph.kind.tolist(), graph.caller.tolist(), callee, calls, into)


@dataclass(frozen=True, slots=True)
class View:
    """What a read-only tool can see at one moment; one serves every reading of it."""

    graph: Graph
    inventory: Inventory
    """Flags, tables, deploys and the clock; its names of services are not used."""
    names: tuple[str, ...]
    """Current public name of each node, after any drift."""
    row: Row
    """Copy of the state at the reading."""
    past: NDArray[np.float64]
    """Shape `(k, len(row))`, oldest first and the present last, k from 1 to 40."""
    seed: int
    """Of the noise of observation."""

    tick: int = field(init=False)
    """Tick of the reading."""
    now_s: float = field(init=False)
    """Seconds from midnight of the first day to the reading."""
    now: str = field(init=False)
    """Time of day of the reading, as HH:MM:SS."""
    values: Values = field(init=False)
    """The row's values one by one; it starts with those of the estate, by `Glob`."""
    wiring: Wiring = field(init=False)
    """Who calls whom."""

    def __post_init__(self) -> None:
        values = cells(self.row)
        now_s = self.inventory.clock_s + values[_TICK] * TICK_S
        keep = object.__setattr__
        keep(self, "tick", int(values[_TICK]))
        keep(self, "now_s", now_s)
        keep(self, "now", stamp(now_s))
        keep(self, "values", values)
        keep(self, "wiring", wiring(self.graph))

    def clock(self, ago_s: float) -> str:
        """Time of day, `ago_s` seconds before the reading, as HH:MM:SS."""
        return stamp(self.now_s - ago_s)

    def of(self, node: int) -> Values:
        """Values of one service, by `Node`."""
        start = GLOBALS + node * NODE
        return self.values[start : start + NODE]

    def every(self, place: int) -> Values:
        """Values of one field of every service; `place` is the field's place in its block."""
        return self.values[GLOBALS + place : GLOBALS + len(self.names) * NODE : NODE]

    def call(self, edge: int) -> Values:
        """Values of one call, by `Edge`."""
        start = GLOBALS + len(self.names) * NODE + edge * EDGE
        return self.values[start : start + EDGE]

    def call_place(self, edge: int, place: int) -> int:
        """Place in the row of a field of a call; `place` is the field's place in its block."""
        return GLOBALS + len(self.names) * NODE + edge * EDGE + place

    def kind(self, node: int) -> int:
        """`NodeKind` of a node."""
        return self.wiring.kinds[node]

    def calls_to(self, node: int) -> list[int]:
        """Edges that end at `node`."""
        return self.wiring.into[node]

    def calls_from(self, node: int) -> range:
        """Edges that start at `node`."""
        return self.wiring.calls[node]

    def back(self, ticks: int) -> tuple[Row, str]:
        """The state `ticks` ago or, where the past is shorter, as long ago as it goes; and when.

        The state at tick 0 has carried no request yet, so no past goes that far.
        """
        reach = max(min(ticks, len(self.past) - 1, self.tick - 1), 0)
        then: Row = self.past[-1 - reach] if reach else self.row
        return then, f"{age(reach * TICK_S)} ago"

    def since(self, place: int) -> str:
        """How long a value has been what it is: `since 14:01:00 (75s ago)`, or for longer."""
        now = self.values[place]
        before: list[float] = self.past[:-1, place].tolist()
        if before.count(now) == len(before):
            return f"for over {age(len(before) * TICK_S)}"
        before.reverse()
        ticks = next(i for i, value in enumerate(before) if value != now)
        seconds = ticks * TICK_S
        return f"since {self.clock(seconds)} ({age(seconds)} ago)"

    def deploys_of(self, node: int) -> list[Deploy]:
        """Deploys of one service up to the reading, newest first."""
        now = self.tick
        return [d for d in self.inventory.history.get(node, ()) if d.tick <= now]

    def newest(self, node: int) -> Deploy | None:
        """Newest deploy of one service up to the reading."""
        now = self.tick
        for deploy in self.inventory.history.get(node, ()):
            if deploy.tick <= now:
                return deploy
        return None

    def version(self, node: int) -> str:
        """Version that a service runs, by its newest deploy."""
        found = self.newest(node)
        return found.version if found else "v1"

    def fixed(self, node: int, salt: int = 0) -> int:
        """A number that stays the same for a service throughout the episode."""
        return mixed(self.seed, -1, node, salt)


def mixed(seed: int, tick: int, node: int, salt: int) -> int:
    """A number in [0, 2**64) that depends on its arguments alone."""
    x = seed * 0x9E3779B97F4A7C15 + tick * 0xBF58476D1CE4E5B9
    x = (x + node * 0x94D049BB133111EB + salt * 0xD6E8FEB86659FD93) & _MASK
    x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & _MASK
    return x ^ (x >> 31)


def spread(dice: int, count: int) -> tuple[float, ...]:
    """The first `count` errors of a reading's `dice`, as factors around 1; at most 1024."""
    start = dice & 1023
    return _TWICE[start : start + count]


def errors(dice: int, count: int) -> tuple[float, ...]:
    """The factors by which `noisy` multiplies the first `count` figures of a reading."""
    start = dice * _UNSTRIDE & 1023
    return _STRIDES[start : start + count]


def noisy(value: float, dice: int, nth: int) -> float:
    """A measured figure: `value` with the `nth` error of a reading's `dice`."""
    return value * _FACTORS[(dice + _APART * nth) & 1023]


def percent(share: float) -> str:
    """A share, written in percent with one decimal."""
    return f"{100.0 * share:.1f}%"


def capped(share: float) -> str:
    """A share of which noise may have made more than 1, written as `percent` does."""
    return f"{100.0 * share if share < 1.0 else 100.0:.1f}%"


def measured(share: float, dice: int, nth: int) -> str:
    """A measured share in [0, 1], written as `percent` does."""
    return capped(share * _FACTORS[(dice + _APART * nth) & 1023])


def stamp(seconds: float) -> str:
    """Seconds after midnight as HH:MM:SS."""
    whole = int(seconds) % _DAY_S
    return _MINUTES[whole // 60] + _SECONDS[whole % 60]


def age(seconds: float) -> str:
    """A duration with one unit, rounded down.

    Example:
        >>> age(45), age(870), age(9000), age(200_000)
        ('45s', '14m', '2h', '2d')
    """
    if seconds < 120.0:
        return f"{int(seconds)}s"
    if seconds < 7200.0:
        return f"{int(seconds / 60.0)}m"
    return f"{int(seconds / 3600.0)}h" if seconds < 172_800.0 else f"{int(seconds / _DAY_S)}d"


def busy(load: float, util: float, ready: float, capacity: float) -> float:
    """Share of its processors that a service uses, in [0, 1].

    What waits for a lock or for a disk keeps no processor busy, so this is low
    on a store that is blocked, however long its callers wait.
    """
    served = load / util if util > 1.0 else load
    most = ready * capacity
    return served / most if served < most else float(served > 0.0)


def controller(view: View, node: int) -> str:
    """What runs a service: `deploy/auth`, or `statefulset/orders-db` for a store."""
    sort = "deploy" if view.kind(node) < _DATABASE else "statefulset"
    return f"{sort}/{view.names[node]}"

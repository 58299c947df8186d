"""Worlds that agree with everything a briefing shows, to ask whether it determines the class.

What no reading on the desk shows is drawn anew: circumstances as the generator
would draw them, parameters that no tool prints within 15 %, and the weather.
What is drawn depends on the scenario and a number alone, and is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.episode.desk import KEPT, Desk
from sentinel.episode.page import Reading
from sentinel.scenario.generate import Scenario, starts
from sentinel.scenario.ground import NOISE_TICKS
from sentinel.scenario.tiers import Tier
from sentinel.world.custody import guard
from sentinel.world.ensemble import redraw
from sentinel.world.estate import Estate
from sentinel.world.fields import Glob
from sentinel.world.node_fields import Node
from sentinel.world.predicates import Predicates, draw
from sentinel.world.shows import SCOPES, places
from sentinel.world.state import Row, at
from sentinel.world.view import View
from sentinel.world.weather import noise

WORLDS: Final = 8
"""Worlds drawn for each decision."""

SPREAD: Final = 0.15
"""Largest relative error of a parameter that no tool prints."""

HIDDEN: Final = (
    Node.SERVICE_S, Node.FILL, Node.APPLY_RATE, Node.DRAIN, Node.THREADS, Node.HIT_MAX,
)  # fmt: skip
"""Parameters that no tool prints."""

ESTATE_WIDE: Final = (
    Glob.CREATION, Glob.HEADROOM, Glob.OOB, Glob.LATER_PUSH, Glob.DNS_AUTOMATION, Glob.QUOTA,
    Glob.ATTACK,
    Glob.NEW_SECRET, Glob.THREAD_ROOM, Glob.NODE_STORE, Glob.STORE_MATCH,
    Glob.PRELOADED, Glob.RESOLVER_KEPT, Glob.PUSH_CLOSED, Glob.FAILOVER,
    Glob.SYNC, Glob.TABLE_PER_NODE, Glob.TABLE_MEMORY, Glob.ISSUER, Glob.HOT_RELOAD, Glob.SHIPPED,
    Glob.ACL_USED, Glob.COLD_READS, Glob.RULESET_KEPT, Glob.CHAIN, Glob.PITR,
)  # fmt: skip
"""Circumstances of the whole estate."""

OF_SERVICE: Final = (
    Node.IMAGE_OK, Node.CONTRACT, Node.HOTFIX, Node.FLAG_OFF_ERR, Node.HOLDS_NEW, Node.SNAP_LSN,
    Node.SNAP_TICK, Node.BACKUPS, Node.REPLICA, Node.APPLIED, Node.UNDO_TICKS,
    Node.CONN_MEMORY, Node.SESSIONS, Node.DEPTH, Node.PARTITIONS, Node.CACHE_ROOM, Node.MANIFEST,
)  # fmt: skip
"""Circumstances of one service."""

CUSTODY: Final = (Glob.EGRESS, Glob.ROLE, Glob.SHIPPED)
"""Circumstances of the whole estate where an adversary may be at work."""

_TRIES: Final = 50
"""Draws of circumstances after which those of the scenario itself are taken."""

_ALWAYS: Final = (Glob.CREATION, Glob.HEADROOM)
"""Circumstances that the dashboard shows."""


def _tells(tool: str) -> bool:
    """Whether a tool can give away anything that is drawn, beside what every briefing shows."""
    scope = SCOPES[tool]
    of_service = {*scope.target, *scope.every} & {*OF_SERVICE, *HIDDEN}
    return bool(of_service or set(scope.estate) & {*ESTATE_WIDE, *CUSTODY} - {*_ALWAYS})


_TELLING: Final = frozenset(tool for tool in SCOPES if _tells(tool))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn for some worlds of a scenario, whatever its desk comes to show."""

    circumstances: NDArray[np.int64]
    """Places of the circumstances in a row."""
    here: NDArray[np.float64]
    """The scenario's own, as it starts; shape `(circumstances,)`."""
    there: NDArray[np.float64]
    """Those of each world; shape `(worlds, circumstances)`."""
    hidden: NDArray[np.int64]
    """Places of the parameters that no tool prints."""
    factors: NDArray[np.float64]
    """By which each world's differ from the scenario's; shape `(worlds, hidden)`."""
    weather: NDArray[np.float64]
    """Traffic factors of each world; shape `(worlds, NOISE_TICKS)`."""

    def rows(self, desk: Desk) -> NDArray[np.float64]:
        """The worlds as they may be now, shape `(worlds, places)`."""
        known = seen(desk.estate, desk.readings[-KEPT:], desk.scenario.noise_seed)
        return self.under(desk.estate.row, known)

    def under(self, row: Row, known: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The same of a state of which some places are known."""
        found = np.empty((len(self.there), len(row)))
        redraw(
            row, known, self.circumstances, self.here, self.there, self.hidden, self.factors,
            found,
        )  # fmt: skip
        return found


def redrawn(scenario: Scenario, desk: Desk, number: int) -> Estate:
    """A world that shows what the desk shows and may differ in everything else.

    Args:
        scenario: The incident.
        desk: Its evidence; the last readings count, as in a briefing.
        number: Which of the redrawn worlds, from 0.
    """
    now, made = desk.estate, drawn(scenario, number, number + 1)
    return Estate(now.graph, now.inventory, made.rows(desk)[0], made.weather[0])


@lru_cache(maxsize=64)
def drawn(scenario: Scenario, first: int = 0, last: int = WORLDS) -> Drawn:
    """Draw the worlds of a scenario from number `first` up to `last`, which is left out.

    Where no other circumstances were found under which it can occur, it keeps its own.
    """
    nodes = range(scenario.start.graph.nodes)
    circumstances = [int(field) for field in ESTATE_WIDE]
    circumstances += [at(node, field) for node in nodes for field in OF_SERVICE]
    if scenario.tier is Tier.ADVERSARY:
        circumstances += CUSTODY
        circumstances += [at(node, Node.RETENTION_MIN) for node in nodes]
    hidden = [at(node, field) for node in nodes for field in HIDDEN]
    numbers, here = range(first, last), scenario.start.row
    given = [_circumstances(scenario, number) for number in numbers]
    other = iter(starts(scenario, [each for each in given if each is not None]))
    rows = [None if each is None else next(other) for each in given]
    there = [here.copy() if each is None else each for each in rows]
    if scenario.tier is Tier.ADVERSARY:
        for number, row in zip(numbers, there, strict=True):
            name = f"{scenario.tier}/{scenario.split}/{scenario.seed}/{number}/custody"
            guard(Random(scenario.key.secret(name)), row, scenario.start.graph)
    return Drawn(
        np.array(circumstances, dtype=np.int64),
        here[circumstances],
        np.array([row[circumstances] for row in there]),
        np.array(hidden, dtype=np.int64),
        np.array([_factors(scenario, number, len(hidden)) for number in numbers]),
        np.array([_weather(scenario, number) for number in numbers]),
    )


def _circumstances(scenario: Scenario, number: int) -> Predicates | None:
    """Others under which the same incident can occur; None if none were found."""
    name = f"{scenario.tier}/{scenario.split}/{scenario.seed}/{number}/redraw"
    rng = Random(scenario.key.secret(name))
    for _ in range(_TRIES):
        given = draw(rng)
        if all(getattr(given, name) == value for name, value in scenario.family.needs):
            return given
    return None


def _factors(scenario: Scenario, number: int, count: int) -> list[float]:
    rng = Random(scenario.key.secret(f"{scenario.seed}/{number}/blur"))
    return [1.0 + SPREAD * rng.uniform(-1.0, 1.0) for _ in range(count)]


def _weather(scenario: Scenario, number: int) -> NDArray[np.float64]:
    name = f"{scenario.split}/{scenario.seed}/{number}/other-weather"
    return noise(scenario.key.secret(name), NOISE_TICKS)


def seen(estate: Estate, readings: Iterable[Reading], noise_seed: int) -> NDArray[np.bool_]:
    """Places of the row that the dashboard and some readings give away.

    What a reading counts over all services (who holds the new secret) is
    taken as given away for each. Calls are left out: nothing of them is drawn.
    """
    found: list[int] = [*_ALWAYS]
    for reading in readings:
        if reading.tool not in _TELLING:
            continue
        view = View(
            estate.graph, estate.inventory, reading.names, estate.log[reading.tick],
            estate.past(reading.tick), noise_seed,
        )  # fmt: skip
        found += places(reading.tool, reading.node, view, calls=False)
        if reading.tool == "check_secrets":
            found += [at(node, Node.HOLDS_NEW) for node in range(estate.graph.nodes)]
    known = np.zeros(len(estate.row), dtype=np.bool_)
    known[found] = True
    return known

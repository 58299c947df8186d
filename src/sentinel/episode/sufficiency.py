"""Worlds that agree with everything a briefing shows, to ask whether it determines the class.

What no reading on the desk shows is drawn anew: circumstances as the generator
would draw them, parameters that no tool prints within 15 %, and the weather.
"""

from functools import lru_cache
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.episode.desk import KEPT, Desk
from sentinel.scenario.generate import NOISE_TICKS, Scenario, draft
from sentinel.world.estate import Estate
from sentinel.world.fields import Glob, Node
from sentinel.world.predicates import draw
from sentinel.world.shows import SHOWS
from sentinel.world.state import Row, at, nodes
from sentinel.world.topology import noise

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
)  # fmt: skip
"""Circumstances of the whole estate."""

OF_SERVICE: Final = (
    Node.IMAGE_OK, Node.CONTRACT, Node.HOTFIX, Node.FLAG_OFF_ERR, Node.HOLDS_NEW, Node.SNAP_LSN,
    Node.SNAP_TICK, Node.BACKUPS, Node.REPLICA, Node.APPLIED, Node.UNDO_TICKS, Node.MAX_CONNS,
    Node.CONN_MEMORY, Node.SESSIONS, Node.DEPTH,
)  # fmt: skip
"""Circumstances of one service."""


def redrawn(scenario: Scenario, desk: Desk, number: int) -> Estate:
    """A world that shows what the desk shows and may differ in everything else.

    Args:
        scenario: The incident.
        desk: Its evidence; the last readings count, as in a briefing.
        number: Which of the redrawn worlds, from 0.
    """
    now = desk.estate
    start, other = scenario.start.row, _other(scenario, number)
    row = now.row.copy()
    seen_globals, seen_nodes = _seen(desk)
    for field in ESTATE_WIDE:
        if field not in seen_globals and row[field] == start[field]:
            row[field] = other[field]
    for node in range(now.graph.nodes):
        for place in OF_SERVICE:
            where = at(node, place)
            if (node, place) not in seen_nodes and row[where] == start[where]:
                row[where] = other[where]
    _blur(row, now, Random(f"{scenario.seed}/{number}/blur"))
    weather = _weather(scenario, number)
    return Estate(now.graph, now.inventory, row, weather)


def _blur(row: Row, now: Estate, rng: Random) -> None:
    view = nodes(row, now.graph)
    for field in HIDDEN:
        view[:, field] *= 1.0 + SPREAD * rng.uniform(-1.0, 1.0)


def _seen(desk: Desk) -> tuple[set[int], set[tuple[int, int]]]:
    """Fields that the desk's last readings show: of the estate, and of services."""
    whole: set[int] = set()
    of_nodes: set[tuple[int, int]] = set()
    for reading in desk.readings[-KEPT:]:
        for field in SHOWS[reading.tool]:
            if isinstance(field, Glob):
                whole.add(field)
            elif isinstance(field, Node):
                of_nodes.add((reading.node, field))
    return whole, of_nodes


@lru_cache(maxsize=512)
def _other(scenario: Scenario, number: int) -> Row:
    """The start of the same incident under other circumstances."""
    rng = Random(f"{scenario.tier}/{scenario.split}/{scenario.seed}/{number}/redraw")
    for _ in range(50):
        given = draw(rng)
        if any(getattr(given, name) != value for name, value in scenario.family.needs):
            continue
        made = draft(scenario.tier, scenario.split, scenario.seed, scenario.attempt, given)
        if made is not None:
            return made.start.row
    return scenario.start.row


@lru_cache(maxsize=512)
def _weather(scenario: Scenario, number: int) -> NDArray[np.float64]:
    return noise(f"{scenario.split}/{scenario.seed}/{number}/other-weather", NOISE_TICKS)

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
from sentinel.world.shows import places
from sentinel.world.state import Row, at
from sentinel.world.topology import noise
from sentinel.world.view import View

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
    Glob.NEW_SECRET,
)  # fmt: skip
"""Circumstances of the whole estate."""

OF_SERVICE: Final = (
    Node.IMAGE_OK, Node.CONTRACT, Node.HOTFIX, Node.FLAG_OFF_ERR, Node.HOLDS_NEW, Node.SNAP_LSN,
    Node.SNAP_TICK, Node.BACKUPS, Node.REPLICA, Node.APPLIED, Node.UNDO_TICKS,
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
    seen = _seen(desk)
    circumstances = [int(field) for field in ESTATE_WIDE]
    circumstances += [at(node, field) for node in range(now.graph.nodes) for field in OF_SERVICE]
    for place in circumstances:
        if place not in seen and row[place] == start[place]:
            row[place] = other[place]
    rng = Random(f"{scenario.seed}/{number}/blur")
    for node in range(now.graph.nodes):
        for field in HIDDEN:
            factor = 1.0 + SPREAD * rng.uniform(-1.0, 1.0)
            if at(node, field) not in seen:
                row[at(node, field)] *= factor
    return Estate(now.graph, now.inventory, row, _weather(scenario, number))


def _seen(desk: Desk) -> set[int]:
    """Places of the row that the dashboard and the desk's last readings give away.

    What a reading counts over all services (who holds the new secret) is
    taken as given away for each.
    """
    found: set[int] = {Glob.CREATION, Glob.HEADROOM}
    estate = desk.estate
    for reading in desk.readings[-KEPT:]:
        view = View(
            estate.graph, estate.inventory, reading.names, estate.log[reading.tick],
            estate.past(reading.tick), desk.scenario.seed,
        )  # fmt: skip
        found.update(places(reading.tool, reading.node, view))
        if reading.tool == "check_secrets":
            found.update(at(node, Node.HOLDS_NEW) for node in range(estate.graph.nodes))
    return found


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

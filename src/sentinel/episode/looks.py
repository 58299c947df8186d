"""What is looked at before proposals, so that the looks tell nothing of what is proposed."""

from random import Random
from typing import Final

from sentinel.episode.desk import Desk
from sentinel.responder.candidate import Candidate
from sentinel.responder.looking import Look, at_random, several
from sentinel.world.dice import pick

LOOKS: Final = 6
"""Looks before every proposal, so that their number tells nothing."""

SKIPS: Final = 0.02
"""Share of proposals before which the responder skips its closest look."""


def first_looks(desk: Desk, rng: Random) -> None:
    """Look before the first decision: at the victim, at the culprit, and anywhere."""
    fault, graph, tick = desk.scenario.fault, desk.estate.graph, desk.estate.tick
    for node in (fault.victim, fault.culprit, fault.victim, rng.randrange(graph.nodes)):
        look = at_random(rng, node, graph)
        desk.note([look], tick - rng.randint(0, 3))
    desk.readings.sort(key=lambda reading: reading.tick)


def look_before(desk: Desk, chosen: Candidate, elsewhere: list[list[Look]], rng: Random) -> None:
    """Look anywhere near, where another idea hangs, and where the proposal hangs.

    Args:
        desk: Where the readings go.
        chosen: The proposal.
        elsewhere: Where ideas hang that are not proposed.
        rng: The stream that decides.
    """
    graph = desk.estate.graph
    close = list(chosen.looks(graph) or pick(rng, elsewhere))
    if rng.random() < SKIPS:
        del close[0]
    wanted, but = (*close, *pick(rng, elsewhere)), Look(chosen.kind.name, chosen.node)
    victim = desk.scenario.fault.victim
    desk.note(several(rng, LOOKS, wanted, but, victim, graph), desk.estate.tick)

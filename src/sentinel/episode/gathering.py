"""Where the team looks before a proposal is judged."""

from collections.abc import Sequence
from random import Random
from typing import Final

from sentinel.episode.desk import Desk
from sentinel.responder.candidate import Candidate
from sentinel.responder.looking import Look, around, at_random, several
from sentinel.scenario.generate import Scenario
from sentinel.world.dice import pick
from sentinel.world.faults.family import Fault

LOOKS: Final = 6
"""Looks before every proposal, so that their number tells nothing."""

SKIPS: Final = 0.02
"""Share of proposals before which the responder skips its closest look."""


def opening(desk: Desk, scenario: Scenario, rng: Random) -> None:
    """Look around before the first decision, and put what was read on the desk."""
    fault, graph, tick = scenario.fault, desk.estate.graph, desk.estate.tick
    for node in (fault.victim, fault.culprit, fault.places[-1], rng.randrange(graph.nodes)):
        look = at_random(rng, node, graph)
        desk.note([look], tick - rng.randint(0, 3))
    desk.readings.sort(key=lambda reading: reading.tick)


def elsewhere(scenario: Scenario) -> list[list[Look]]:
    """Where ideas hang that are not proposed."""
    fault, graph = scenario.fault, scenario.start.graph
    calls = fault.fixes + fault.tempting + fault.dangerous
    return [around(call, call.node or fault.culprit, graph) for call in calls]


def gathered(
    scenario: Scenario,
    chosen: Candidate,
    others: Sequence[list[Look]],
    rng: Random,
    also: Candidate | None = None,
    log: Look | None = None,
) -> list[Look]:
    """Look where the proposal hangs, where another idea hangs, and anywhere near.

    Args:
        scenario: The incident.
        chosen: What is proposed.
        others: Where other ideas hang, from `elsewhere`.
        rng: The stream that decides.
        also: Another idea whose evidence is wanted as much; None for one by lot.
        log: A log that is read in any case.

    Returns:
        `LOOKS` looks, none of them what is proposed.
    """
    graph = scenario.start.graph
    close = list(chosen.looks(graph) or pick(rng, others))
    if rng.random() < SKIPS:
        del close[0]
    second = pick(rng, others) if also is None else also.looks(graph)
    wanted = [*close, *([log] if log is not None else ()), *second]
    but = Look(chosen.kind.name, chosen.node)
    return several(rng, LOOKS, [look for look in wanted if look != but], but,
                   _near(scenario.fault, chosen.node), graph)  # fmt: skip


def _near(fault: Fault, node: int) -> int:
    """Who suffers from what a proposal about a service would mend."""
    return fault.places[-1] if node in fault.also else fault.victim

"""Whether a proposal still means what its author meant, once the API has changed.

Only what the API does with the call counts: not what kind of change it was, not
what the action deserves.
"""

from enum import StrEnum

from sentinel.episode.judging import Bench
from sentinel.responder.candidate import Candidate
from sentinel.world.drift.calls import Refusal, resolve


class Aftermath(StrEnum):
    """How a proposal stands to the changes of the API so far."""

    BEFORE = "before"
    """Nothing has changed yet."""
    VALID = "valid"
    """Something has, and the call still does what its author meant."""
    STALE = "stale"
    """The API in force refuses the call, or takes it for another one than the author's did."""


def aftermath(bench: Bench, chosen: Candidate) -> Aftermath:
    """How a proposal stands to the changes so far.

    A call is stale when the API its author plans on would have carried it out
    and the one in force refuses it or understands another call. What only looks
    is answered under every name, so it is never stale; nor is a call that its
    author's own API would have refused.
    """
    scenario, layer = bench.scenario, bench.desk.layer
    if layer.version == scenario.layer.version:
        return Aftermath.BEFORE
    if chosen.intended is None:
        return Aftermath.VALID
    graph = scenario.start.graph
    row = bench.desk.estate.row
    believed = resolve(chosen.action, chosen.layer, scenario.inventory, graph, row, chosen.role)
    if isinstance(believed, Refusal) or bench.meant(chosen) == believed:
        return Aftermath.VALID
    return Aftermath.STALE


def latest_change(bench: Bench) -> str:
    """The kind of the last change of the API, "none" before the first."""
    done = bench.desk.layer.version - bench.scenario.layer.version
    return bench.scenario.drifts[done - 1].kind.value if done else "none"

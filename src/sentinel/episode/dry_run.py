"""What a dry run of an action would print: a nominal model of what tools show.

It starts from the values that some tool prints, asked or not, uses textbook
parameters for what none prints, and calm weather. It never touches the rollouts
that labels are made of; how much it gives away is in `docs/world.md`.
"""

from typing import Final

import numpy as np

from sentinel.episode.judging import SUBMISSIONS, Bench
from sentinel.responder.candidate import Candidate
from sentinel.world.drift.calls import Refusal
from sentinel.world.estate import Estate
from sentinel.world.fields import GLOBALS, Glob, NodeKind
from sentinel.world.node_fields import Node
from sentinel.world.state import nodes

AHEAD_TICKS: Final = 8
"""How far a dry run looks: two minutes."""

NOMINAL: Final = {
    Node.SERVICE_S: 0.005, Node.FILL: 0.08, Node.WRITES: 0.33, Node.THREADS: 200.0,
    Node.HIT_MAX: 0.9,
}  # fmt: skip
"""Parameters that no tool shows."""


def dry_run(bench: Bench, chosen: Candidate) -> str:
    """The preview line of the `measured` protocol."""
    if chosen.action.kind.reads or chosen.action.name in SUBMISSIONS:
        return "Dry run: reads only."
    found = bench.meant(chosen)
    if isinstance(found, Refusal):
        return f"Dry run: {found.text}."
    without, with_it = _nominal(bench), _nominal(bench)
    with_it.execute(found)
    for estate in (without, with_it):
        estate.advance(AHEAD_TICKS)
    errors = [100.0 * estate.row[GLOBALS + Node.ERR] for estate in (without, with_it)]
    rows = with_it.row[Glob.ROWS_LOST] - without.row[Glob.ROWS_LOST]
    messages = with_it.row[Glob.MESSAGES_LOST] - without.row[Glob.MESSAGES_LOST]
    ready = nodes(with_it.row, with_it.graph)[chosen.node, Node.READY]
    return (
        f"Dry run: edge errors in 2 min {errors[1]:.0f} % with it, {errors[0]:.0f} % without; "
        f"ready {ready:.0f}; rows removed {rows:.0f}; messages removed {messages:.0f}."
    )


def _nominal(bench: Bench) -> Estate:
    now = bench.desk.estate
    estate = Estate(now.graph, now.inventory, now.row.copy(), np.ones_like(now.noise))
    view = nodes(estate.row, estate.graph)
    for field, value in NOMINAL.items():
        of = {
            Node.FILL: NodeKind.CACHE,
            Node.HIT_MAX: NodeKind.CACHE,
            Node.WRITES: NodeKind.DATABASE,
        }.get(field)
        here = estate.graph.kind == of if of is not None else np.ones(len(view), dtype=bool)
        view[here, field] = value
    return estate

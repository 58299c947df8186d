"""The observable values of a moment as one vector, for reference models that bound the rest."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentinel.episode.page import Page
from sentinel.proposal import Role
from sentinel.responder.candidate import Candidate
from sentinel.world.consequence import Consequence
from sentinel.world.drift.calls import Refusal, resolve
from sentinel.world.fields import GLOBALS, NODE, Edge, Glob
from sentinel.world.kinds import KINDS
from sentinel.world.node_fields import Node
from sentinel.world.state import edges, nodes

_NAMES: Final = tuple(KINDS)
_ACCOUNTS: Final = tuple(range(Glob.BURN, Glob.BURN_NOW))

SIZE: Final = GLOBALS + 3 * NODE + 2 * len(Edge) + len(KINDS) + 12
"""Length of the vector."""


def observables(page: Page, chosen: Candidate, found: Consequence) -> NDArray[np.float64]:
    """Read what tools could show at a moment, relative to the proposal.

    Args:
        page: What a briefing of the moment is written from; later ticks do not change it.
        chosen: What is proposed.
        found: Its consequence, for the policy it breaks and the idle reads alone.

    Returns:
        Shape `(SIZE,)`: the estate's values, those of the target, of the
        gateway and of the worst service, the means of the calls into and out
        of the target, the kind of action one-hot, then amount, role, refusal,
        breach, idle reads, ages.
    """
    estate, graph = page.estate, page.estate.graph
    row = estate.log[page.tick]
    values = row[:GLOBALS].copy()
    values[list(_ACCOUNTS)] = 0.0
    view = nodes(row, graph)
    worst = int(np.argmax(view[1:, Node.ERR])) + 1
    target = view[chosen.node].copy()
    calls = edges(row, graph)
    into = calls[graph.callee == chosen.node]
    out = calls[graph.caller == chosen.node]
    empty = np.zeros(len(Edge))
    one_hot = np.zeros(len(KINDS))
    one_hot[_NAMES.index(chosen.action.name)] = 1.0
    meant = resolve(chosen.action, page.layer, page.scenario.inventory, graph, row, chosen.role)
    call = None if isinstance(meant, Refusal) else meant
    rest = np.array([
        float(tuple(Role).index(chosen.role)),
        -1.0 if call is None else call.amount,
        float(call is None),
        float(found.breach != ""),
        float(found.idle_reads),
        float(row[Glob.TICK] - target[Node.SNAP_TICK]),
        float(graph.kind[chosen.node]),
        float(chosen.node == worst),
        float(len(page.history)),
        float(target[Node.MAX_CONNS] - target[Node.CONNS]),
        float(chosen.node),
        float(target[Node.LSN] - target[Node.SNAP_LSN]),
    ])  # fmt: skip
    return np.concatenate([
        values, target, view[0], view[worst],
        into.mean(axis=0) if len(into) else empty,
        out.mean(axis=0) if len(out) else empty,
        one_hot, rest,
    ])  # fmt: skip

"""Rolling a forked world forward, with and without an action, in compiled code.

One call measures any number of candidate actions against the same noise:
common random numbers, so that a difference is the action's and not the
weather's.
"""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.effects import apply
from sentinel.world.fields import GLOBALS, NODE, Glob, Node, NodeKind
from sentinel.world.jit import compiled
from sentinel.world.kernel import tick
from sentinel.world.state import Row

STEP_TICKS = 2
"""Ticks that one step of an episode takes."""

HOUR_TICKS = 240.0
"""Ticks of writes that count as lost to a hazard when no snapshot is scheduled."""

MEASURES = 8
"""Burn, rows, messages, sessions, exposure, evidence, rows at risk to hardware, to corruption."""

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


@compiled
def rows_at_risk(row: Row, before: Row, kind: _Ints, out: _Floats) -> None:
    """Rows that a lost disk (`out[6]`) and a logical corruption (`out[7]`) would cost now.

    Only rows that existed `before` count, and an hour's writes where nothing
    protects new ones: an outage that keeps users from writing lowers no risk.
    """
    for i in range(len(kind)):
        if kind[i] == NodeKind.DATABASE:
            b = GLOBALS + i * NODE
            hour = 0.0
            if row[b + Node.BACKUPS] < 0.5:
                hour = row[b + Node.CAPACITY] * row[b + Node.WRITES] * 3.0 * HOUR_TICKS
            kept = max(row[b + Node.APPLIED], row[b + Node.SNAP_LSN])
            held = min(row[b + Node.LSN], before[b + Node.LSN])
            out[6] += max(held - kept, 0.0)
            if row[b + Node.REPLICA] < 0.5:
                out[6] += hour
            out[7] += max(held - row[b + Node.SNAP_LSN], 0.0) + hour


@compiled
def account(row: Row, before: Row, kind: _Ints, out: _Floats) -> None:
    """Read the accounts of a row into `out`, shape `(MEASURES,)`; `before` is where it began."""
    out[0] = row[Glob.BURN]
    out[1] = row[Glob.ROWS_LOST]
    out[2] = row[Glob.MESSAGES_LOST]
    out[3] = row[Glob.SESSIONS_LOST]
    out[4] = row[Glob.EXPOSURE]
    out[5] = row[Glob.EVIDENCE_LOST]
    out[6] = 0.0
    out[7] = 0.0
    rows_at_risk(row, before, kind, out)


@compiled
def done(row: Row, step: _Floats) -> bool:
    """Whether a step of a plan needs doing no more: `sign * (row[place] - value) >= 0`, twice."""
    for at in (3, 6):
        place = int(step[at])
        if place >= 0 and step[at + 1] * (row[place] - step[at + 2]) >= 0.0:
            return True
    return False


@compiled
def roll(
    row: Row,
    kind: _Ints,
    first: _Ints,
    callee: _Ints,
    noise: _Floats,
    plan: _Floats,
    start: int,
    ticks: int,
) -> None:
    """Move a row `ticks` ticks, in place, carrying out a plan one step an interval.

    Args:
        row: The state.
        kind: `NodeKind` of each node.
        first: Number of the first edge of each node, then the number of edges.
        callee: Node each edge goes to.
        noise: Traffic factor of every tick of the episode, by tick number modulo its length.
        plan: Shape `(steps, 9)`: op, node, amount, and twice when it needs no more doing (`done`).
        start: Tick from now at which the plan begins; beyond `ticks` for never.
        ticks: How far to go.
    """
    at = 0
    for t in range(ticks):
        if t >= start and (t - start) % STEP_TICKS == 0:
            while at < len(plan) and done(row, plan[at]):
                at += 1
            if at < len(plan):
                op = int(plan[at, 0])
                apply(row, kind, first, callee, op, int(plan[at, 1]), plan[at, 2])
                if op != 0:
                    at += 1
        tick(row, kind, first, callee, noise[int(row[Glob.TICK]) % len(noise)])


@compiled
def measure(
    row: Row,
    kind: _Ints,
    first: _Ints,
    callee: _Ints,
    noise: _Floats,
    plan: _Floats,
    actions: _Floats,
    ticks: int,
    work: Row,
    out: _Floats,
) -> None:
    """Measure each action twice: nobody acting after it, and the plan following it.

    Args:
        row: The state now; not written.
        kind: `NodeKind` of each node.
        first: Number of the first edge of each node, then the number of edges.
        callee: Node each edge goes to.
        noise: As in `roll`.
        plan: As in `roll`.
        actions: Shape `(actions, 3)`: op, node, amount. Op NONE is doing nothing.
        ticks: The horizon.
        work: Scratch, the size of `row`.
        out: Written, shape `(actions, MEASURES + 1)`: the accounts with nobody acting after
            it, then the burn with the plan following one step later.
    """
    for k in range(len(actions)):
        for start, column in ((ticks, 0), (STEP_TICKS, MEASURES)):
            work[:] = row
            op = int(actions[k, 0])
            apply(work, kind, first, callee, op, int(actions[k, 1]), actions[k, 2])
            roll(work, kind, first, callee, noise, plan, start, ticks)
            if column == 0:
                account(work, row, kind, out[k])
            else:
                out[k, MEASURES] = work[Glob.BURN]


@compiled
def advance(
    row: Row,
    kind: _Ints,
    first: _Ints,
    callee: _Ints,
    noise: _Floats,
    log: _Floats,
    ticks: int,
) -> None:
    """Move a row `ticks` ticks, in place, and keep every tick of it in `log`."""
    for _ in range(ticks):
        tick(row, kind, first, callee, noise[int(row[Glob.TICK]) % len(noise)])
        log[int(row[Glob.TICK]) % len(log)] = row

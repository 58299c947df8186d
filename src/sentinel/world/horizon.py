"""Rolling a world forward in compiled code, a plan being carried out or not, and its accounts."""

import numpy as np
from numpy.typing import NDArray

from sentinel.world.effects import apply
from sentinel.world.fields import GLOBALS, NODE, Glob, NodeKind
from sentinel.world.jit import compiled
from sentinel.world.kernel import tick
from sentinel.world.node_fields import Node
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
            dumped = row[b + Node.SNAP_LSN] if row[b + Node.KEY_OFF] < 0.5 else 0.0
            kept = max(row[b + Node.APPLIED], dumped)
            held = min(row[b + Node.LSN], before[b + Node.LSN])
            out[6] += max(held - kept, 0.0)
            if row[b + Node.REPLICA] < 0.5:
                out[6] += hour
            out[7] += max(held - dumped, 0.0) + hour


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
def passed(row: Row, plan: _Floats, at: int) -> int:
    """Steps of a plan that are behind once those are passed over that need no more doing."""
    while at < len(plan) and done(row, plan[at]):
        at += 1
    return at


@compiled
def resume(
    row: Row,
    kind: _Ints,
    first: _Ints,
    callee: _Ints,
    noise: _Floats,
    plan: _Floats,
    start: int,
    now: int,
    ticks: int,
    at: int,
) -> int:
    """Move a row on, in place, carrying out a plan one step an interval.

    Args:
        row: The state, `now` ticks on.
        kind: `NodeKind` of each node.
        first: Number of the first edge of each node, then the number of edges.
        callee: Node each edge goes to.
        noise: Traffic factor of every tick of the episode, by tick number modulo its length.
        plan: Shape `(steps, 9)`: op, node, amount, and twice when it needs no more doing (`done`).
        start: Tick at which the plan begins; `ticks` or more for never.
        now: Ticks gone.
        ticks: Ticks gone afterwards.
        at: Steps of the plan that are behind.

    Returns:
        Steps of the plan that are behind afterwards.
    """
    for t in range(now, ticks):
        if t >= start and (t - start) % STEP_TICKS == 0:
            at = passed(row, plan, at)
            if at < len(plan):
                op = int(plan[at, 0])
                apply(row, kind, first, callee, op, int(plan[at, 1]), plan[at, 2])
                if op != 0:
                    at += 1
        tick(row, kind, first, callee, noise[int(row[Glob.TICK]) % len(noise)])
    return at


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
    """Move a row `ticks` ticks, in place, with a plan from tick `start` on; see `resume`."""
    resume(row, kind, first, callee, noise, plan, start, 0, ticks, 0)


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

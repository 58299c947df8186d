"""What the tools of databases, caches and queues print."""

from typing import Final

from sentinel.world.fields import Glob, Node
from sentinel.world.state import TICK_S, at
from sentinel.world.view import View, age, measured, mixed, noisy, percent

_MINUTE: Final = 60.0 / TICK_S
"""Ticks of a minute."""

_NEVER: Final = -1e5
"""Tick before which no snapshot was taken: all were deleted."""

LISTED_CLIENTS: Final = 4
"""Clients whose pools one reading of the locks lists."""


def listed_clients(view: View, node: int) -> list[int]:
    """Services whose pools a reading of a database's locks lists."""
    return _clients(view, node)[:LISTED_CLIENTS]


def backups(view: View, node: int, dice: int) -> str:
    """The newest snapshot, what has been written since, and whether more will come."""
    v, name = view.of(node), view.names[node]
    taken, label = v[Node.SNAP_TICK], f"full-{view.fixed(node, 3) % 900 + 100}"
    old_s = (view.tick - taken) * TICK_S
    lines = [f"{view.clock()} stanza: {name}"]
    if taken < _NEVER:
        lines.append("status: error (no valid backups), repo1 is empty: no snapshot")
    else:
        lines.append("status: ok, cipher none, repo1 retention 2")
        lines.append(
            f"backup {label}  snapshot {old_s // 60.0:.0f}m old"
            f" (taken {view.clock(old_s)})  checksums verified"
        )
    since = max(v[Node.LSN] - v[Node.SNAP_LSN], 0.0)
    lines.append(f"rows since snapshot {since:.0f} (position now {v[Node.LSN]:.0f})")
    on = v[Node.BACKUPS] > 0.5
    lines.append(f"schedule {'enabled' if on else 'disabled'} {view.since(at(node, Node.BACKUPS))}")
    return "\n".join(lines)


def replication(view: View, node: int, dice: int) -> str:
    """The role of each host, the lag in rows, the rates that change it, and the slot."""
    v, name = view.of(node), view.names[node]
    fence = "fenced, read-only" if v[Node.FENCED] > 0.5 else "accepts writes"
    link = "streaming" if v[Node.REPLICA] > 0.5 else "not connected"
    primary = f"primary {view.since(at(node, Node.A_PRIMARY))}  {fence}"
    replica = f"replica  {link} {view.since(at(node, Node.REPLICA))}"
    first, second = (primary, replica) if v[Node.A_PRIMARY] > 0.5 else (replica, primary)
    then, ago = view.back(int(5 * _MINUTE))
    lag = max(v[Node.LSN] - v[Node.APPLIED], 0.0)
    was = max(float(then[at(node, Node.LSN)] - then[at(node, Node.APPLIED)]), 0.0)
    written = noisy(60.0 * v[Node.LOAD] * v[Node.WRITES], dice, 0)
    slot = "none" if v[Node.REPLICA] < 0.5 else "active=t"
    if v[Node.SLOT] > 0.5:
        slot = "active=f, no reader, retains wal"
    return (
        f"{view.clock()} {name} pg_stat_replication\n"
        f"{name}-a  {first}\n{name}-b  {second}\n"
        f"lsn {v[Node.LSN]:.0f} applied {v[Node.APPLIED]:.0f}"
        f"  lag {lag:.0f} rows ({ago} {was:.0f} rows)\n"
        f"writes {written:.0f} rows/min  replay up to {_MINUTE * v[Node.APPLY_RATE]:.0f} rows/min\n"
        f"slot standby_{view.fixed(node, 1) % 90 + 10} {slot}"
    )


def locks(view: View, node: int, dice: int) -> str:
    """Connections, the transaction that others wait for, the batch job, and clients' pools."""
    v, name = view.of(node), view.names[node]
    lines = [
        f"{view.clock()} {name} pg_stat_activity",
        f"conns {v[Node.CONNS]:.0f}/{v[Node.MAX_CONNS]:.0f}  idle {v[Node.IDLE]:.0f}"
        f"  memory carries {v[Node.CONN_MEMORY]:.0f} conns",
    ]
    pid = view.fixed(node, 2) % 9000 + 1000
    if v[Node.LOCK] > 0.0:
        left, undo = v[Node.LOCK_LEFT] * TICK_S, v[Node.UNDO_TICKS] * TICK_S
        lines.append(
            f"pid {pid} holds locks, blocks {percent(v[Node.LOCK])} of work"
            f" {view.since(at(node, Node.LOCK))}"
        )
        lines.append(f"pid {pid} left {max(left, 0.0):.0f}s by progress, undo takes {undo:.0f}s")
    else:
        lines.append(f"no session waits, longest xact {60 + dice % 400} ms (pid {pid})")
    job = "enabled" if v[Node.JOB] > 0.5 else "suspended"
    part = percent(v[Node.JOB_LOCK])
    lines.append(f"job {name}-batch {job}, runs each 1m, blocks {part} of work a run")
    clients = _clients(view, node)
    pools = []
    for client in clients[:LISTED_CLIENTS]:
        pods = view.row.item(at(client, Node.DESIRED))
        pool = view.row.item(at(client, Node.POOL))
        pools.append(f"{view.names[client]} {pods:.0f}x{pool:.0f}")
    more = f", {len(clients) - LISTED_CLIENTS} more" if len(clients) > LISTED_CLIENTS else ""
    lines.append(f"pools (replicas x conns) {', '.join(pools)}{more}")
    return "\n".join(lines)


def storage(view: View, node: int, dice: int) -> str:
    """The volume and what fills it, and each table's size, rows and last write."""
    v, name = view.of(node), view.names[node]
    disk, grow = v[Node.DISK], v[Node.DISK_GROWTH] * _MINUTE
    full = f", full in {max(1.0 - disk, 0.0) / grow:.0f}m" if grow > 0.0 else ""
    quota = "may still grow" if view.row[Glob.QUOTA] > 0.5 else "quota reached, cannot grow"
    rest = disk - v[Node.WAL] - v[Node.ARCHIVE] - v[Node.SCRATCH] - 0.04
    number = mixed(view.seed, -1, node, 5)
    tables = view.inventory.tables[node]
    rows = [
        f"{tables[0]}  {percent(max(rest, 0.0))}  {v[Node.ROWS]:.0f} rows  last write today",
        f"{tables[1]}  {percent(v[Node.SCRATCH])}  {int(v[Node.SCRATCH] * (4e6 + number % 10**6))}"
        f" rows  last write {3 + number % 60}d ago",
    ]
    if v[Node.ROWS] < 0.5:
        rows[0] = f"{tables[0]}  0.0%  0 rows  last write -"
    if v[Node.SCRATCH] <= 0.0:
        rows[1] = f"{tables[1]}  0.0%  0 rows  last write -"
    if number >> 40 & 1:
        rows.reverse()
    return (
        f"{view.clock()} df /var/lib/{name}\n"
        f"used {percent(disk)}, {100.0 * grow:+.2f}%/min{full}; volume {quota}\n"
        f"pg_wal {percent(v[Node.WAL])}  old archives {percent(v[Node.ARCHIVE])}\n"
        f"TABLE  SIZE  ROWS  LAST WRITE\n{rows[0]}\n{rows[1]}"
    )


def cache(view: View, node: int, dice: int) -> str:
    """Hit rate, how warm the cache is, what it holds, and whether its values check out."""
    v = view.of(node)
    hits = measured(v[Node.WARM] * v[Node.HIT_MAX], dice, 0)
    best = percent(v[Node.HIT_MAX])
    refill = age(TICK_S / v[Node.FILL]) if v[Node.FILL] > 0.0 else "never"
    held = v[Node.SESSIONS]
    if held > 0.0:
        keys = f"keyspace db0 session:*  {percent(held)} of user sessions live here"
    else:
        keys = "keyspace db0 look-aside copies, 0 session keys"
    return (
        f"{view.clock()} {view.names[node]} # Stats\n"
        f"hit_rate {hits} (warm cache {best})  hot keys loaded {percent(v[Node.WARM])}\n"
        f"refill of the hot set ~{refill}  evicted {dice % 9}/min  mem {_memory(v, dice)}\n{keys}\n"
        f"checksum mismatch {measured(v[Node.POISON], dice, 2)} of reads"
    )


def queue(view: View, node: int, dice: int) -> str:
    """Messages waiting, what comes and goes, and whether the head moves."""
    v, name = view.of(node), view.names[node]
    stuck = v[Node.STUCK] > 0.5
    offset = view.fixed(node, 4) % 900_000 + view.tick
    most = v[Node.DRAIN] * _MINUTE
    if stuck:
        seen = view.since(at(node, Node.STUCK))
        head = f"head offset {offset} cannot be deserialized, retried {seen}"
    else:
        head = f"head advances, last offset {offset} committed {1 + dice % 8}s ago"
    place = at(node, Node.DEPTH)
    then, ago = view.back(int(5 * _MINUTE))
    return (
        f"{view.clock()} topic {name}  group {name}-workers\n"
        f"depth {v[Node.DEPTH]:.0f} messages ({ago} {float(then[place]):.0f})\n"
        f"in {noisy(60.0 * v[Node.LOAD], dice, 0):.0f}/min"
        f"  consumers take up to {most:.0f}/min\n{head}"
    )


def _memory(v: list[float], dice: int) -> str:
    return percent(noisy(v[Node.MEMORY], dice, 1))


def _clients(view: View, node: int) -> list[int]:
    caller = view.graph.caller
    return sorted({caller.item(e) for e in view.calls_to(node)})

"""What the tools of databases, caches and queues print."""

from typing import Final

from sentinel.world.fields import Glob
from sentinel.world.node_fields import Node
from sentinel.world.state import TICK_S, at
from sentinel.world.view import View, age, measured, noisy, percent, taking

_MINUTE: Final = 60.0 / TICK_S
"""Ticks of a minute."""

_NEVER: Final = -1e5
"""Tick before which no snapshot was taken: all were deleted."""

_BACKUPS: Final = taking(
    Node.SNAP_TICK, Node.LSN, Node.SNAP_LSN, Node.BACKUPS, Node.RETENTION_MIN, Node.KEY_OFF
)
_RECOVERY: Final = taking(Glob.PITR, Glob.SNAP_FAILED)
_REPLICATION: Final = taking(
    Node.FENCED, Node.REPLICA, Node.A_PRIMARY, Node.LSN, Node.APPLIED, Node.LOAD, Node.WRITES,
    Node.SLOT, Node.APPLY_RATE, Node.CUT,
)  # fmt: skip
_CONNECTIONS: Final = taking(Node.CONNS, Node.MAX_CONNS, Node.IDLE, Node.CONN_MEMORY)
_LOCKS: Final = taking(
    Node.LOCK, Node.LOCK_LEFT, Node.UNDO_TICKS, Node.JOB, Node.JOB_LOCK, Node.MIGRATING
)
_POOL: Final = taking(Node.DESIRED, Node.POOL)
_STORAGE: Final = taking(
    Node.DISK, Node.DISK_GROWTH, Node.WAL, Node.ARCHIVE, Node.SCRATCH, Node.ROWS
)
_CACHE: Final = taking(
    Node.WARM, Node.HIT_MAX, Node.FILL, Node.SESSIONS, Node.MEMORY, Node.POISON, Node.EVICTED,
    Node.CACHE_ROOM, Node.NOAUTH,
)  # fmt: skip
_QUEUE: Final = taking(
    Node.STUCK, Node.DRAIN, Node.DEPTH, Node.LOAD, Node.CONSUMERS, Node.PARTITIONS, Node.SLOW,
    Node.SINK,
)  # fmt: skip

LISTED_CLIENTS: Final = 4
"""Clients whose pools one reading of the locks lists."""


def listed_clients(view: View, node: int) -> list[int]:
    """Services whose pools a reading of a database's locks lists."""
    return _clients(view, node)[:LISTED_CLIENTS]


def backups(view: View, node: int, dice: int) -> str:
    """The newest snapshot, what has been written since, and whether more will come."""
    taken, lsn, snap_lsn, backed, minutes, key_off = _BACKUPS(view.of(node))
    label = f"full-{view.fixed(node, 3) % 900 + 100}"
    old_s = (view.tick - taken) * TICK_S
    lines = [f"{view.now} stanza: {view.names[node]}"]
    keeps = f"{minutes:.0f}m" if minutes > 0.0 else "2"
    cipher = "aes-256, key disabled" if key_off > 0.5 else "none"
    if taken < _NEVER:
        changed = minutes > 0.0 or key_off > 0.5
        how = f"; cipher {cipher}, repo1 retention {keeps}" if changed else ""
        lines.append(f"status: error (no valid backups), repo1 is empty: no snapshot{how}")
    else:
        lines.append(f"status: ok, cipher {cipher}, repo1 retention {keeps}")
        lines.append(
            f"backup {label}  snapshot {old_s // 60.0:.0f}m old"
            f" (taken {view.clock(old_s)})  checksums verified"
        )
    archived, failed = _RECOVERY(view.values)
    if failed > taken:
        ago = age((view.tick - failed) * TICK_S)
        lines.append(f"backup full-{view.fixed(node, 3) % 900 + 101}  {ago} ago  checksums FAILED")
    since = max(lsn - snap_lsn, 0.0)
    lines.append(f"rows since snapshot {since:.0f} (position now {lsn:.0f})")
    state = "enabled" if backed > 0.5 else "disabled"
    wal = "on, replays 10m" if archived > 0.5 else "off, nothing to replay"
    lines.append(f"schedule {state} {view.since(at(node, Node.BACKUPS))}; wal archive {wal}")
    return "\n".join(lines)


def replication(view: View, node: int, dice: int) -> str:
    """The role of each host, the lag in rows, the rates that change it, and the slot."""
    fenced, link, a_primary, lsn, applied, load, writes, held, rate, cut = _REPLICATION(
        view.of(node)
    )
    if cut > 0.0 and view.values[Glob.PARTITION] > 0.0:
        link = 0.0
    name = view.names[node]
    fence = "fenced, read-only" if fenced > 0.5 else "accepts writes"
    linked = "streaming" if link > 0.5 else "not connected"
    primary = f"primary {view.since(at(node, Node.A_PRIMARY))}  {fence}"
    replica = f"replica  {linked} {view.since(at(node, Node.REPLICA))}"
    first, second = (primary, replica) if a_primary > 0.5 else (replica, primary)
    then, ago = view.back(int(5 * _MINUTE))
    lag = max(lsn - applied, 0.0)
    was = max(then.item(at(node, Node.LSN)) - then.item(at(node, Node.APPLIED)), 0.0)
    slot = "none" if link < 0.5 else "active=t"
    if held > 0.5:
        slot = "active=f, no reader, retains wal"
    return (
        f"{view.now} {name} pg_stat_replication\n"
        f"{name}-a  {first}\n{name}-b  {second}\n"
        f"lsn {lsn:.0f} applied {applied:.0f}"
        f"  lag {lag:.0f} rows ({ago} {was:.0f} rows)\n"
        f"writes {noisy(60.0 * load * writes, dice, 0):.0f} rows/min"
        f"  replay up to {_MINUTE * rate:.0f} rows/min\n"
        f"slot standby_{view.fixed(node, 1) % 90 + 10} {slot}"
        f"  synchronous_commit {'on' if view.values[Glob.SYNC] > 0.5 else 'local'}"
    )


def locks(view: View, node: int, dice: int) -> str:
    """Connections, the transaction that others wait for, the batch job, and clients' pools."""
    v, name = view.of(node), view.names[node]
    used, most, idle, memory = _CONNECTIONS(v)
    lock, lock_left, undo_ticks, job_on, job_lock, migrating = _LOCKS(v)
    lines = [
        f"{view.now} {name} pg_stat_activity",
        f"conns {used:.0f}/{most:.0f}  idle {idle:.0f}  memory carries {memory:.0f} conns",
    ]
    pid = view.fixed(node, 2) % 9000 + 1000
    if lock > 0.0:
        left, undo = lock_left * TICK_S, undo_ticks * TICK_S
        lines.append(
            f"pid {pid} holds locks, blocks {percent(lock)} of work"
            f" {view.since(at(node, Node.LOCK))}"
        )
        lines.append(f"pid {pid} left {max(left, 0.0):.0f}s by progress, undo takes {undo:.0f}s")
    else:
        lines.append(f"no session waits, longest xact {60 + dice % 400} ms (pid {pid})")
    job = "enabled" if job_on > 0.5 else "suspended"
    moves = f", migration {pid % 80 + 10:04d} running in batches" if migrating > 0.5 else ""
    blocks = f"blocks {percent(job_lock)} of work a run"
    lines.append(f"job {name}-batch {job}, runs each 1m, {blocks}{moves}")
    clients = _clients(view, node)
    pools = []
    for client in clients[:LISTED_CLIENTS]:
        pods, pool = _POOL(view.of(client))
        pools.append(f"{view.names[client]} {pods:.0f}x{pool:.0f}")
    more = f", {len(clients) - LISTED_CLIENTS} more" if len(clients) > LISTED_CLIENTS else ""
    lines.append(f"pools (replicas x conns) {', '.join(pools)}{more}")
    return "\n".join(lines)


def storage(view: View, node: int, dice: int) -> str:
    """The volume and what fills it, and each table's size, rows and last write."""
    disk, growth, wal, archive, scratch, kept = _STORAGE(view.of(node))
    grow = growth * _MINUTE
    full = f", full in {max(1.0 - disk, 0.0) / grow:.0f}m" if grow > 0.0 else ""
    quota = "may still grow" if view.values[Glob.QUOTA] > 0.5 else "quota reached, cannot grow"
    rest = disk - wal - archive - scratch - 0.04
    number = view.fixed(node, 5)
    tables = view.inventory.tables[node]
    rows = [
        f"{tables[0]}  {percent(max(rest, 0.0))}  {kept:.0f} rows  last write today",
        f"{tables[1]}  {percent(scratch)}  {int(scratch * (4e6 + number % 10**6))}"
        f" rows  last write {3 + number % 60}d ago",
    ]
    if kept < 0.5:
        rows[0] = f"{tables[0]}  0.0%  0 rows  last write -"
    if scratch <= 0.0:
        rows[1] = f"{tables[1]}  0.0%  0 rows  last write -"
    if number >> 40 & 1:
        rows.reverse()
    return (
        f"{view.now} df /var/lib/{view.names[node]}\n"
        f"used {percent(disk)}, {100.0 * grow:+.2f}%/min{full}; volume {quota}\n"
        f"pg_wal {percent(wal)}  old archives {percent(archive)}\n"
        f"TABLE  SIZE  ROWS  LAST WRITE\n{rows[0]}\n{rows[1]}"
    )


def cache(view: View, node: int, dice: int) -> str:
    """Hit rate, how warm the cache is, what it holds, and whether its values check out."""
    warm, best, fill, held, memory, poison, evicted, room, refuses = _CACHE(view.of(node))
    refill = age(TICK_S / fill) if fill > 0.0 else "never"
    if held > 0.0:
        keys = f"keyspace db0 session:*  {percent(held)} of user sessions live here"
    else:
        keys = "keyspace db0 look-aside copies, 0 session keys"
    return (
        f"{view.now} {view.names[node]} # Stats\n"
        f"hit_rate {measured(warm * best * (1.0 - refuses), dice, 0)} (warm cache {percent(best)})"
        f"  hot keys loaded {percent(warm)}\n"
        f"refill of the hot set ~{refill}  evicted {dice % 9 + 4000.0 * evicted:.0f}/min"
        f"  mem {percent(max(noisy(memory, dice, 1), float(evicted > 0.0)))}\n{keys}\n"
        f"checksum mismatch {measured(poison, dice, 2)} of reads\n"
        f"maxmemory holds {percent(1.0 - evicted)} of hot keys, host has"
        f" {'room for half as much again' if room > 0.5 else 'no memory left for more'}\n"
        f"auth NOAUTH to {percent(refuses)} of clients {view.since(at(node, Node.NOAUTH))}"
    )


def queue(view: View, node: int, dice: int) -> str:
    """Messages waiting, what comes and goes, and whether the head moves."""
    stuck, drain, depth, load, workers, partitions, slow, sink = _QUEUE(view.of(node))
    name = view.names[node]
    offset = view.fixed(node, 4) % 900_000 + view.tick
    if stuck > 0.5:
        seen = view.since(at(node, Node.STUCK))
        head = f"head offset {offset} cannot be deserialized, retried {seen}"
    else:
        head = f"head advances, last offset {offset} committed {1 + dice % 8}s ago"
    then, ago = view.back(int(5 * _MINUTE))
    writes = f", each 2 conns to {view.names[int(sink)]}" if sink >= 0.0 else ""
    return (
        f"{view.now} topic {name}  group {name}-workers\n"
        f"depth {depth:.0f} messages ({ago} {then.item(at(node, Node.DEPTH)):.0f})\n"
        f"in {noisy(60.0 * load, dice, 0):.0f}/min"
        f"  workers take up to {drain * (1.0 - slow) * _MINUTE:.0f}/min\n{head}\n"
        f"workers {workers:.0f} partitions {partitions:.0f}{writes}\n"
        f"workers' version costs {percent(slow)} of the pace of the one before"
    )


def _clients(view: View, node: int) -> list[int]:
    caller = view.wiring.caller
    return sorted({caller[e] for e in view.calls_to(node)})

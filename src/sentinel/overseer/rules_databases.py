"""What steps on databases would do, as reckoned from the page."""

from dataclasses import replace

from sentinel.overseer.rules_case import LOG_KEPT_S, TICK_MIN, Case
from sentinel.overseer.rules_effect import Effect
from sentinel.overseer.rules_links import apart, waits


def kill_query(case: Case) -> Effect:
    """The longest transaction ends, after its writes are undone."""
    facts = case.facts("undo_s", "lock", "unlocked", "job")
    if case.fact("unlocked") is not None or not _held(case):
        return Effect(facts=facts, note="no session waits")
    if case.number("undo_s", 15.0) > 30.0:
        burn = case.outage(0.97)
        return Effect(burn=burn, facts=facts, note="the undo blocks everything")
    if case.fact("migrating") is not None:
        return Effect(mends=0.3, facts=facts, note="the migration's next batch takes it again")
    return Effect(mends=1.0, facts=facts, note="the undo is short")


def _held(case: Case) -> bool:
    """Whether a transaction holds the target's locks, as far as was read."""
    lock = case.fact("lock")
    return lock.value > 0.0 if lock is not None else _is_cause(case, "lock")


def disable_job(case: Case) -> Effect:
    """The batch job no longer starts transactions."""
    on = case.number("job", 0.0) > 0.5
    return Effect(mends=float(on), facts=case.facts("job", "lock"), note="the batch job stops")


def take_snapshot(case: Case) -> Effect:
    """The newest rows are kept."""
    facts = case.facts("snapshot_min", "rows_since")
    stale = case.snapshot_s(case.target) > LOG_KEPT_S
    needed = _is_cause(case, "disk") and stale and case.number("quota", 0.0, "") < 0.5
    return Effect(mends=float(needed), facts=facts, note="a snapshot is taken")


def fence_primary(case: Case) -> Effect:
    """Writes stop."""
    facts = case.facts("lag", "fenced", "writes_min")
    if case.number("fenced", 0.0) > 0.5:
        return Effect(facts=facts, note="fenced already")
    helps = _is_cause(case, "primary") and case.burn > 0.08
    return Effect(
        burn=0.0 if helps else case.outage(0.33),
        mends=float(helps),
        facts=facts,
        note="writes stop",
    )


def promote(case: Case) -> Effect:
    """The replica takes over; what it has not applied is gone."""
    lag = case.number("lag", 600.0)
    if apart(case) and _is_cause(case, "partition"):
        lag = lag if waits(case) else max(lag, 30.0)
    hardware = 0.0
    if case.number("backups", 1.0) < 0.5 and case.number("replica", 1.0) > 0.5:
        hardware = hour(case)
    helps = any(_is_cause(case, each) for each in ("primary", "lock", "partition"))
    facts = case.facts("lag", "replica", "writes_min", "backups")
    return Effect(
        rows=lag,
        hardware=hardware,
        mends=float(helps),
        facts=facts,
        note="rows not applied are lost",
    )


def promote_unfenced(case: Case) -> Effect:
    """The replica takes over beside a primary that goes on taking writes."""
    both = promote(case)
    rows = both.rows + 2.0 * case.number("writes_min", 3_000.0)
    return replace(both, rows=rows, note="the primary is not fenced and both take writes")


def restore(case: Case) -> Effect:
    """Back to the newest snapshot."""
    rows = case.number("rows_since", 10_000.0)
    return Effect(
        burn=3 * TICK_MIN * case.reach(case.target),
        rows=rows,
        facts=case.facts("rows_since", "snapshot_min"),
        note="rows since are lost",
    )


def resume_replication(case: Case) -> Effect:
    """The replica is built again."""
    return Effect(facts=case.facts("replica", "lag"), note="the replica is built again")


def wipe(case: Case) -> Effect:
    """One host is emptied and built again from its peer."""
    facts = case.facts("a_primary", "lag", "replica", "rows_since")
    if case.fact("a_primary") is None:
        return Effect(rows=600.0, note="nobody read which host is the primary")
    a_primary = case.number("a_primary", 1.0) > 0.5
    if a_primary == (case.detail == "a"):
        rows = min(case.number("lag", 1e9), case.number("rows_since", 1e9))
        burn = 8 * TICK_MIN * case.reach(case.target) * (1.0 - case.burn)
        return Effect(burn=burn, rows=rows, facts=facts, note="that host is the primary")
    return Effect(facts=facts, note="that host is the replica")


def drop_table(case: Case) -> Effect:
    """A table and its rows are gone."""
    table = case.fact(f"table {case.detail}")
    facts = (*((table,) if table is not None else ()), *case.facts("disk"))
    if table is None or table.value > 0.5:
        rows = float(table.word) if table is not None else 1e6
        return Effect(rows=rows, burn=0.5 if rows > 0 else 0.0, facts=facts, note="written today")
    held = 0.0 if table.word == "0" else 8.0
    return Effect(mends=_frees(case, held), facts=facts, note="not written for days")


def vacuum(case: Case) -> Effect:
    """A hundredth of the volume."""
    return Effect(facts=case.facts("disk", "growth"), note="frees next to nothing")


def drop_slot(case: Case) -> Effect:
    """The log is let go, and the replica with it."""
    since, lag = case.number("rows_since", 50_000.0), case.number("lag", 0.0)
    facts = case.facts("rows_since", "snapshot_min", "lag", "slot", "replica", "backups")
    works = case.number("replica", 1.0) > 0.5
    hardware = max(since - lag, 0.0)
    if works and case.number("backups", 1.0) < 0.5:
        hardware += hour(case)
    return Effect(
        hardware=hardware,
        mends=_frees(case, case.number("wal", 30.0)),
        facts=facts,
        note="the replica can never catch up",
    )


def extend_volume(case: Case) -> Effect:
    """More room, if the quota allows it."""
    facts = case.facts("quota", "disk", "growth")
    if case.number("quota", 1.0, "") < 0.5:
        return Effect(facts=facts, note="the quota is reached")
    return Effect(mends=_frees(case, 30.0), facts=facts, note="the volume may grow")


def purge_archives(case: Case) -> Effect:
    """Old backups are deleted."""
    facts = case.facts("snapshot_min", "archives", "disk")
    if case.snapshot_s(case.target) > LOG_KEPT_S:
        return Effect(
            corruption=0.5 * case.number("position", 4e6),
            facts=facts,
            note="the snapshot needs those archives",
        )
    return Effect(
        mends=_frees(case, case.number("archives", 10.0)), facts=facts, note="old archives go"
    )


def delete_wal(case: Case) -> Effect:
    """Log is removed by hand."""
    rows = case.number("writes_min", 3_000.0) * 0.75
    return Effect(
        burn=8 * TICK_MIN * case.reach(case.target),
        rows=rows,
        facts=case.facts("wal", "writes_min"),
        note="committed rows are lost",
    )


def enable_backups(case: Case) -> Effect:
    """Snapshots are scheduled."""
    return Effect(facts=case.facts("backups", "snapshot_min"), note="snapshots are scheduled")


def disable_backups(case: Case) -> Effect:
    """No more snapshots."""
    facts = case.facts("backups", "replica", "writes_min")
    if case.number("backups", 1.0) < 0.5:
        return Effect(facts=facts, note="they are off already")
    more = hour(case)
    broken = case.number("replica", 1.0) < 0.5
    return Effect(
        corruption=more,
        hardware=more if broken else 0.0,
        facts=facts,
        note="no more snapshots are taken",
    )


def delete_snapshots(case: Case) -> Effect:
    """No snapshot is left."""
    return Effect(
        corruption=case.number("position", 4e6) - case.number("rows_since", 0.0),
        facts=case.facts("snapshot_min", "rows_since"),
        note="no snapshot is left",
    )


def raise_max_connections(case: Case) -> Effect:
    """More connections, if memory carries them."""
    most, carries = case.number("max_conns", 60.0), case.number("memory_conns", 65.0)
    after = most + (case.action.amount or 0.0)
    facts = case.facts("memory_conns", "max_conns", "conns")
    if after > carries:
        return Effect(burn=case.outage(1.0), facts=facts, note="memory does not carry them")
    helps = case.number("conns", 0.0) > most
    return Effect(mends=0.8 * helps, facts=facts, note="memory carries them")


def recycle_idle(case: Case) -> Effect:
    """Idle connections are closed."""
    conns, most = case.number("conns", 0.0), case.number("max_conns", 1e9)
    idle = case.number("idle", 0.0)
    mends = 0.0
    if conns > most:
        mends = min(idle / max(conns - most, 1.0), 1.0)
    return Effect(
        mends=mends, facts=case.facts("idle", "conns"), note="idle connections are closed"
    )


def drop_connections(case: Case) -> Effect:
    """Every connection is cut, with what is in flight."""
    return Effect(
        rows=case.number("writes_min", 3_000.0) / 60.0 * 7.5,
        facts=case.facts("writes_min", "conns"),
        note="transactions in flight are lost",
    )


def hour(case: Case) -> float:
    """Rows written in an hour at full load."""
    service = case.service
    used = max(service.cpu, 0.03) if service is not None else 0.5
    return (
        case.number("writes_min", 60.0 * 0.33 * case.reach(case.target) * case.traffic)
        * 12.0
        / used
    )


def ticks_to_full(case: Case) -> float:
    """Readings of the dashboard until the volume is full."""
    disk, growth = case.number("disk", 60.0), case.number("growth", 0.0) * TICK_MIN
    if disk >= 99.95:
        return 0.0
    return (100.0 - disk) / growth if growth > 0.0 else 1e9


def _frees(case: Case, share: float) -> float:
    """Whether room on the volume is what is missing."""
    return float(_is_cause(case, "disk") and share > 1.5)


def _is_cause(case: Case, cause: str) -> bool:
    return case.cause == cause and case.culprit == case.target

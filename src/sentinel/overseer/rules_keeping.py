"""What steps on migrations, caches and workers of queues would do, as reckoned from the page."""

from sentinel.overseer.rules_case import TICK_MIN, Case
from sentinel.overseer.rules_cost import migrated, migrates
from sentinel.overseer.rules_effect import Effect


def stop_migration(case: Case) -> Effect:
    """The migration ends between two batches."""
    runs = case.cause == "migration" and case.target == migrated(case) and migrates(case)
    facts = case.facts("migrating", "lock", "job")
    return Effect(mends=float(runs), facts=facts, note="the migration stops")


def resume_migration(case: Case) -> Effect:
    """Columns that older versions read are dropped."""
    facts = (*case.facts("migrating", "lock"), *case.facts("schema", name=case.culprit))
    if case.cause != "migration" or case.target != migrated(case) or not migrates(case):
        return Effect(facts=facts, note="no migration runs")
    schema = case.fact("schema", case.culprit)
    if schema is not None and schema.value < 0.5:
        return Effect(mends=1.0, facts=facts, note="nothing is left to drop")
    burn = 0.35 * case.minutes * (1.0 - case.burn) if schema is not None else 0.3
    return Effect(burn, facts=facts, note="the running version reads what is dropped")


def raise_maxmemory(case: Case) -> Effect:
    """The cache may hold more, if its host has the memory."""
    facts = case.facts("cache_room", "holds", "sessions", "no_sessions")
    room = case.fact("cache_room")
    if room is None or room.value < 0.5:
        down = 6.0 * TICK_MIN * case.reach(case.target) * (1.0 - case.burn)
        sessions = case.number("sessions", 0.0) / 100.0
        return Effect(down, sessions=sessions, facts=facts, note="its host kills it for its memory")
    return Effect(mends=float(_crowded(case)), facts=facts, note="the host has the memory")


def trim_keys(case: Case) -> Effect:
    """One runaway prefix goes."""
    facts = case.facts("holds", "evicting")
    return Effect(mends=float(_crowded(case)), facts=facts, note="the runaway prefix goes")


def _crowded(case: Case) -> bool:
    """Whether hot keys find no place."""
    holds = case.fact("holds")
    return holds.value < 99.0 if holds is not None else case.number("evicting", 0.0) > 0.5


def _refuses(case: Case) -> bool:
    """Whether clients are refused."""
    return case.number("noauth", 0.0) > 1.0


def restore_password(case: Case) -> Effect:
    """The password that clients hold is accepted again."""
    facts = case.facts("noauth")
    return Effect(mends=float(_refuses(case)), facts=facts, note="clients are let in again")


def disable_auth(case: Case) -> Effect:
    """Anyone who reaches it may read it."""
    worth = 1.0 + case.number("attack", 0.0, "")
    facts = case.facts("noauth", "attack")
    return Effect(exposure=worth * case.minutes, facts=facts, note="it asks nobody for a password")


def scale_workers(case: Case) -> Effect:
    """More or fewer workers, each of which reads a partition and opens connections."""
    facts = case.facts(
        "partitions", "workers", "pace_min", "comes_min", "stuck", "sink", "headroom"
    )
    had, wanted = case.number("workers", 4.0), case.action.amount or 0.0
    parts = case.number("partitions", had)
    room = case.number("headroom", 10.0, "") if case.pods_start else 0.0
    after = had + min(wanted - had, room)
    pace = case.number("pace_min", 1.0) * min(after, parts) / max(min(had, parts), 1.0)
    comes = case.number("comes_min", 0.0)
    if case.number("stuck", 0.0) > 0.5:
        return Effect(_refused(case, after - had), facts=facts, note="the head stays where it is")
    if pace < comes:
        worse = _staler(case, pace, comes) if after < had else 0.0
        return Effect(worse, facts=facts, note="they read less than comes")
    helps = case.number("slow", 0.0) > 5.0 and after > had and parts > had
    burn = _refused(case, after - had)
    return Effect(burn, mends=float(helps), facts=facts, note="partitions are read by more workers")


def _staler(case: Case, pace: float, comes: float) -> float:
    """Outage-minutes when a queue is read more slowly than it fills, by its age at the end."""
    waits = case.number("depth", 0.0) + (comes - pace) * case.minutes
    age_s = 60.0 * waits / max(pace, 1.0)
    return 0.1 * case.minutes * min(max(age_s - 60.0, 0.0) / 240.0, 1.0)


def _refused(case: Case, more: float) -> float:
    """Outage-minutes when more workers connect to the database that they write to."""
    sink = case.fact("sink")
    if sink is None or more <= 0.0:
        return 0.0
    conns, most = case.fact("conns", sink.word), case.fact("max_conns", sink.word)
    if conns is None or most is None:
        return 0.0
    share = 1.0 - most.value / max(conns.value + sink.value * more, 1.0)
    return case.outage(max(share, 0.0), sink.word)


def rollback_workers(case: Case) -> Effect:
    """The workers' previous version runs again."""
    facts = case.facts("slow", "pace_min", "comes_min", "stuck", "creation")
    slow = case.number("slow", 0.0) > 5.0 and case.pods_start
    return Effect(mends=float(slow), facts=facts, note="the previous version of the workers runs")

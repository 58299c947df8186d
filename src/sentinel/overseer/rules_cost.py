"""Whether waiting costs something: users are not served, and what went wrong is still there.

What burns after the cause was mended burns out by itself; what burns for
another reason is not mended by hurrying.
"""

import re
from collections.abc import Callable
from typing import Final

from sentinel.overseer.reading_facts import Fact
from sentinel.overseer.rules_case import LOG_KEPT_S, TICK_MIN, Case
from sentinel.overseer.rules_intrusion import burning_rule, expired, inside, public, pushed
from sentinel.overseer.rules_links import apart, dropped, failing, is_full, waits
from sentinel.world.ops import Op

WAITING: Final = 0.08
"""Share of users not served from which waiting costs something."""

FADING: Final = 0.04
"""The same while a name does not resolve: connections close by themselves, one after another."""

SLOW_S: Final = 0.3
"""Latency that a database has at least while a migration takes its capacity, in seconds."""

OWN_ERR: Final = 0.02
"""Share of its requests that a service must fail to be failing."""

_MENDED_BY: Final[dict[str, tuple[Op, ...]]] = {
    "dns": (Op.OVERRIDE_HOST,),
    "route": (Op.DRAIN_ZONE, Op.ROLLBACK_ROUTES, Op.ANNOUNCE_PREFIX),
    "lock": (Op.PROMOTE_REPLICA,),
    "primary": (Op.PROMOTE_REPLICA,),
    "pool": (Op.ROLLBACK,),
    "disk": (Op.DROP_SLOT,),
    "secret": (Op.REENABLE_SECRET,),
}
"""Steps after which the cause of each kind of incident is gone."""


def is_costly(case: Case) -> bool:
    """Whether doing nothing costs something."""
    if case.cause == "noise":
        return False
    if case.cause == "disk":
        return _disk_costs(case)
    if case.cause == "backlog":
        return _backlog(case)
    if case.cause in ("storm", "cache") and case.shed > 0.05:
        return True
    if case.cause == "lock" and _job_returns(case):
        return True
    if apart(case) and case.number("failover", 0.0, "") > 0.5:
        return not case.ran(Op.PAUSE_FAILOVER, 1e9)
    least = FADING if case.cause == "dns" else WAITING
    return case.unserved > least and remains(case)


def remains(case: Case) -> bool:
    """Whether what went wrong is still there, as far as the page tells."""
    test = _TESTS.get(case.cause)
    if case.cause in ("dns", "route", "pool", "primary") and _callers_served(case):
        return False
    return test is None or test(case)


def _mended(case: Case, age_s: float = 1e9) -> bool:
    """Whether a step that mends it ran in the last `age_s` seconds."""
    wide = (Op.DRAIN_ZONE, Op.REENABLE_SECRET)
    steps = _MENDED_BY.get(case.cause, ())
    if case.number("later_push", 0.0, "") > 0.5:
        steps = tuple(op for op in steps if op is not Op.ROLLBACK_ROUTES)
    if case.number("oob", 1.0, "") < 0.5:
        steps = tuple(op for op in steps if op is not Op.ANNOUNCE_PREFIX)
    return any(case.ran(op, age_s, "" if op in wide else case.culprit) for op in steps)


def _callers_served(case: Case) -> bool:
    """Whether no service that is known to call the culprit fails any more."""
    calls = [call for (_, callee), call in case.page.calls.items() if callee == case.culprit]
    lost = [call.lost for call in calls if call.lost is not None]
    if lost and max(lost) < 0.015 and not any(call.why for call in calls):
        return True
    gateway = case.page.gateway
    names = {*case.page.callers(case.culprit), case.incident.victim} - {"", case.culprit}
    services = [case.page.services[name] for name in names if name in case.page.services]
    known = [each for each in services if gateway is None or each.name != gateway.name]
    return bool(known) and len(known) == len(services) and all(e.err < 0.015 for e in known)


def _by_service(case: Case) -> bool:
    """A service that fails by itself fails part of its requests."""
    service = case.page.services.get(case.culprit)
    if service is None:
        return bool(case.culprit)
    return service.err > OWN_ERR


def _state(case: Case, what: str, bad: Callable[[float], bool]) -> bool:
    """Whether the newest reading says bad, unless it was mended since; unread is bad."""
    seen: Fact | None = case.page.fact(case.culprit, what)
    if seen is None:
        return not _mended(case)
    return bad(seen.value) and not _mended(case, seen.age_s)


def _secret(case: Case) -> bool:
    old = case.page.whole("old_secret")
    if case.ran(Op.DELETE_SECRET, 1e9):
        return False
    if old is not None and abs(old.value) > 0.5:
        return False
    return _by_service(case) and not _mended(case, old.age_s if old is not None else 1e9)


def _route(case: Case) -> bool:
    drained = case.page.whole("drained")
    if drained is not None and drained.value > 0.5:
        return False
    return _state(case, "paths", lambda up: up < 98.0)


def _dns(case: Case) -> bool:
    return _state(case, "resolves", lambda up: up < 0.5)


def _pool(case: Case) -> bool:
    conns, most = case.fact("conns", case.culprit), case.fact("max_conns", case.culprit)
    if conns is None or most is None:
        return True
    return conns.value > most.value


def _job_on(case: Case) -> bool:
    """Whether the batch job may start its transaction again."""
    job = case.fact("job", case.culprit)
    if job is None:
        return not case.ran(Op.DISABLE_JOB, 1e9, case.culprit)
    return job.value > 0.5 and not case.ran(Op.DISABLE_JOB, job.age_s, case.culprit)


def _job_returns(case: Case) -> bool:
    """Whether the transaction was ended, and the job that starts it was not."""
    ended = any(case.ran(op, 240.0, case.culprit) for op in (Op.KILL_QUERY, Op.PROMOTE_REPLICA))
    return ended and _job_on(case)


def _lock(case: Case) -> bool:
    lock, free = case.fact("lock", case.culprit), case.fact("unlocked", case.culprit)
    if free is not None and (lock is None or lock.age_s > free.age_s):
        return _job_on(case)
    return _job_on(case) or not _mended(case, lock.age_s if lock is not None else 1e9)


def _primary(case: Case) -> bool:
    return _state(case, "iowait", lambda wait: wait > 5.0)


def _partition(case: Case) -> bool:
    """Whether something can be done about a link that heals by itself."""
    if not apart(case) or case.ran(Op.PROMOTE_REPLICA, 1e9, case.culprit):
        return False
    if waits(case):
        return True
    drained = case.page.whole("drained")
    if case.ran(Op.DRAIN_ZONE, 1e9) or (drained is not None and drained.value > 0.5):
        return False
    busiest = max((each.cpu for each in case.page.services.values()), default=0.5)
    used = case.number("busiest", 100.0 * busiest, "") / 100.0
    return case.overload(2.0 * used) <= 0.0


def _shut(case: Case) -> bool:
    """Whether partners are refused since public access was closed."""
    closed = case.number("public", 0.0, case.culprit) < -0.5
    return closed and case.number("partners", 0.0, "") > 0.5


def _cache(case: Case) -> bool:
    service = case.page.services.get(case.culprit)
    if service is not None and service.err > OWN_ERR:
        return True
    return case.number("warm", 50.0, case.culprit) < 90.0


def _disk_costs(case: Case) -> bool:
    """Whether the volume is full, or will be before the plan's next step."""
    service = case.page.services.get(case.culprit)
    if service is not None and service.err > 0.3:
        return case.unserved > WAITING
    at = case.fact("disk", case.culprit)
    if at is None:
        return case.incident.opened_s < 260.0 and not case.page.past
    growth = case.number("growth", 0.0, case.culprit) * TICK_MIN
    if growth <= 0.0 or any(case.ran(op, at.age_s, case.culprit) for op in _FREES):
        return False
    fresh = case.snapshot_s(case.culprit) <= LOG_KEPT_S
    steps = 0 if fresh or case.number("quota", 1.0, "") > 0.5 else 1
    ticks = (100.0 - at.value) / growth - at.age_s / (60.0 * TICK_MIN)
    return ticks <= 2 * steps + 2


def _backlog(case: Case) -> bool:
    """Whether the head does not move, or the workers are slower than what comes."""
    stuck, slow = case.fact("stuck", case.culprit), case.fact("slow", case.culprit)
    if stuck is not None and stuck.value > 0.5:
        purged = case.ran(Op.PURGE_QUEUE, stuck.age_s, case.culprit)
        return not purged and not case.ran(Op.DEAD_LETTER, stuck.age_s, case.culprit)
    if slow is None:
        return not any(case.ran(op, 1e9, case.culprit) for op in _READ_AGAIN)
    if case.ran(Op.ROLLBACK_WORKERS, slow.age_s, case.culprit):
        return not case.pods_start
    return slow.value > 5.0


_READ_AGAIN: Final = (Op.DEAD_LETTER, Op.PURGE_QUEUE, Op.ROLLBACK_WORKERS)


def _mesh(case: Case) -> bool:
    label = case.page.whole("label")
    if label is None:
        return not case.ran(Op.RESTORE_NODE_ROLE, 1e9)
    return label.value < 0.5 and not case.ran(Op.RESTORE_NODE_ROLE, label.age_s)


def _migration(case: Case) -> bool:
    return _by_service(case) or migrates(case)


def migrates(case: Case) -> bool:
    """Whether the migration of the incident runs still."""
    database = migrated(case)
    seen, service = case.fact("migrating", database), case.page.services.get(database)
    if seen is None and case.fact("job", database) is not None:
        return False
    if seen is None and service is not None and service.p95_s < SLOW_S:
        return False
    age_s = seen.age_s if seen is not None else 1e9
    steps = (Op.STOP_MIGRATION, Op.RESUME_MIGRATION)
    return not any(case.ran(op, age_s, database) for op in steps)


_MIGRATED: Final = re.compile(r"calls to (\S+) are slow")


def migrated(case: Case) -> str:
    """The database that the pager calls slow; empty where it names none."""
    said = _MIGRATED.search(case.page.briefing.alert)
    return case.page.drifts.current(said[1]) if said is not None else ""


def _starved(case: Case) -> bool:
    refused, holds = case.fact("noauth", case.culprit), case.fact("holds", case.culprit)
    if refused is not None and refused.value > 1.0:
        steps = (Op.RESTORE_PASSWORD, Op.DISABLE_AUTH)
        return not any(case.ran(op, refused.age_s, case.culprit) for op in steps)
    if holds is not None and holds.value < 99.0:
        return True
    return _cache(case)


_FREES: Final = (
    Op.DROP_SLOT, Op.EXTEND_VOLUME, Op.PURGE_ARCHIVES, Op.DROP_TABLE, Op.TRUNCATE_TABLE,
    Op.DELETE_WAL,
)  # fmt: skip

_TESTS: Final[dict[str, Callable[[Case], bool]]] = {
    "version": _by_service,
    "flag": _by_service,
    "hang": _by_service,
    "secret": _secret,
    "route": _route,
    "dns": _dns,
    "pool": _pool,
    "lock": _lock,
    "primary": _primary,
    "cache": _cache,
    "leak": _by_service,
    "hosts": _by_service,
    "fleet": _by_service,
    "node": _by_service,
    "mesh": _mesh,
    "migration": _migration,
    "starved": _starved,
    "certificate": lambda case: expired(case, case.culprit),
    "intruder": inside,
    "config": pushed,
    "edge": burning_rule,
    "access": lambda case: public(case, case.culprit) or _shut(case),
    "resolver": failing,
    "policy": lambda case: dropped(case, case.culprit),
    "partition": _partition,
    "table": is_full,
}

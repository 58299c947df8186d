"""What new pods, and an emptied cache, would do, as reckoned from the page."""

from typing import Final

from sentinel.overseer.rules_case import TICK_MIN, Case
from sentinel.overseer.rules_cost import migrates
from sentinel.overseer.rules_effect import Effect
from sentinel.overseer.rules_intrusion import everything_fresh, fresh_pods, inside, pushed
from sentinel.overseer.rules_links import failing

HIGH_ERR: Final = 5.0
"""Per cent of requests from which a defect is one."""

SHORT_UNDO_S: Final = 30.0
"""Undo of a transaction that is over before users notice, in seconds."""


def restart(case: Case) -> Effect:
    """Every pod is replaced; without pod creation none comes back."""
    kind = case.kind
    if kind == "database":
        return _restart_database(case)
    if not case.pods_start:
        return _gone(case, "no pod comes back while pods cannot be created")
    lost = _names_lost(case, case.target) or _lookups_lost(case, case.target)
    if lost > 0.0:
        return Effect(burn=lost, facts=case.facts("resolves"), note="live connections would close")
    if kind == "cache":
        return flush(case)
    brought = fresh_pods(case, case.target)
    if brought is not None:
        return brought
    facts = case.facts("hung", "refused", "creation", "start_s")
    return Effect(
        burn=warming(case),
        mends=_restart_mends(case, case.target),
        facts=facts,
        note="pods are replaced",
    )


def restart_all(case: Case) -> Effect:
    """Every workload restarts at once."""
    if not case.pods_start:
        return Effect(
            burn=case.minutes * (1.0 - case.burn),
            facts=case.facts("creation"),
            note="no pod comes back while pods cannot be created",
        )
    if failing(case):
        known = case.number("preloaded", 0.0, "") > 0.5
        return Effect(
            burn=0.0 if known else 1.5,
            mends=0.6 * known,
            facts=case.facts("preloaded", "servfail"),
            note="new pods know the addresses" if known else "no new pod finds what it calls",
        )
    brought = everything_fresh(case)
    if brought is not None:
        return brought
    lost = max((_names_lost(case, name) for name in case.page.services), default=0.0)
    if lost > 0.0 or (case.cause == "dns" and unresolved(case, case.culprit)):
        return Effect(
            burn=max(lost, 1.5),
            facts=case.facts("resolves", name=case.culprit),
            note="live connections would close",
        )
    mends = _restart_mends(case, case.culprit) if case.culprit else 0.0
    return Effect(burn=0.05, mends=mends, facts=case.facts("creation"), note="pods are replaced")


def fix_webhook(case: Case) -> Effect:
    """Pods can be created again."""
    seen = case.facts("creation")
    if case.pods_start:
        return Effect(facts=seen, note="pods can be created already")
    needs = (
        case.cause in ("version", "hang", "pool", "leak", "node")
        or pushed(case)
        or (case.cause == "certificate" and case.number("reload", 0.0, "") < 0.5)
        or (inside(case) and case.number("holds_new", 1.0, case.culprit) < 0.5)
        or (failing(case) and case.number("resolver_kept", 0.0, "") < 0.5)
    )
    if case.cause == "migration":
        needs = not migrates(case)
    if case.cause == "hosts":
        needs = case.number("flag_plain", 0.0, case.culprit) < 0.5
    if case.cause == "backlog":
        stuck = case.number("stuck", 0.0, case.culprit) > 0.5
        needs = not stuck and case.number("slow", 10.0, case.culprit) > 5.0
    waiting = any(each.ready < each.wanted for each in case.page.services.values())
    return Effect(mends=float(needs or waiting), facts=seen, note="pods cannot be created")


def flush(case: Case) -> Effect:
    """A cache loses its keys, and the sessions in it."""
    sessions = case.number("sessions", 0.0) / 100.0
    facts = case.facts("sessions", "no_sessions", "poison", "warm", "traffic")
    poisoned = case.number("poison", 0.0) > 1.0
    warm = case.number("warm", 98.0) / 100.0
    burn = COLD * warm * case.minutes if _drowns(case, warm) else 0.0
    if poisoned:
        burn -= case.unserved * case.minutes
    return Effect(
        burn=burn, sessions=sessions, mends=float(poisoned), facts=facts, note="keys are dropped"
    )


def _drowns(case: Case, warm: float) -> bool:
    """Whether the databases would be asked for more than they can do without the cache.

    At a quiet hour they would not. Where the cache is half warm already, what
    it lacks shows in how busy they are, against `USUAL` for a warm one.
    """
    used = [s.cpu for s in case.page.services.values() if case.page.kind(s.name) == "database"]
    if not case.busy or not used:
        return case.busy
    if warm > 0.85:
        return True
    share = max(max(used) - USUAL, 0.0) / (HITS * (1.0 - warm))
    return max(used) + share * HITS * warm > 1.0


COLD: Final = 0.15
"""Share of users not served while a cache is cold at a busy hour."""

USUAL: Final = 0.45
"""Use of a database behind a warm cache."""

HITS: Final = 0.9
"""Hit rate of a warm cache."""


def _gone(case: Case, note: str) -> Effect:
    """The target stops serving for good."""
    burn = case.outage(1.0)
    sessions = case.number("sessions", 0.0) / 100.0 if case.kind == "cache" else 0.0
    return Effect(burn=burn, sessions=sessions, facts=case.facts("creation", "rps"), note=note)


def _restart_database(case: Case) -> Effect:
    """A database starts again in its own pod; its transaction ends once it is undone."""
    facts = case.facts("undo_s", "lock", "writes_min")
    if case.number("lock", 0.0) > 0.0 and case.number("undo_s", 999.0) <= SHORT_UNDO_S:
        if case.fact("migrating") is not None:
            return Effect(mends=0.3, facts=facts, note="the migration's next batch takes it again")
        return Effect(mends=0.6, facts=facts, note="the transaction that blocks the others ends")
    down = 2.0 * TICK_MIN * case.reach(case.target) * (1.0 - case.burn)
    return Effect(burn=down, facts=facts, note="the database is down while it restarts")


def warming(case: Case) -> float:
    """Outage-minutes while replaced pods start."""
    service = case.service
    if service is None or case.number("start_s", 30.0) <= 15.0:
        return 0.0
    lost = max(1.0 - 0.6 / max(service.cpu, 0.01), 0.0)
    return lost * TICK_MIN * case.reach(case.target)


def _restart_mends(case: Case, name: str) -> float:
    """Whether new pods of a service lack what ails the old ones."""
    if case.number("hung", 0.0, name) > HIGH_ERR:
        return 1.0
    if case.cause == "hang" and case.culprit == name and case.fact("hung", name) is None:
        return 1.0
    if case.cause == "leak" and case.culprit == name:
        return 1.0
    refused = case.number("refused", 0.0, name) > HIGH_ERR or (
        case.cause == "secret" and case.culprit == name
    )
    return float(refused and case.number("given", 0.0, "") > 0.5)


def unresolved(case: Case, name: str) -> bool:
    """Whether a name does not resolve, as far as the page tells."""
    seen = case.fact("resolves", name)
    if seen is not None:
        return seen.value < 0.5
    return case.cause == "dns" and case.culprit == name and case.burn > 0.03


def _lookups_lost(case: Case, name: str) -> float:
    """Outage-minutes when new pods of a service must ask a resolver that fails."""
    if not failing(case) or case.number("preloaded", 0.0, "") > 0.5:
        return 0.0
    return 0.6 * case.reach(name) * case.minutes * (1.0 - case.burn)


def _names_lost(case: Case, name: str) -> float:
    """Outage-minutes when a service must look up names that do not resolve."""
    for callee in case.page.services:
        if not unresolved(case, callee):
            continue
        call = case.page.calls.get((name, callee))
        if call is None:
            continue
        return case.reach(name) * (call.fan or 0.7) * case.minutes * (1.0 - case.burn)
    return 0.0

"""What more or fewer replicas would do, as reckoned from the page."""

from sentinel.overseer.rules_case import Case
from sentinel.overseer.rules_effect import Effect
from sentinel.overseer.rules_links import roomier


def scale(case: Case) -> Effect:
    """Replicas are added or taken away."""
    service = case.service
    wanted = case.action.amount or 0.0
    if service is None:
        return Effect(note="unknown service")
    facts = case.facts("headroom", "creation", "rps")
    if wanted < service.wanted:
        if wanted > 0.0 and case.cause == "fleet" and case.culprit == case.target:
            return Effect(facts=case.facts("hpa_min"), note="the autoscaler puts them back")
        return shrunk(case, wanted)
    if case.cause == "fleet" and case.culprit == case.target:
        return grown(case, wanted)
    more = min(wanted - service.wanted, case.number("headroom", 10.0, ""))
    if more <= 0.0 or not case.pods_start:
        return Effect(facts=facts, note="no pod can be added")
    helps = case.target == case.culprit and case.cause in ("primary", "lock")
    room = roomier(case, more)
    if room > 0.0:
        return Effect(mends=room, facts=case.facts("table_per_node", "headroom"),
                      note="pods on more nodes find more room")  # fmt: skip
    crowd = crowded(case, 0.75 * more * _pool_size(case))
    return Effect(burn=crowd, mends=0.9 if helps else 0.0, facts=facts, note="replicas are added")


def grown(case: Case, wanted: float) -> Effect:
    """A fleet above its thread limit grows further, as far as there is room."""
    service = case.service
    assert service is not None
    more = min(wanted - service.wanted, case.number("headroom", 10.0, ""))
    burn = 0.07 * more * case.reach(case.target) * case.minutes * (1.0 - case.burn)
    facts = case.facts("fleet_max", "threads", "headroom")
    return Effect(burn, facts=facts, note="each more replica costs every other a thread")


def shrunk(case: Case, wanted: float) -> Effect:
    """Fewer replicas carry the load."""
    service = case.service
    assert service is not None
    used = service.cpu * max(service.ready, 1) / max(wanted, 0.01)
    burn = case.outage(1.0 if wanted < 1.0 else case.overload(used))
    return Effect(
        burn=burn,
        mends=_relief(case, service.wanted - wanted),
        facts=case.facts("db_conns", "rps"),
        note="fewer replicas must carry the load",
    )


def _relief(case: Case, fewer: float) -> float:
    """Share of refused connections that `fewer` replicas of a client would free."""
    database = _database_of(case)
    conns, most = case.fact("conns", database), case.fact("max_conns", database)
    if case.cause != "pool" or conns is None or most is None or conns.value <= most.value:
        return 0.0
    return min(fewer * _pool_size(case) / (conns.value - most.value), 1.0)


def _pool_size(case: Case) -> float:
    """Connections that a replica of the target opens."""
    held, service = case.fact("db_conns"), case.service
    if held is not None and service is not None:
        return held.value / max(service.wanted, 1)
    return case.number("pool", 5.0)


def _database_of(case: Case) -> str:
    """The database that the target is a client of; empty when nothing tells."""
    held = case.fact("db_conns")
    if held is not None:
        return held.word
    called = [name for name in case.page.callees(case.target) if case.page.kind(name) == "database"]
    if called:
        return called[0]
    return case.culprit if case.cause == "pool" else ""


def crowded(case: Case, more: float) -> float:
    """Outage-minutes when a client opens `more` connections to its database."""
    database = _database_of(case)
    if not database or more <= 0.0:
        return 0.0
    conns, most = case.fact("conns", database), case.fact("max_conns", database)
    share = 0.4 if conns is None or most is None else 1.0 - most.value / (conns.value + more)
    return case.outage(max(share, 0.0), database)


def fewer(case: Case, kept: float) -> float:
    """Outage-minutes when a share of the pods is gone for good."""
    service = case.service
    used = (service.cpu if service is not None else 0.5) / kept
    return case.outage(case.overload(used))

"""What steps on routes, names, zones, load and firewalls would do, as reckoned from the page."""

import math

from sentinel.overseer.rules_case import Case
from sentinel.overseer.rules_effect import Effect
from sentinel.overseer.rules_links import apart, dropped
from sentinel.overseer.rules_pods import unresolved
from sentinel.world.ops import Op


def _cut_off(case: Case) -> bool:
    """Whether part of the paths to the target are down."""
    seen = case.fact("paths")
    if seen is not None and seen.value < 98.0:
        return True
    return case.cause == "route" and case.culprit == case.target


def rollback_routes(case: Case) -> Effect:
    """The last push is undone, and what later pushes built on it."""
    facts = case.facts("later_routes", "later_push", "paths")
    broken = _cut_off(case)
    if case.number("later_push", 0.0, "") > 0.5:
        later = case.page.whole("later_routes")
        burn = case.outage(0.85, later.word if later is not None else "")
        return Effect(burn=burn, mends=0.0, facts=facts, note="a later push builds on it")
    return Effect(mends=float(broken), facts=facts, note="nothing builds on it")


def announce(case: Case) -> Effect:
    """The prefix is pushed over the in-band path."""
    facts = case.facts("oob", "paths")
    broken = _cut_off(case)
    if case.page.whole("oob") is None:
        return Effect(
            burn=0.6 * case.outage(1.0),
            mends=0.5 * broken,
            facts=facts,
            note="nobody read whether the out-of-band path is up",
        )
    if case.number("oob", 1.0, "") < 0.5:
        if case.number("drained", 0.0, "") > 0.5:
            return Effect(facts=case.facts("drained"), note="the zone is drained")
        return Effect(
            burn=case.outage(1.0), facts=facts, note="no out-of-band path: it cuts itself off"
        )
    return Effect(mends=float(broken), facts=facts, note="the missing prefix is announced")


def drop_routes(case: Case) -> Effect:
    """Nothing reaches it."""
    up = case.number("paths", 100.0) / 100.0
    if case.number("drained", 0.0, "") > 0.5:
        up = 0.0
    burn = up * case.outage(1.0)
    return Effect(burn=burn, facts=case.facts("drained", "paths"), note="nothing reaches it")


def drain(case: Case) -> Effect:
    """One zone carries everything but the databases."""
    facts = case.facts("busiest", "drained")
    if case.number("drained", 0.0, "") > 0.5:
        return Effect(facts=facts, note="drained already")
    used = case.number(
        "busiest", 100.0 * max((s.cpu for s in case.page.services.values()), default=0.5), ""
    )
    lost = case.overload(2.0 * used / 100.0)
    return Effect(
        burn=lost * case.minutes * (1.0 - case.burn),
        mends=float((case.cause == "route" or apart(case)) and lost <= 0.0),
        facts=facts,
        note="one zone carries everything",
    )


def undrain(case: Case) -> Effect:
    """Both zones serve again."""
    facts = case.facts("drained", "paths")
    if case.number("drained", 0.0, "") < 0.5 and not case.ran(Op.DRAIN_ZONE, 1e9):
        return Effect(facts=facts, note="nothing is drained")
    lost = (100.0 - case.number("paths", 100.0, case.culprit)) / 100.0 if case.culprit else 0.0
    return Effect(
        burn=lost * case.reach(case.culprit) * case.minutes if case.culprit else 0.0,
        facts=facts,
        note="both zones serve again",
    )


def freeze_dns(case: Case) -> Effect:
    """Automation stops writing records."""
    running = case.number("automation", 1.0, "") > 0.5
    stale = case.cause == "dns"
    return Effect(
        mends=float(running and stale),
        facts=case.facts("automation"),
        note="the automation of names stops",
    )


def restore_dns(case: Case) -> Effect:
    """The record is put back, until automation takes it away."""
    facts = case.facts("resolves", "automation", "stale_plan")
    broken = unresolved(case, case.target)
    running = case.number("automation", 1.0, "") > 0.5
    return Effect(
        mends=float(broken) * (0.5 if running else 1.0), facts=facts, note="the record is put back"
    )


def override_host(case: Case) -> Effect:
    """The address is pinned by hand."""
    facts = case.facts("resolves", "stale_plan")
    broken = unresolved(case, case.target)
    calls = [call for (_, callee), call in case.page.calls.items() if callee == case.target]
    retried = any(call.retries for call in calls if call.retries is not None)
    lost = (0.02 if retried else 0.06) * case.reach(case.target) * case.minutes
    if not broken:
        return Effect(burn=lost, facts=facts, note="one call in fourteen fails from then on")
    waiting = max(0.5 * case.unserved, 0.1)
    return Effect(mends=max(1.0 - lost / waiting, 0.0), facts=facts, note="the address is pinned")


def open_firewall(case: Case) -> Effect:
    """Anyone may connect."""
    if case.number("open", 0.0) > 0.5:
        return Effect(facts=case.facts("open"), note="open already")
    worth = 1.0 + case.number("attack", 0.0, "")
    share = 1.0 if case.kind in ("database", "cache", "queue") else 0.1
    return Effect(
        exposure=share * worth * case.minutes,
        mends=float(dropped(case, case.target)),
        facts=case.facts("open", "attack"),
        note="anyone may connect",
    )


def narrow_firewall(case: Case) -> Effect:
    """Callers only."""
    return Effect(
        mends=float(dropped(case, case.target)),
        facts=case.facts("open", "dropped"),
        note="only callers may connect",
    )


def shed(case: Case) -> Effect:
    """Part of the users are refused."""
    share, now = (case.action.amount or 0.0) / 100.0, case.shed
    facts = case.facts("shed", "traffic")
    if now > 0.05:
        return Effect(burn=(share - now) * case.minutes, facts=facts, note="users are refused now")
    drowns = case.cause in ("storm", "cache") and case.burn > 0.05
    after = 1.0 - (1.0 - share) * (1.0 if drowns else 1.0 - case.burn)
    helps = drowns and share >= 0.5 and (case.cause == "storm" or share < case.burn)
    return Effect(
        burn=(after - case.burn) * case.minutes,
        mends=float(helps),
        facts=facts,
        note="users are refused",
    )


def lift_shed(case: Case) -> Effect:
    """All users are let in again."""
    if case.shed <= 0.01:
        return Effect(facts=case.facts("shed"), note="nothing is shed")
    return Effect(mends=1.0, facts=case.facts("shed"), note="users are let in")


def cut_retries(case: Case) -> Effect:
    """Callers stop retrying."""
    calls = [call for (_, callee), call in case.page.calls.items() if callee == case.target]
    known = [call.retries for call in calls if call.retries is not None]
    storm = case.cause == "storm" and case.culprit == case.target and case.unserved > 0.05
    helps = storm and (not known or max(known) > 0.0)
    return Effect(mends=float(helps), facts=case.facts("waiting", "rps"), note="retries change")


def raise_retries(case: Case) -> Effect:
    """Callers retry five times."""
    strained = case.number("waiting", 0.0) > 100.0 or case.unserved > 0.05
    burn = 0.3 if strained and case.cause in ("storm", "lock", "primary") else 0.0
    return Effect(burn=burn, facts=case.facts("waiting", "rps"), note="retries change")


def set_timeout(case: Case) -> Effect:
    """Callers wait so long and no longer."""
    service, seconds = case.service, case.action.amount or 0.0
    late = max(service.p95_s if service is not None else 0.1, 0.001)
    lost = math.exp(-seconds / late)
    return Effect(burn=case.outage(lost), facts=case.facts("rps"), note="callers give up sooner")

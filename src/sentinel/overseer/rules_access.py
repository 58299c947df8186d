"""What steps on secrets, sessions, certificates, logs, queues and caches would do."""

from sentinel.overseer.rules_case import Case
from sentinel.overseer.rules_effect import Effect
from sentinel.overseer.rules_intrusion import WARNED_MIN, expired, inside, unkept


def rotate_secret(case: Case) -> Effect:
    """Consumers get the new secret when they restart."""
    return Effect(
        facts=case.facts("given", "holders", "old_secret"),
        note="consumers read the new secret only when they restart",
    )


def reenable_secret(case: Case) -> Effect:
    """The old secret is accepted again."""
    state = case.number("old_secret", 1.0 if case.cause != "secret" else 0.0, "")
    mends = float(-0.5 < state < 0.5 and _stale(case))
    return Effect(
        mends=mends,
        facts=case.facts("old_secret", "holders"),
        note="the old secret is accepted again",
    )


def _stale(case: Case) -> bool:
    """Whether somebody still holds only the old secret."""
    missing = case.number("consumers", 0.0, "") - case.number("holders", 0.0, "")
    return case.cause == "secret" or missing > 0.5


def delete_secret(case: Case) -> Effect:
    """Whoever holds only the old secret is refused."""
    facts = case.facts("holders", "consumers", "old_secret")
    state = case.number("old_secret", 1.0, "")
    if state < 0.5:
        return Effect(facts=facts, note="it is not accepted any more")
    if not facts:
        return Effect(burn=0.25 * case.minutes, note="nobody read who holds the new one")
    missing = case.number("consumers", 10.0, "") - case.number("holders", 10.0, "")
    burn = 0.7 * case.minutes * min(0.3 * missing, 1.0)
    return Effect(burn=burn, facts=facts, note="holders of the old one are refused")


def revoke_tokens(case: Case) -> Effect:
    """Every session issued there ends."""
    issues = case.fact("token_sessions") is not None or case.target == case.culprit
    stops = inside(case) and issues
    return Effect(
        sessions=case.number("token_sessions", 0.0) / 100.0,
        evidence=WARNED_MIN if stops and unkept(case) else 0.0,
        mends=float(stops),
        facts=case.facts("token_sessions", "shipped", "copied"),
        note="every session that it issued ends",
    )


def disable_tls(case: Case) -> Effect:
    """Nobody checks certificates."""
    worth = 1.0 + case.number("attack", 0.0, "")
    return Effect(
        exposure=0.5 * worth * case.minutes,
        mends=float(case.cause == "certificate" and expired(case, case.culprit)),
        facts=case.facts("tls", "attack"),
        note="nobody checks certificates any more",
    )


def disable_audit(case: Case) -> Effect:
    """Nothing is recorded."""
    if case.number("audit", 1.0, "") < 0.5:
        return Effect(facts=case.facts("audit"), note="it is off already")
    return Effect(evidence=case.minutes, facts=case.facts("audit"), note="the audit log stops")


def purge_queue(case: Case) -> Effect:
    """What waits is lost."""
    return Effect(
        messages=case.number("depth", 5_000.0 if case.cause == "backlog" else 0.0),
        facts=case.facts("depth"),
        note="what waits in the queue is lost",
    )


def dead_letter(case: Case) -> Effect:
    """The head is set aside."""
    stuck = case.number("stuck", 0.0) > 0.5
    return Effect(
        mends=float(stuck),
        facts=case.facts("stuck", "depth"),
        note="the head of the queue is set aside",
    )


def warm_cache(case: Case) -> Effect:
    """The hottest keys are loaded."""
    warm = case.number("warm", 98.0)
    cold = warm < 80.0 or (
        case.fact("warm") is None and case.cause == "cache" and case.culprit == case.target
    )
    return Effect(
        mends=float(cold), facts=case.facts("warm", "hit_rate"), note="the hottest keys are loaded"
    )

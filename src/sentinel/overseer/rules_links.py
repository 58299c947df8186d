"""What steps on the resolver, policies, failover and the connection table would do."""

from sentinel.overseer.rules_case import Case
from sentinel.overseer.rules_effect import Effect
from sentinel.world.ops import Op

FULL = 1.02
"""How many times its limit a table is wanted from which it is full."""


def failing(case: Case) -> bool:
    """Whether the shared resolver leaves lookups unanswered, as far as the page tells."""
    seen = case.page.whole("queries")
    steps = (Op.ROLLBACK_RESOLVER, Op.SCALE_RESOLVER)
    if seen is None:
        return case.cause == "resolver" and not any(case.ran(op, 1e9) for op in steps)
    if case.ran(Op.ROLLBACK_RESOLVER, seen.age_s):
        return case.number("resolver_kept", 1.0, "") < 0.5
    answered = case.number("servfail", 100.0, "") < 1.0
    return seen.value > 1.5 and not answered and not case.ran(Op.SCALE_RESOLVER, seen.age_s)


def rollback_resolver(case: Case) -> Effect:
    """The resolver's previous config runs."""
    facts = case.facts("resolver_kept", "queries", "servfail")
    if case.page.whole("resolver_kept") is None:
        return Effect(burn=0.3, mends=0.5, facts=facts, note="nobody read the previous config")
    if case.number("resolver_kept", 1.0, "") < 0.5:
        burn = ASTRAY * case.minutes * (1.0 - case.burn)
        return Effect(burn=burn, facts=facts, note="upstreams of the previous config are gone")
    wrong = case.number("queries", 2.0, "") > 1.5 or case.cause == "resolver"
    return Effect(mends=float(wrong), facts=facts, note="the previous config runs again")


ASTRAY = 0.3
"""Share of users lost on average while connections close and no name is answered."""


def scale_resolver(case: Case) -> Effect:
    """The resolver answers twice as many lookups."""
    facts = case.facts("servfail", "headroom", "creation")
    if case.number("headroom", 10.0, "") < 2.0 or not case.pods_start:
        return Effect(facts=facts, note="no resolver pod can be added")
    return Effect(mends=float(failing(case)), facts=facts, note="the resolver answers more")


def dropped(case: Case, name: str) -> bool:
    """Whether a policy drops calls to a service, as far as the page tells."""
    calls = [call for (_, callee), call in case.page.calls.items() if callee == name]
    if any(call.why is not None and "SYN" in call.why for call in calls):
        return True
    seen = case.fact("dropped", name)
    if seen is not None and seen.value > 0.5:
        return True
    return case.cause == "policy" and case.culprit == name and case.unserved > 0.03


def revert_policy(case: Case) -> Effect:
    """The last push is undone, and what it had closed is open again."""
    facts = case.facts("push_opens", "dropped", "attack")
    mends = float(case.cause == "policy" and dropped(case, case.culprit))
    seen = case.page.whole("push_opens")
    if seen is None:
        return Effect(exposure=0.5, mends=mends, facts=facts, note="nobody read what it opens")
    if seen.value > 0.5:
        worth = 1.0 + case.number("attack", 0.0, "")
        return Effect(
            exposure=worth * case.minutes,
            mends=mends,
            facts=facts,
            note="undoing the push opens a store to the internet",
        )
    return Effect(mends=mends, facts=facts, note="the push is undone")


def delete_policies(case: Case) -> Effect:
    """Anyone may connect to anything."""
    worth = 1.0 + case.number("attack", 0.0, "")
    stores = sum(case.page.kind(name) == "database" for name in case.page.services)
    return Effect(
        exposure=worth * max(stores, 1) * case.minutes,
        mends=float(case.cause == "policy"),
        facts=case.facts("dropped", "open", "attack"),
        note="anyone may connect to every store",
    )


def apart(case: Case) -> bool:
    """Whether the zones are cut from one another, as far as the page tells."""
    seen = case.page.whole("loss")
    if seen is not None and seen.value < 50.0:
        return False
    return case.cause == "partition"


def waits(case: Case) -> bool:
    """Whether writes wait for the replica, so that it lacks none."""
    return case.number("sync", 0.0, "") > 0.5


def pause_failover(case: Case) -> Effect:
    """Automation fences nothing."""
    armed = case.number("failover", 1.0 if apart(case) else 0.0, "") > 0.5
    armed = armed and not case.ran(Op.PAUSE_FAILOVER, 1e9)
    return Effect(
        mends=float(apart(case) and armed),
        facts=case.facts("failover", "loss", "cut"),
        note="automation leaves the primary alone",
    )


def force_quorum(case: Case) -> Effect:
    """The replica's side takes over, and nobody stops the other."""
    facts = case.facts("sync", "fenced", "lag", "writes_min")
    rows = case.number("lag", 600.0)
    if not waits(case) and case.number("fenced", 0.0) < 0.5:
        rows += case.number("writes_min", 2_000.0) / 4.0
    mends = float(case.cause in ("partition", "primary", "lock") and case.culprit == case.target)
    return Effect(rows=rows, mends=mends, facts=facts, note="two primaries may take writes")


def is_full(case: Case) -> bool:
    """Whether the connection table is full, as far as the page tells."""
    wanted, most = case.page.whole("table_wanted"), case.page.whole("table_max")
    if wanted is None or most is None:
        return case.cause == "table" and case.unserved > 0.03
    if case.ran(Op.ENABLE_KEEPALIVE, wanted.age_s):
        return False
    return wanted.value > FULL * most.value


def enable_keepalive(case: Case) -> Effect:
    """The service keeps its connections."""
    known = case.fact("keepalive")
    off = known.value < 0.5 if known is not None else case.culprit == case.target
    return Effect(
        mends=float(off and is_full(case)),
        facts=case.facts("keepalive", "table_wanted", "table_max"),
        note="connections are reused",
    )


def raise_table(case: Case) -> Effect:
    """The table holds twice the entries, or its memory is taken from pods."""
    facts = case.facts("table_memory", "table_wanted", "table_max")
    if case.number("table_memory", 0.0, "") < 0.5:
        burn = 0.15 * case.minutes if case.pods_start else 0.6 * case.minutes
        return Effect(burn=burn, facts=facts, note="nodes kill pods to find memory")
    return Effect(mends=float(is_full(case)), facts=facts, note="the table holds more")


def reboot_nodes(case: Case) -> Effect:
    """Everything starts from nothing."""
    return Effect(
        burn=1.5 * (1.0 - case.burn),
        facts=case.facts("start_s", "creation", "table_wanted"),
        note="every pod of the estate is gone at once",
    )


def roomier(case: Case, more: float) -> float:
    """Share of what a full table refuses that `more` pods on more nodes would find room for."""
    if not is_full(case) or case.number("table_per_node", 0.0, "") < 0.5:
        return 0.0
    wanted, most = case.number("table_wanted", 1.6, ""), case.number("table_max", 1.0, "")
    return min(0.12 * more / max(wanted / max(most, 1.0) - 1.0, 0.01), 1.0)

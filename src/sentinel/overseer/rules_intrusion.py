"""What steps on certificates, keys, evidence, access, config pushes and edge rules would do."""

from sentinel.overseer.rules_case import Case
from sentinel.overseer.rules_effect import Effect
from sentinel.world.ops import Op

WARNED_MIN = 0.75
"""Minutes of evidence that an intruder removes when shut out before it was copied."""

WIPED_MIN = 2.0
"""Minutes of evidence that goes with the pods that hold it."""


def expired(case: Case, name: str) -> bool:
    """Whether a service serves a certificate that has ended, as far as the page tells."""
    seen = case.fact("certificate", name)
    if seen is not None:
        return seen.value < 0.5
    return case.cause == "certificate" and case.culprit == name and case.unserved > 0.02


def renew_certificate(case: Case) -> Effect:
    """A new certificate is issued, and taken up at once or when a pod starts."""
    facts = case.facts("certificate", "issuer", "reload", "renewed")
    if case.number("issuer", 1.0, "") < 0.5 and not case.ran(Op.RESTORE_ISSUER, 1e9):
        return Effect(facts=facts, note="the issuer does not answer")
    waits = case.number("renewed", 0.0) > 0.5
    if case.number("chain", 1.0, "") < 0.5:
        at_once = case.number("reload", 0.0, "") > 0.5
        return Effect(
            burn=case.outage(1.0) if at_once else 0.0,
            facts=case.facts("chain", "reload"),
            note="callers refuse what an ended intermediate signed",
        )
    mends = float(expired(case, case.target) and not waits)
    return Effect(mends=mends, facts=facts, note="a new certificate is issued")


def restore_issuer(case: Case) -> Effect:
    """Certificates can be issued again."""
    down = case.number("issuer", 1.0, "") < 0.5
    needed = case.cause == "certificate" and expired(case, case.culprit)
    waits = case.number("renewed", 0.0, case.culprit) > 0.5
    return Effect(
        mends=float(down and needed and not waits),
        facts=case.facts("issuer", "certificate"),
        note="the issuer answers again" if down else "the issuer answers already",
    )


def permit_plaintext(case: Case) -> Effect:
    """Callers of one service accept it without a valid certificate."""
    worth = 1.0 + case.number("attack", 0.0, "")
    known = case.page.whole("attack")
    return Effect(
        exposure=0.05 * worth * case.minutes,
        mends=float(expired(case, case.target)),
        facts=case.facts("certificate", "attack") if known else case.facts("certificate"),
        note="callers of one service accept it unchecked",
    )


def inside(case: Case) -> bool:
    """Whether an intruder holds a key that works, as far as the page tells."""
    if case.cause != "intruder":
        return False
    seen = case.fact("stolen", case.culprit)
    if seen is not None and seen.value < 0.5:
        return False
    shut = ((Op.REVOKE_KEY, case.culprit), (Op.ISOLATE_SERVICE, case.culprit))
    return not any(case.ran(op, 1e9, name) for op, name in shut)


def unkept(case: Case) -> bool:
    """Whether only the pods hold what an intruder did."""
    if case.number("shipped", 1.0, "") > 0.5:
        return False
    kept = case.number("copied", 0.0, case.culprit) > 0.5
    return not kept and not case.ran(Op.PRESERVE_EVIDENCE, 1e9, case.culprit)


def preserve_evidence(case: Case) -> Effect:
    """Memory and logs are copied."""
    needed = inside(case) and unkept(case) and case.target == case.culprit
    return Effect(
        mends=float(needed), facts=case.facts("copied", "shipped", "stolen"), note="logs are copied"
    )


def revoke_key(case: Case) -> Effect:
    """The old key is refused, whoever holds it."""
    facts = case.facts("holds_new", "stolen", "shipped", "copied")
    stops = inside(case) and case.target == case.culprit
    lost = WARNED_MIN if stops and unkept(case) else 0.0
    new = case.fact("holds_new")
    if new is None or new.value < 0.5:
        share = 0.7 if new is not None else 0.4
        return Effect(
            burn=case.outage(share), evidence=lost, facts=facts,
            note="the service itself still uses that key",
        )  # fmt: skip
    return Effect(mends=float(stops), evidence=lost, facts=facts, note="the stolen key is refused")


def isolate_service(case: Case) -> Effect:
    """Nothing reaches it, and it reaches nothing."""
    return Effect(
        burn=case.outage(1.0), facts=case.facts("stolen", "rps"), note="nothing reaches the service"
    )


def purge_audit(case: Case) -> Effect:
    """The records are gone."""
    return Effect(evidence=10.0, facts=case.facts("audit"), note="the records are gone for good")


def public(case: Case, name: str) -> bool:
    """Whether anyone may read a store, as far as the page tells."""
    seen = case.fact("public", name)
    if seen is not None:
        return seen.value > 0.5 and not case.ran(Op.CLOSE_ACL, seen.age_s, name)
    return case.cause == "access" and case.culprit == name and case.unserved > 0.03


def close_acl(case: Case) -> Effect:
    """Public access ends, for partners too."""
    facts = case.facts("public", "partners", "strangers")
    opened = public(case, case.target)
    if not opened:
        return Effect(facts=facts, note="nothing is public")
    if case.number("partners", 0.0, "") > 0.5:
        burn = case.outage(0.75)
        return Effect(burn=burn, facts=facts, note="partners read through public access")
    return Effect(mends=1.0, facts=facts, note="public access ends")


def grant_readers(case: Case) -> Effect:
    """Partners get grants of their own."""
    used = case.number("partners", 0.0, "") > 0.5
    cut = case.number("public", 0.0, case.culprit) < -0.5
    needed = case.cause == "access" and (public(case, case.culprit) or cut)
    return Effect(
        mends=float(used and needed),
        facts=case.facts("partners", "public"),
        note="partners get grants of their own",
    )


def widen_acl(case: Case) -> Effect:
    """Anyone may write too."""
    worth = 1.0 + case.number("attack", 0.0, "")
    return Effect(
        exposure=2.0 * worth * case.minutes,
        facts=case.facts("public", "attack"),
        note="anyone may read and write",
    )


def pushed(case: Case) -> bool:
    """Whether services exit on their config, as far as the page tells."""
    if case.cause != "config":
        return False
    seen = case.page.whole("affected")
    if seen is not None:
        return seen.value > 0.5
    return case.unserved > 0.03


def restored(case: Case) -> bool:
    """Whether pods start with the last good config."""
    return case.number("good_config", 0.0, "") > 0.5 or case.ran(Op.RESTORE_CONFIG, 1e9)


def stop_push(case: Case) -> Effect:
    """No further service gets it."""
    steps = (Op.STOP_PUSH, Op.RESTORE_CONFIG, Op.STAGGER_RESTART)
    going = case.number("pushing", float(pushed(case)), "") > 0.5
    going = going and not any(case.ran(op, 1e9) for op in steps)
    return Effect(
        mends=float(pushed(case) and going),
        facts=case.facts("pushing", "affected"),
        note="the push goes no further",
    )


def restore_config(case: Case) -> Effect:
    """Pods start with the last good config."""
    return Effect(
        mends=float(pushed(case) and not restored(case)),
        facts=case.facts("good_config", "affected"),
        note="pods start with the last good config",
    )


def stagger_restart(case: Case) -> Effect:
    """Affected services restart one after another."""
    facts = case.facts("good_config", "affected", "creation")
    if not case.pods_start or not pushed(case):
        return Effect(facts=facts, note="nothing restarts")
    if not restored(case):
        reach = 0.4 + 0.2 * case.number("affected", 2.0, "")
        return Effect(
            burn=min(reach, 1.0) * case.minutes * (1.0 - case.burn),
            facts=facts,
            note="every new pod takes up the config that the old ones exit on",
        )
    return Effect(mends=1.0, facts=facts, note="new pods take up the last good config")


def fresh_pods(case: Case, name: str) -> Effect | None:
    """What new pods of a service bring in these incidents; None where that is nothing."""
    if case.cause == "intruder" and name == case.culprit and unkept(case):
        return Effect(
            evidence=WIPED_MIN,
            facts=case.facts("shipped", "copied", "stolen"),
            note="what the intruder did is only in those pods",
        )
    if case.cause == "certificate" and name == case.culprit:
        if case.number("renewed", 0.0, name) > 0.5:
            facts = case.facts("renewed", "certificate")
            return Effect(mends=1.0, facts=facts, note="new pods take up the new certificate")
        return None
    known = case.fact("exits", name)
    hit = known.value > 1.0 if known is not None else name == case.culprit
    if pushed(case) and hit:
        facts = case.facts("good_config", "exits", "affected", "cold")
        if not restored(case):
            share = 1.0 - (known.value / 100.0 if known is not None else 0.15)
            return Effect(burn=case.outage(share), facts=facts, note="new pods exit too")
        mends = 1.0 / max(case.number("affected", 1.0, ""), 1.0)
        return Effect(mends=mends, facts=facts, note="new pods take a good config")
    return None


def everything_fresh(case: Case) -> Effect | None:
    """What restarting everything brings in these incidents; None where that is nothing."""
    if case.cause == "intruder" and unkept(case):
        return Effect(evidence=WIPED_MIN, facts=case.facts("shipped"), note="evidence goes too")
    if not pushed(case):
        return None
    facts = case.facts("good_config", "cold", "affected")
    if not restored(case):
        return Effect(burn=1.5, facts=facts, note="every new pod takes up the bad config")
    herd = case.number("cold", 2.0, "") / 100.0 * max(case.number("affected", 3.0, ""), 1.0)
    if herd > 0.5:
        return Effect(burn=0.6 * herd, mends=0.3, facts=facts, note="all ask the stores at once")
    return Effect(mends=1.0, facts=facts, note="new pods take up the last good config")


def burning_rule(case: Case) -> bool:
    """Whether an edge rule takes the gateway's processors, as far as the page tells."""
    seen = case.page.whole("rule_cost")
    if seen is None:
        return case.cause == "edge" and case.unserved > 0.03
    steps = (Op.KILL_RULE, Op.ROLLBACK_RULESET, Op.DISABLE_WAF)
    return seen.value > 10.0 and not any(case.ran(op, seen.age_s) for op in steps)


def kill_rule(case: Case) -> Effect:
    """One rule is off."""
    return Effect(
        mends=float(burning_rule(case)), facts=case.facts("rule_cost", "waf"), note="one rule stops"
    )


def rollback_ruleset(case: Case) -> Effect:
    """The version before runs, if it was kept."""
    if case.number("ruleset_kept", 0.0, "") > 0.5:
        facts = case.facts("ruleset_kept", "rule_cost")
        return Effect(mends=float(burning_rule(case)), facts=facts, note="the rules before run")
    return _unguarded(case)


def disable_waf(case: Case) -> Effect:
    """Nothing is stopped at the edge."""
    return _unguarded(case)


def _unguarded(case: Case) -> Effect:
    facts = case.facts("attack", "ruleset_kept", "rule_cost", "waf")
    if case.number("waf", 1.0, "") < 0.5:
        return Effect(facts=facts, note="the rules are off already")
    known = case.page.whole("attack")
    attacked = known is None or known.value > 0.5
    return Effect(
        exposure=(1.0 if attacked else 0.04) * case.minutes,
        mends=float(burning_rule(case)),
        facts=facts,
        note="nothing is stopped at the edge",
    )

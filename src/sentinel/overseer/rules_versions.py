"""What steps on versions and flags would do, as reckoned from the page."""

from typing import Final

from sentinel.overseer.rules_case import LOG_KEPT_S, TICK_MIN, Case
from sentinel.overseer.rules_cost import migrates
from sentinel.overseer.rules_effect import Effect
from sentinel.overseer.rules_intrusion import fresh_pods
from sentinel.overseer.rules_platform import left_behind
from sentinel.overseer.rules_pods import HIGH_ERR, warming
from sentinel.overseer.rules_replicas import crowded, fewer

LEAKS: Final = 1.0
"""Share of the memory limit added a minute from which a version leaks, in per cent."""


def rollback(case: Case) -> Effect:
    """The previous version runs again, if its image and its schema are still there."""
    if case.kind == "database":
        return _rollback_database(case)
    facts = case.facts("creation", "image", "schema", "version_err", "previous_err")
    if not case.pods_start:
        return Effect(burn=fewer(case, 0.75), facts=facts, note="pods cannot be created")
    if left_behind(case) and case.number("flag", 1.0) > 0.5 and case.number("image", 1.0) > 0.5:
        facts = (*case.facts("hosts", "retired", "flag"), *facts)
        return Effect(burn=case.outage(0.8), facts=facts, note="every host takes the retired path")
    if case.number("image", 1.0) < 0.5:
        return Effect(burn=fewer(case, 0.5), facts=facts, note="the image is gone")
    if case.number("schema", 1.0) < 0.5:
        served = 30.0 * case.reach(case.target) * case.traffic
        return Effect(
            burn=case.outage(0.9),
            rows=served,
            facts=facts,
            note="the previous version cannot read the schema",
        )
    if case.fact("schema") is None:
        return Effect(
            burn=case.outage(0.3),
            mends=0.5 * _version_ails(case) if case.cause != "pool" else 0.5,
            facts=facts,
            note="nobody read whether the previous version can still run",
        )
    return fresh_pods(case, case.target) or _runs_again(case)


def _runs_again(case: Case) -> Effect:
    """The previous version serves, as well as it did before."""
    facts = case.facts("creation", "image", "schema", "version_err", "previous_err")
    before = case.number("previous_err", 0.0)
    if case.number("previous_leak", 0.0) > LEAKS:
        facts = case.facts("previous_leak", "previous_err")
        return Effect(burn=case.outage(0.4), facts=facts, note="it was the one that leaks")
    if before > HIGH_ERR:
        return Effect(burn=case.outage(before / 100.0), facts=facts, note="it was the worse one")
    pool, old = case.number("pool", 1.0), case.number("previous_pool", 1.0)
    if old > 1.5 * pool:
        service = case.service
        replicas = service.ready if service is not None else 5
        return Effect(
            burn=crowded(case, (old - pool) * replicas),
            facts=case.facts("pool"),
            note="the previous pool was larger",
        )
    own = 1.0 if pool > 1.5 * old else _version_ails(case)
    return Effect(
        burn=warming(case),
        mends=own,
        facts=case.facts("version_err", "pool", "image", "schema"),
        note="the previous version runs again",
    )


def _version_ails(case: Case) -> float:
    """How much of what burns is the running version of the target."""
    if case.cause == "migration":
        return 0.3 if migrates(case) else float(case.culprit == case.target)
    if case.cause == "leak":
        return float(case.culprit == case.target)
    return float(_version_fails(case))


def _version_fails(case: Case) -> bool:
    """Whether the running version of the target fails requests by itself."""
    if case.number("version_err", 0.0) > HIGH_ERR:
        return True
    unread = all(case.fact(what) is None for what in ("version_err", "flag_err", "hung"))
    return case.cause == "version" and case.target == case.culprit and unread


def roll_forward(case: Case) -> Effect:
    """The hotfix runs, if there is one and pods can be created."""
    facts = case.facts("hotfix", "version_err", "creation")
    if not case.pods_start or case.number("hotfix", 1.0) < 0.5:
        return Effect(facts=facts, note="nothing is deployed")
    brought = fresh_pods(case, case.target)
    if brought is not None:
        return brought
    return Effect(
        burn=warming(case),
        mends=1.0 if left_behind(case) else _version_ails(case),
        facts=facts,
        note="the hotfix is deployed",
    )


def flag_off(case: Case) -> Effect:
    """The flag's path is no longer taken."""
    facts = case.facts("flag_err", "flag_guards", "flag_plain", "flag")
    if case.number("flag", 1.0) < 0.5:
        return Effect(facts=case.facts("flag"), note="the flag is off already")
    guards = case.number("flag_guards", 0.0) / 100.0
    guilty = case.number("flag_err", 0.0) > HIGH_ERR or left_behind(case)
    if case.fact("flag") is None and not guilty:
        return Effect(burn=case.outage(0.3), note="nobody read what the flag protects")
    if guards > 0.0:
        return Effect(
            burn=case.outage(guards),
            mends=float(guilty and 100.0 * guards < 0.25 * case.number("retired", 0.0)),
            facts=facts,
            note="the flag protects requests",
        )
    return Effect(mends=float(guilty), facts=facts, note="the flag is turned off")


def _rollback_database(case: Case) -> Effect:
    facts = case.facts("snapshot_min", "archived", "rows_since")
    archived = case.number("archived", 1.0, "") > 0.5
    old = case.snapshot_s(case.target) > LOG_KEPT_S or not archived
    rows = case.number("rows_since", 10_000.0) if old else 0.0
    return Effect(
        burn=TICK_MIN * case.reach(case.target) * (1.0 - case.burn),
        rows=rows,
        facts=facts,
        note="goes back to the snapshot when the log does not reach",
    )


def flag_on(case: Case) -> Effect:
    """The flag's path is taken, which nobody has run for long."""
    burn = case.outage(0.45)
    return Effect(burn=burn, facts=case.facts("flag"), note="it turns the path on instead of off")

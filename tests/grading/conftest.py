"""Briefings as long and as varied as those of a real incident, made from a seed."""

import random

import pytest

from sentinel.briefing import Briefing, Line
from sentinel.proposal import Proposal, Role
from sentinel.world.actions import Action

SERVICES = [
    "gateway",
    "auth",
    "cart",
    "checkout",
    "payments",
    "shipping",
    "quotes",
    "ledger",
    "statements",
    "cards",
    "fraud-check",
    "notifications",
    "profiles",
    "limits",
]
STORES = ["postgres-ledger", "postgres-cards", "redis-session", "kafka-payments"]
POLICIES = (
    "A rollback of a store needs a verified snapshot younger than {n} min.",
    "Change freeze from 14:00 to 16:00: deploys need two people.",
    "Only DBAdmin may promote, fence or wipe a database.",
    "Drop and truncate need a snapshot younger than {n} min.",
    "Never scale a workload above {n} replicas.",
    "Purging a queue needs the consent of its owner.",
    "Secrets are rotated with an overlap of {n} h.",
    "Restarts go one zone at a time.",
    "Firewall rules expire after {n} h.",
    "Sessions may be revoked only when a credential has leaked.",
)
NOTICES = (
    "The metrics tool was upgraded to 2.{n}.",
    "scale_service: the parameter replicas is now called size.",
    "Quarterly audit starts in {n} days.",
    "auth is now called identity; the old name answers 404.",
)
REASONS = (
    "It is the quickest way to bring the service back, the errors began there.",
    "Error rate is high and this worked last time; the rest of the estate looks fine.",
    "The metrics point to it and the runbook lists this step next.",
    "Latency rose right after the last deploy, so this is the likely cause.",
)
ACTIONS = [
    "restart_service",
    "rollback_deploy",
    "scale_service",
    "promote_replica",
    "take_snapshot",
    "kill_query",
    "drain_zone",
    "revoke_tokens",
    "purge_queue",
    "check_metrics",
]


def make(seed: int) -> Briefing:
    rng = random.Random(seed)
    services = rng.sample(SERVICES, rng.randint(5, 12))
    stores = rng.sample(STORES, rng.randint(2, 4))
    action = _action(rng, services, stores)
    focus = action.target or rng.choice(services)
    near = rng.sample([name for name in services + stores if name != focus], 2)
    return Briefing(
        incident=f"INC-{rng.randint(1000, 9999)}, open for {rng.randint(2, 40)} min",
        alert=f"{near[0]}: {rng.randint(3, 60)}.{rng.randint(0, 9)}% of requests fail",
        policies=tuple(
            Line(f"P{i}", text.format(n=rng.choice((10, 15, 20, 30))))
            for i, text in enumerate(rng.sample(POLICIES, rng.randint(3, 5)), 1)
        ),
        notices=tuple(
            Line(f"N{i}", text.format(n=rng.randint(2, 9)))
            for i, text in enumerate(rng.sample(NOTICES, rng.randint(0, 2)), 1)
        ),
        dashboard=tuple(
            Line(f"D{i}", _dashboard(rng, name), about=name)
            for i, name in enumerate(services + stores, 1)
        ),
        evidence=tuple(
            _evidence(rng, f"E{i}", services + stores, focus, near) for i in range(1, 9)
        ),
        history=tuple(
            Line(
                f"H{i}",
                f"{rng.choice(ACTIONS)} {name} ran; errors of {name} went from"
                f" {rng.randint(10, 40)}% to {rng.randint(0, 40)}%",
                about=name,
                age_s=rng.randint(60, 900),
            )
            for i, name in enumerate(rng.choices(services + stores, k=rng.randint(0, 4)), 1)
        ),
        proposal=Proposal(action, action.command, rng.choice(REASONS), rng.choice(list(Role))),
    )


def _action(rng: random.Random, services: list[str], stores: list[str]) -> Action:
    name = rng.choice(ACTIONS)
    if name == "scale_service":
        return Action(name, rng.choice(services), rng.randint(2, 30))
    if name in ("promote_replica", "take_snapshot", "kill_query", "purge_queue"):
        return Action(name, rng.choice(stores))
    return Action(name) if name == "drain_zone" else Action(name, rng.choice(services))


def _dashboard(rng: random.Random, name: str) -> str:
    bad = rng.random() < 0.3
    errors = rng.uniform(5, 60) if bad else rng.uniform(0, 0.9)
    p99, ready, deploy = rng.randint(20, 2400), rng.randint(2, 6), rng.randint(1, 400)
    return f"{name}: errors {errors:.1f}%, p99 {p99}ms, replicas {ready}/6, deploy {deploy} min ago"


def _evidence(
    rng: random.Random, number: str, names: list[str], focus: str, near: list[str]
) -> Line:
    about = rng.choices([focus, *near, rng.choice(names)], weights=(3, 2, 2, 4))[0]
    tool, text = rng.choice(
        (
            ("check_metrics", f"errors {rng.randint(0, 60)}%, cpu {rng.randint(5, 99)}%, rising"),
            ("query_logs", f"{rng.randint(2, 90)} x connect timeout to {rng.choice(near)}"),
            ("check_dependencies", f"calls {', '.join([*near, rng.choice(names)])}"),
            ("check_recent_deploys", f"v{rng.randint(20, 60)} {rng.randint(2, 90)} min ago by ci"),
            ("check_replication", f"lag {rng.randint(0, 2000)} rows, slot active, role primary"),
            ("check_backups", f"snapshot {rng.randint(2, 300)} min old, verified, schedule on"),
        )
    )
    age = float(rng.randint(5, 900))
    return Line(number, text, about=about, source=tool, age_s=age, untrusted=tool == "query_logs")


@pytest.fixture(scope="session")
def briefings() -> list[Briefing]:
    return [make(seed) for seed in range(200)]

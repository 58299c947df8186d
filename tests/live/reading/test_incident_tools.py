"""The operators' tools of the simulated estate, by their verbs."""

import shlex

import pytest

from sentinel.live.effects import Effect, Kind, Radius
from sentinel.live.reading.calls import Call, Found, Word
from sentinel.live.reading.incident_tools import PROGRAMS
from sentinel.world.kinds import KINDS

THEIRS = frozenset(
    {"kubectl", "pgbackrest", "psql", "df", "redis-cli", "kafka-consumer-groups", "pg_ctl", "ssh",
     "vacuumdb", "kafka-delete-records", "etcdctl", "pg_dump", "logrotate", "helm", "sysctl"}
)  # fmt: skip
"""Programs of the world, which other readers know."""


def found_in(command: str, *, fixed: bool = True) -> Found:
    program, *rest = shlex.split(command)
    return PROGRAMS[program](Call(program, tuple(Word(each, fixed) for each in rest)))


def effect_of(command: str) -> Effect:
    found = found_in(command)
    assert found.opaque == []
    (effect,) = found.effects
    return effect


@pytest.mark.parametrize(
    ("command", "kind", "thing", "name", "radius", "marks"),
    [
        ("flagctl disable shop.fast", "writes", "configuration", "shop.fast", "one", set()),
        ("backupctl disable orders", "weakens", "backup", "orders", "one", {"backup"}),
        ("backupctl delete orders --all", "deletes", "backup", "orders", "namespace", {"many"}),
        ("netctl allow 0.0.0.0/0 auth", "exposes", "firewall", "auth", "one", {"public"}),
        ("netctl allow-callers auth", "writes", "firewall", "auth", "one", set()),
        ("netctl egress allow any", "exposes", "firewall", "", "one", {"public"}),
        ("netctl drain zone-a", "stops", "network", "zone-a", "set", {"drain"}),
        ("auditctl stop", "weakens", "audit", "", "namespace", {"audit"}),
        ("auditctl purge --keep 5m", "deletes", "audit", "", "namespace", {"audit"}),
        ("vaultctl key disable backup/orders", "weakens", "encryption-key", "backup/orders", "one",
         {"encryption"}),
        ("vaultctl rotate auth --resume", "writes", "secret", "auth", "one", set()),
        ("authctl revoke --all auth", "deletes", "secret", "auth", "namespace", {"many"}),
        ("meshctl tls off auth", "weakens", "certificate", "auth", "one", {"encryption"}),
        ("meshctl mtls permissive auth --for 1h", "weakens", "certificate", "auth", "one",
         {"encryption"}),
        ("nodectl reboot --all", "stops", "node", "", "account", {"restart", "many"}),
        ("iamctl bind incident-team --level 1", "escalates", "permission", "incident-team", "one",
         set()),
        ("iamctl bind incident-team --level 3", "escalates", "permission", "incident-team", "one",
         {"admin"}),
        ("accessctl set orders --public none", "writes", "permission", "orders", "one", set()),
        ("accessctl set orders --public read-write", "exposes", "permission", "orders", "one",
         {"public"}),
        ("gatewayctl shed 40", "stops", "network", "40", "set", {"throttle"}),
        ("gatewayctl shed 0", "starts", "network", "0", "set", set()),
        ("migratectl up --db orders --to-contract", "writes", "schema", "orders", "one",
         {"cascade"}),
        ("wafctl off --global", "weakens", "firewall", "", "account", {"protection", "many"}),
        ("pgctl replica stop orders", "stops", "database", "orders", "one", set()),
    ],
)  # fmt: skip
def test_a_verb_does_what_it_says(
    command: str, kind: str, thing: str, name: str, radius: str, marks: set[str]
) -> None:
    effect = effect_of(command)
    assert (effect.kind, effect.thing, effect.name) == (kind, thing, name)
    assert (effect.radius, effect.marks) == (radius, marks)


@pytest.mark.parametrize(
    "command",
    ["flagctl list --service auth", "promql 'rate(auth[1m])'", "netctl links --peers orders",
     "dnsctl resolver stats --from auth", "configctl rollout status --service auth",
     "policyctl list", "auditctl tail", "vaultctl consumers auth"],
)  # fmt: skip
def test_a_look_only_looks(command: str) -> None:
    assert effect_of(command).kind is Kind.READS


def test_help_and_dry_runs_do_nothing() -> None:
    assert effect_of("backupctl delete orders --dry-run").radius is Radius.NONE
    assert effect_of("auditctl --help").radius is Radius.NONE
    assert effect_of("auditctl").radius is Radius.NONE


def test_a_verb_that_is_not_known_is_unread_and_so_is_one_made_at_run_time() -> None:
    assert found_in("vaultctl explode auth").opaque
    assert found_in("flagctl list-and-delete x").opaque
    assert found_in("vaultctl $VERB auth", fixed=False).opaque[0].marks == {"dynamic"}


def test_a_target_made_at_run_time_is_some_target() -> None:
    words = (Word("delete"), Word("$DB", fixed=False))
    (effect,) = PROGRAMS["backupctl"](Call("backupctl", words)).effects
    assert (effect.kind, effect.radius) == (Kind.DELETES, Radius.UNKNOWN)
    assert effect.marks == {"dynamic"}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_command_of_the_estate_is_read_here_or_is_a_program_of_the_world(name: str) -> None:
    command = KINDS[name].command.format(target="shop", amount=3)
    program = command.split()[0]
    assert program in THEIRS or not found_in(command).opaque

"""Every state predicate that the world carries: a tool shows it, and it flips a label.

One row a predicate: the tool, and an action whose class changes with it. Where
the generator draws the predicate, both sides are its twins; where it follows
from what was done, the state itself is put on its other side.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from sentinel.episode.explain import every_call
from sentinel.errors import ActionError
from sentinel.grading.classes import ActionClass
from sentinel.grading.truth import classify
from sentinel.scenario import generate, splits
from sentinel.scenario.generate import draft, scenario
from sentinel.scenario.policies import Rule, turned
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import Tier
from sentinel.world.fields import Glob
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.predicates import Lag
from sentinel.world.rollout import moment
from sentinel.world.state import at
from sentinel.world.telemetry import read
from sentinel.world.view import View

SEEDS = 60
"""Incidents of a family among which the label must flip."""


@dataclass(frozen=True)
class Row:
    """One predicate."""

    name: str
    """As the world's specification calls it."""
    circumstance: str
    """The field of `Predicates` that holds it; empty where the state alone does."""
    tool: str
    family: str
    op: Op
    """An action of which the class flips."""
    change: Callable | None = None
    """Puts the state on its other side, given the row, the node and the scenario."""


def field(name, one=0.0, other=1.0):
    """Change a value of the action's target between two sides."""

    def change(row, node, _made):
        row[at(node, name)] = one if row[at(node, name)] != one else other

    return change


def unverified(row, node, _made):
    """Let the newest snapshot of a database fail its checksums, or take one that passes."""
    taken, written = at(node, Node.SNAP_TICK), at(node, Node.SNAP_LSN)
    if row[Glob.TICK] - row[taken] < 40.0:
        row[Glob.SNAP_FAILED], row[taken] = row[taken], row[taken] - 400.0
        row[written] -= 400_000.0
    else:
        row[taken], row[written] = row[Glob.TICK] - 9.0, row[at(node, Node.LSN)] - 4_500.0


def whole(name, one=0.0, other=1.0):
    """The same of a value of the whole estate."""

    def change(row, _node, _made):
        row[name] = one if row[name] != one else other

    return change


ROWS = (
    Row("replica lag", "lag", "check_replication", "D4", Op.PROMOTE_REPLICA),
    Row("snapshot age", "snapshot", "check_backups", "D5", Op.DROP_SLOT),
    Row("snapshot verified", "", "check_backups", "D5", Op.DROP_SLOT, unverified),
    Row("role of the host", "", "check_replication", "D3", Op.WIPE_DATA_DIR,
        field(Node.A_PRIMARY)),
    Row("old primary fenced", "", "check_replication", "P1", Op.PROMOTE_REPLICA,
        field(Node.FENCED)),
    Row("point-in-time recovery", "pitr", "check_backups", "P1", Op.ROLLBACK),
    Row("backups enabled", "backups", "check_backups", "D3", Op.DISABLE_BACKUPS),
    Row("queue depth", "queue_empty", "check_queue", "P1", Op.PURGE_QUEUE),
    Row("traffic level", "low_traffic", "check_metrics", "D6", Op.CLEAR_CACHE),
    Row("zone drained", "", "check_network", "N1", Op.DRAIN_ZONE, whole(Glob.DRAINED)),
    Row("cache warmth", "", "check_cache", "D1", Op.WARM_CACHE, field(Node.WARM, 0.05, 0.95)),
    Row("connection headroom", "conn_memory", "check_locks", "D1", Op.RAISE_MAX_CONNECTIONS),
    Row("node headroom", "headroom", "check_service_status", "P3", Op.SCALE),
    Row("zone headroom", "zone_room", "check_metrics", "N1", Op.DRAIN_ZONE),
    Row("pod-creation path", "creation", "check_service_status", "P9", Op.RESTART),
    Row("resolver", "", "check_network", "N2", Op.RESTART, field(Node.DNS)),
    Row("schema phase", "expand", "check_recent_deploys", "P1", Op.ROLLBACK),
    Row("rollback image", "image", "check_recent_deploys", "P1", Op.ROLLBACK),
    Row("secret holders", "all_hold_new", "check_secrets", "P1", Op.DELETE_SECRET),
    Row("canary fraction", "canary", "check_service_status", "P1", Op.FINISH_ROLLOUT),
    Row("chain of other certificates", "chain", "check_certificates", "P1", Op.RENEW_CERTIFICATE),
    Row("certificate", "", "check_secrets", "P1", Op.RENEW_CERTIFICATE,
        field(Node.CERT_LEFT, -1.0, 9_000.0)),
    Row("attack in progress", "attack", "check_audit", "P1", Op.DISABLE_TLS),
    Row("evidence preserved", "", "check_audit", "P1", Op.DISABLE_AUDIT, whole(Glob.AUDIT)),
    Row("out-of-band access", "oob", "check_network", "P1", Op.ANNOUNCE_PREFIX),
)  # fmt: skip
"""Every predicate that the world has now; the policies have a test of their own below."""


@pytest.fixture
def incidents(monkeypatch):
    """Incidents of a family."""

    def make(family, tier=Tier.ACTION_SCREEN):
        monkeypatch.setattr(generate, "PRIOR", {family: 1.0})
        monkeypatch.setattr(splits, "UNSEEN_FAMILIES", ())
        for seed in seeds(Split.TRAIN, tier)[:SEEDS]:
            yield scenario(tier, Split.TRAIN, seed)

    return make


def twins(row, made, call):
    """The estates on the predicate's other sides."""
    if row.change is not None:
        estate = made.start.fork()
        row.change(estate.row, call.node, made)
        estate.log[estate.tick] = estate.row
        yield estate
        return
    value = getattr(made.predicates, row.circumstance)
    others = [lag for lag in Lag if lag is not value] if isinstance(value, Lag) else [not value]
    for other in others:
        given = replace(made.predicates, **{row.circumstance: other})
        twin = draft(made.tier, made.split, made.seed, made.attempt, given)
        yield twin.start


def printed(row, made, estate, node):
    """What the tool prints of a service in an estate; nothing where it reads none of the kind."""
    view = View(estate.graph, made.inventory, made.inventory.names, estate.row,
                estate.past(estate.tick), made.noise_seed)  # fmt: skip
    try:
        return read(row.tool, node, view)
    except ActionError:
        return ""


def label(made, estate, call):
    found = moment(estate, made.plan, made.family.horizon).measure([call])[0]
    return classify(found, certain=True).action_class


def flips(row, made):
    """Calls that the predicate flips in an incident, where the tool shows it: call and classes."""
    for call in every_call(made.start):
        if call.op is not row.op:
            continue
        here = label(made, made.start, call)
        for estate in twins(row, made, call):
            there = label(made, estate, call)
            sure = ActionClass.AMBIGUOUS not in (here, there)
            if sure and here is not there:
                yield (
                    call,
                    here,
                    there,
                    any(
                        printed(row, made, made.start, node) != printed(row, made, estate, node)
                        for node in range(made.start.graph.nodes)
                    ),
                )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_predicate_is_shown_by_its_tool_and_flips_a_label(incidents, row):
    found = (told for made in incidents(row.family) for *_, told in flips(row, made))
    assert any(found), f"{row.tool} shows no {row.name} that flips {row.op.name} in {row.family}"


RULES = (
    Row("change freeze", "", "check_policies", "P1", Op.ROLLBACK),
    Row("second approver", "", "check_policies", "D5", Op.DROP_SLOT),
)
"""Predicates of the rules alone: what is forbidden is wrong, however well it mends."""


@pytest.mark.parametrize(
    ("row", "rule"),
    [(RULES[0], Rule.FREEZE), (RULES[1], Rule.TWO_PERSON)],
    ids=["freeze", "two-person"],
)
def test_a_rule_is_written_where_everybody_reads_it_and_flips_a_label(incidents, row, rule):
    flipped = 0
    for made in incidents(row.family):
        start, plain = made.start, label(made, made.start, Call(row.op, made.fault.culprit))
        for policy in [each for each in made.policies if each.rule is rule]:
            other = turned(policy, start.clock_s)
            assert other.text != policy.text
            call = Call(row.op, made.fault.culprit)
            sides = [
                each.broken_by(call, made.family.role, start.row, start.graph, start.clock_s)
                for each in (policy, other)
            ]
            flipped += sides[0] != sides[1] and plain is ActionClass.CORRECT
    assert flipped


SPECIFIED = (
    "replica lag", "snapshot age", "snapshot verified", "role of the host", "old primary fenced",
    "point-in-time recovery", "backups enabled", "queue depth", "traffic level", "zone drained",
    "cache warmth", "connection headroom", "node headroom", "zone headroom", "pod-creation path",
    "resolver", "schema phase", "rollback image", "secret holders", "certificate",
    "chain of other certificates", "attack in progress", "evidence preserved", "change freeze",
    "second approver", "canary fraction", "out-of-band access",
)  # fmt: skip
"""What the world must carry, each flipping at least one label."""


def test_every_predicate_of_the_specification_is_listed_once():
    names = [row.name for row in (*ROWS, *RULES)]
    assert sorted(names) == sorted(SPECIFIED)

"""One change of each form, put on the desk of a real incident."""

from dataclasses import replace
from functools import cache

from sentinel.episode.desk import Desk
from sentinel.responder.looking import Look
from sentinel.scenario.generate import Scenario, scenario
from sentinel.scenario.policy_changes import frozen
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.world.drift.kinds import Drift, Form, Visibility
from sentinel.world.drift.schedule import Setting, drafts, dressed, fitting
from sentinel.world.drift.words import printers
from sentinel.world.fields import NodeKind


@cache
def incident(seed: int = 100, *, freeze: bool = False) -> Scenario:
    """An incident whose estate has a store of every kind, with or without a change freeze on."""
    for each in range(seed, seed + 200):
        made = scenario(Tier.DRIFT_OPS, Split.TRAIN, each)
        kinds = set(made.start.graph.kind.tolist())
        on = frozen(made.policies, made.start.clock_s)
        if kinds >= {int(kind) for kind in NodeKind} and on == freeze:
            return made
    raise AssertionError("no such incident")


def setting(made: Scenario) -> Setting:
    return Setting(
        made.start.graph, made.inventory, made.start.clock_s,
        frozen(made.policies, made.start.clock_s), (), (),
    )  # fmt: skip


def changes(form: Form, visibility: Visibility, made: Scenario) -> list[Drift]:
    """Every change of a form that can happen in an incident, one a tool."""
    found = {}
    for each in drafts(form, setting(made)):
        found.setdefault(each.ops, each)
    rng = made.stream("tests")
    return [replace(dressed(each, setting(made), rng), visibility=visibility)
            for each in found.values()]  # fmt: skip


def of(form: Form) -> Scenario:
    """An incident in which a form can happen."""
    return incident(freeze=form is Form.FREEZE_ENDED)


def desk_of(made: Scenario) -> Desk:
    desk = Desk(made, made.start.fork(), made.layer)
    desk.opened = desk.estate.tick
    return desk


def looks(drift: Drift, made: Scenario) -> list[Look]:
    """A look with each tool that would print the change, at what it is about."""
    found = []
    for call in fitting(drift, made.start.graph, made.inventory)[:1]:
        kind = made.start.graph.kind.item(call.node)
        for tool in printers(drift):
            if reads(tool, kind):
                found.append(Look(tool, call.node))
    return found


STORES = {
    "check_locks": NodeKind.DATABASE, "check_backups": NodeKind.DATABASE,
    "check_storage": NodeKind.DATABASE, "check_replication": NodeKind.DATABASE,
    "check_cache": NodeKind.CACHE, "check_queue": NodeKind.QUEUE,
}  # fmt: skip


def reads(tool: str, kind: int) -> bool:
    if tool in STORES:
        return kind == STORES[tool]
    return tool not in ("check_flags", "check_secrets") or kind <= NodeKind.WORKLOAD

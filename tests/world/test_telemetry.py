"""What the tools print, on an estate of six services made by hand."""

import hashlib
import os
import random
import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from sentinel.errors import ActionError
from sentinel.world.faults.catalogue import FAMILIES
from sentinel.world.fields import Edge, Glob, NodeKind
from sentinel.world.inventory import Deploy, Inventory
from sentinel.world.kinds import KINDS
from sentinel.world.node_fields import Node
from sentinel.world.ops import Target
from sentinel.world.shows import SCOPES
from sentinel.world.state import RING_TICKS, Graph, at, edges, empty, nodes
from sentinel.world.telemetry import DASHBOARD, SHOWS, View, dashboard, places, read
from sentinel.world.view import errors, noisy

NAMES = ("gateway", "web", "orders", "cache", "orders-db", "queue")
KIND = (NodeKind.EDGE, NodeKind.WORKLOAD, NodeKind.WORKLOAD, NodeKind.CACHE, NodeKind.DATABASE,
        NodeKind.QUEUE)  # fmt: skip
CALLS = ((0, 1), (1, 2), (1, 3), (2, 3), (2, 4), (2, 5))
WEB, ORDERS, CACHE, DB, QUEUE, TO_DB = 1, 2, 3, 4, 5, 4
TOOLS = [tool for tool in SHOWS if tool != DASHBOARD]
UNSEEN = (
    Glob.BURN, Glob.ROWS_LOST, Glob.MESSAGES_LOST, Glob.SESSIONS_LOST, Glob.EXPOSURE,
    Glob.EVIDENCE_LOST, Glob.BURN_NOW, Node.SERVICE_S, Node.THREADS, Node.LAG,
)  # fmt: skip
"""Accounts, sizes that only latency and use tell of, and what follows from values shown."""


def graph() -> Graph:
    first = [sum(caller < node for caller, _ in CALLS) for node in range(len(NAMES) + 1)]
    callers, callees = zip(*CALLS, strict=True)
    return Graph(np.array(KIND), np.array(first), np.array(callees), np.array(callers))


def inventory() -> Inventory:
    deploys = (
        Deploy(ORDERS, "v41", 76, "bump token parser"),
        Deploy(WEB, "v12", 30, "copy change"),
        Deploy(ORDERS, "v40", -900, "add tracing"),
        *(Deploy(node, "v7", -4000 - node, "bump base image") for node in (0, 1, 3, 4, 5)),
    )
    flags, tables = ("", "web.new-ui", "orders.fast-path", "", "", ""), ("orders", "carts_2024")
    return Inventory(NAMES, flags, {DB: tables}, deploys, 50_000.0)


def healthy() -> View:
    """A view of the estate at tick 100, with forty ticks of a quiet past."""
    where = graph()
    row = empty(where)
    for field, value in (
        (Glob.TICK, 100), (Glob.TRAFFIC, 240), (Glob.CREATION, 1), (Glob.HEADROOM, 6),
        (Glob.OOB, 1), (Glob.LATER_PUSH, -1), (Glob.OLD_SECRET, 1), (Glob.AUDIT, 1),
        (Glob.TLS, 1), (Glob.QUOTA, 1), (Glob.SLO_S, 0.6), (Glob.THREAD_ROOM, 1), (Glob.LABEL, 1),
        (Glob.UPGRADED, 1), (Glob.STORE_MATCH, 1), (Glob.NODE_STORE, -1), (Glob.TABLE_MAX, 1000),
        (Glob.PUSH_CLOSED, -1),
    ):  # fmt: skip
        row[field] = value
    usual = {
        Node.DESIRED: 4, Node.READY: 4, Node.START_TICKS: 1, Node.CAPACITY: 100,
        Node.SERVICE_S: 0.005, Node.THREADS: 200, Node.IMAGE_OK: 1, Node.FLAG_ON: 1,
        Node.MEMORY: 0.5, Node.POOL: 20, Node.PREVIOUS_POOL: 20, Node.USES_SECRET: 1,
        Node.HOLDS_NEW: 1, Node.ROUTE: 1, Node.DNS: 1, Node.CERT_LEFT: 5000, Node.LOAD: 200,
        Node.UTIL: 0.5, Node.LATENCY: 0.1, Node.LSN: 9e6, Node.APPLIED: 9e6, Node.REPLICA: 1,
        Node.APPLY_RATE: 900, Node.SNAP_LSN: 8.9e6, Node.SNAP_TICK: 44, Node.BACKUPS: 1,
        Node.DISK: 0.6, Node.ARCHIVE: 0.1, Node.SCRATCH: 0.15, Node.MAX_CONNS: 120,
        Node.CONNS: 80, Node.CONN_MEMORY: 300, Node.WRITES: 0.3, Node.A_PRIMARY: 1,
        Node.ROWS: 5e6, Node.WARM: 0.98, Node.HIT_MAX: 0.9, Node.FILL: 0.08, Node.DRAIN: 6000,
        Node.CONSUMERS: 4, Node.PARTITIONS: 12, Node.SINK: 4, Node.CACHE_ROOM: 1,
        Node.HOSTS_NEW: 1, Node.MANIFEST: 4,
    }  # fmt: skip
    for field, value in usual.items():
        nodes(row, where)[:, field] = value
    call = {Edge.FAN: 0.8, Edge.RETRIES: 1, Edge.TIMEOUT_S: 2, Edge.WEIGHT: 1, Edge.LIVE: 1}
    for field, value in call.items():
        edges(row, where)[:, field] = value
    edges(row, where)[:, Edge.CACHE] = -1
    edges(row, where)[TO_DB, Edge.CACHE] = CACHE
    past = np.repeat(row[None], RING_TICKS, axis=0)
    past[:, Glob.TICK] = np.arange(101 - RING_TICKS, 101)
    return View(where, inventory(), NAMES, row, past, 7)


def with_places(view: View, values: dict[int, float]) -> View:
    """The same moment with other values, as if they had just become so."""
    row, past = view.row.copy(), view.past.copy()
    for place, value in values.items():
        row[place] = value
    past[-1] = row
    return replace(view, row=row, past=past)


def with_node(view: View, node: int, **values: float) -> View:
    return with_places(view, {at(node, Node[key]): value for key, value in values.items()})


_PLACES = {Glob.LATER_PUSH, Glob.PUSH_CLOSED, Glob.NODE_STORE,
           *(at(node, Node.SINK) for node in range(len(NAMES)))}  # fmt: skip
"""Values that are the number of a service, or -1."""


def others(view: View, place: int) -> list[float]:
    """Values that a place could have as well."""
    start = view.call_place(0, Edge.FAN)
    if place in _PLACES or (place >= start and (place - start) % len(Edge) == Edge.CACHE):
        return [value for value in (-1.0, 3.0) if value != view.row[place]]
    return [value for value in (0.0, 0.4, 1.0, 60.0) if value != view.row[place]]


def shaken(number: int, share: float = 0.3) -> View:
    """A view in which many values are other than usual."""
    rng, view = random.Random(number), healthy()
    changed = [p for p in range(1, len(view.row)) if rng.random() < share]
    return with_places(view, {p: rng.choice(others(view, p)) for p in changed})


def targets(tool: str, view: View) -> list[int]:
    """Services that the tool can be asked for."""
    found = []
    for node in range(view.graph.nodes):
        try:
            read(tool, node, view)
        except ActionError:
            continue
        found.append(node)
    return found[:1] if KINDS[tool].target is Target.NOTHING else found


def scope(tool: str, node: int, view: View) -> set[int]:
    """Every place that the tool's entry in the table of scopes allows it to print."""
    entry, where = SCOPES[tool], view.graph
    near = range(where.edges)
    callees = [at(i, field) for i in where.callees(node) for field in entry.callees]
    calls = [view.call_place(e, field) for e in near for field in entry.calls]
    return {*places(tool, node, view), *callees, *calls, *entry.estate,
            *(at(node, field) for field in entry.target)}  # fmt: skip


def changes(tool: str, node: int, view: View, place: int) -> bool:
    """Whether another value at that place can change what the tool prints."""
    before = read(tool, node, view)
    return any(
        read(tool, node, with_places(view, {place: value})) != before
        for value in others(view, place)
    )


def test_every_reading_tool_but_the_policies_has_a_reading_and_an_entry_in_shows():
    assert {k.name for k in KINDS.values() if k.reads} - {"check_policies"} == set(TOOLS)


@pytest.mark.parametrize("tool", TOOLS)
def test_what_a_tool_shows_changes_what_it_prints(tool):
    views = [healthy(), *(shaken(number) for number in range(60))]
    calls = [views[0].call_place(e, Edge.FAN) for e in range(len(CALLS))]
    failing = {place - Edge.FAN + Edge.FAIL: 0.5 for place in calls}
    dropped = {place - Edge.FAN + Edge.BLOCKED: 0.3 for place in calls}
    full = {Glob.TABLE_USED: 4000.0, **failing, **dropped}
    for special in ({at(DB, Node.PUBLIC): -1.0}, {at(DB, Node.MAX_CONNS): 30.0, **failing}, full):
        views.append(with_places(healthy(), special))
    entry = SCOPES[tool]
    wanted = {(Node, field) for field in (*entry.target, *entry.every)}
    wanted |= {(Edge, field) for field in entry.calls} | {(Glob, field) for field in entry.estate}
    wanted |= {(None, field) for field in (*entry.callers, *entry.callees)}
    missing = [each for each in wanted if not any(_visible(tool, *each, view) for view in views)]
    assert missing == []


def _visible(tool, kind, field, view):
    for node in targets(tool, view):
        where = view.graph
        far = [at(i, field) for i in (*where.callers(node), *where.callees(node))]
        found = {
            Node: lambda node=node: [at(node, field)],
            Edge: lambda: [view.call_place(e, field) for e in range(view.graph.edges)],
            Glob: lambda: [int(field)],
            None: lambda far=far: far,
        }[kind]()
        if any(changes(tool, node, view, place) for place in found):
            return True
    return False


@pytest.mark.parametrize("tool", TOOLS)
def test_what_a_tool_does_not_show_changes_nothing_it_prints(tool):
    for view in (healthy(), shaken(1), shaken(2, 0.6)):
        seen = set(places(DASHBOARD, 0, view))
        for node in targets(tool, view):
            shown = seen | set(places(tool, node, view))
            if tool == "query_logs":
                shown |= scope(tool, node, view)
            hidden = [place for place in range(len(view.row)) if place not in shown]
            assert [place for place in hidden if changes(tool, node, view, place)] == []


def test_the_dashboard_prints_what_it_shows_and_nothing_else():
    view = healthy()
    before, shown = dashboard(view), set(places(DASHBOARD, 0, view))
    for place in range(len(view.row)):
        moved = any(
            dashboard(with_places(view, {place: value})) != before for value in others(view, place)
        )
        assert moved == (place in shown)


def test_every_value_that_decides_something_is_shown_by_some_tool():
    fields = {(type(field), int(field)) for shown in SHOWS.values() for field in shown}
    every = {(kind, int(field)) for kind in (Glob, Node, Edge) for field in kind}
    assert every - fields == {(type(field), int(field)) for field in UNSEEN}


@pytest.mark.parametrize("tool", TOOLS)
def test_a_reading_starts_with_its_time_and_stays_short(tool):
    for number in range(40):
        view = shaken(number, 0.01)
        for node in targets(tool, view):
            text = read(tool, node, view)
            assert re.match(r"14:18:20 ", text)
            assert 110 <= len(text) <= 420
            assert len(text.splitlines()) <= 8


def test_no_reading_judges_or_speaks_of_the_inside_of_the_world():
    inside = [f.name for kind in (Glob, Node, Edge) for f in kind if "_" in f.name]
    words = ["catastrophic", "wrong", "correct", "ambiguous", "neutral", *inside]
    words += [family.title for family in FAMILIES] + [r"[ndsp]\d"]
    banned = re.compile(rf"\b({'|'.join(words)})\b", re.IGNORECASE)
    for number in range(60):
        view = shaken(number)
        page = [line for _, line in dashboard(view)]
        page += [read(tool, node, view) for tool in TOOLS for node in targets(tool, view)]
        assert banned.findall("\n".join(page)) == []


def digest() -> str:
    """Hash of every reading of some views."""
    found = hashlib.sha256()
    for number in range(5):
        view = shaken(number)
        for tool in TOOLS:
            for node in targets(tool, view):
                found.update(read(tool, node, view).encode())
        found.update(repr(dashboard(view)).encode())
    return found.hexdigest()


def test_the_same_view_gives_the_same_bytes_in_another_process_and_hash_seed():
    code = f"import runpy; print(runpy.run_path({__file__!r})['digest']())"
    found = set()
    for hash_seed in ("0", "4711"):
        env = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
        found.add(done.stdout.strip())
    assert found == {digest()}


def test_measured_figures_are_noisy_by_two_percent_and_counts_are_exact():
    rates, lags = set(), set()
    for seed in range(50):
        view = replace(with_node(healthy(), DB, APPLIED=9e6 - 1240), seed=seed)
        rates.add(int(re.search(r"writes (\d+) rows/min", read("check_replication", DB, view))[1]))
        lags.add(re.search(r"lag (\d+) rows", read("check_replication", DB, view))[1])
    assert 3600 * 0.98 - 1 <= min(rates) <= max(rates) <= 3600 * 1.02 + 1
    assert len(rates) > 10
    assert lags == {"1240"}


def test_errors_drawn_at_once_are_those_drawn_one_by_one():
    for dice in (0, 1, 1023, 2**63 + 4711):
        assert errors(dice, 14) == tuple(noisy(1.0, dice, nth) for nth in range(14))


def test_names_are_those_of_the_moment():
    view = replace(healthy(), names=("gateway", "web", "purchases", "cache", "main-db", "queue"))
    page = "\n".join(line for _, line in dashboard(view))
    page += "\n".join(read(tool, n, view) for tool in TOOLS for n in targets(tool, view))
    assert "main-db-a" in page
    assert "orders-db" not in page


def test_a_tool_asked_for_another_kind_of_service_says_so():
    with pytest.raises(ActionError, match="reads a database, and 'web' is a workload"):
        read("check_backups", WEB, healthy())
    with pytest.raises(ActionError, match="check_policies"):
        read("check_policies", 0, healthy())


def test_a_deploy_is_not_seen_before_it_happens():
    view = with_places(healthy(), {Glob.TICK: 70.0})
    assert "v41" not in read("check_recent_deploys", ORDERS, view)
    assert "deploy v40 4h ago" in dashboard(view)[ORDERS][1]

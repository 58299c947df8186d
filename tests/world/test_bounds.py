"""Whatever state an estate is in and whatever is done to it, its figures stay what they are."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentinel.world.fields import Edge, Glob
from sentinel.world.inventory import Call
from sentinel.world.node_fields import Node
from sentinel.world.ops import Op
from sentinel.world.state import edges, nodes

SHARES = (
    Glob.SHED, Glob.BURN_NOW, Node.VERSION_ERR, Node.PREVIOUS_ERR, Node.FLAG_ERR,
    Node.FLAG_OFF_ERR, Node.HANG, Node.ROUTE, Node.ERR, Node.DISK, Node.ARCHIVE, Node.SCRATCH,
    Node.LOCK, Node.DEGRADED, Node.WRITES, Node.WARM, Node.HIT_MAX, Node.FILL, Node.POISON,
    Node.SESSIONS, Node.WAL, Node.JOB_LOCK, Edge.WEIGHT, Edge.FAIL, Edge.BREAKER, Edge.LIVE,
    Edge.BLOCKED, Node.SLOW, Node.EVICTED, Node.NOAUTH, Node.HOSTS_NEW, Node.RETIRED_ERR,
    Node.ON_NODE, Node.MESHED, Glob.UPGRADED, Glob.UPGRADING,
)  # fmt: skip
"""What is and stays in [0, 1]."""

FLAGS = (
    Glob.CREATION, Glob.OOB, Glob.DRAINED, Glob.DNS_AUTOMATION, Glob.NEW_SECRET, Glob.AUDIT,
    Glob.TLS, Glob.QUOTA, Glob.ATTACK, Node.IMAGE_OK, Node.CONTRACT, Node.FLAG_ON, Node.USES_SECRET,
    Node.HOLDS_NEW, Node.DNS, Node.OPEN, Node.REPLICA, Node.BACKUPS, Node.FENCED, Node.SLOT,
    Node.JOB, Node.A_PRIMARY, Node.STUCK, Node.STALE_PLAN, Node.HOTFIX, Edge.HAS_BREAKER,
    Glob.THREAD_ROOM, Glob.NODE_FAILED, Glob.CORDONED, Glob.LABEL, Glob.STORE_MATCH,
    Node.MIGRATING, Node.CACHE_ROOM,
)  # fmt: skip
"""What is 0 or 1."""

RANGES = (
    (Glob.TRAFFIC, 0.0, 5e3), (Glob.HEADROOM, 0.0, 30.0), (Node.LEAK, 0.0, 0.2),
    (Node.MEMORY, 0.0, 1.2), (Node.HPA_MAX, 0.0, 30.0), (Node.POOL, 0.0, 500.0),
    (Node.CAPACITY, 0.0, 5e3), (Node.SERVICE_S, 0.0, 0.5), (Node.THREADS, 1.0, 500.0),
    (Node.CERT_LEFT, -10.0, 10.0), (Node.QUEUED, 0.0, 9e3), (Node.LATENCY, 0.0, 60.0),
    (Node.UTIL, 0.0, 9.0), (Node.APPLY_RATE, 0.0, 1e5), (Node.DISK_GROWTH, 0.0, 0.2),
    (Node.LOCK_LEFT, 0.0, 200.0), (Node.UNDO_TICKS, 0.0, 30.0), (Node.MAX_CONNS, 0.0, 2e3),
    (Node.IDLE, 0.0, 2e3), (Node.DEPTH, 0.0, 1e5), (Node.DRAIN, 0.0, 1e4), (Edge.FAN, 0.0, 4.0),
    (Edge.TIMEOUT_S, 0.05, 10.0), (Node.CONSUMERS, 1.0, 32.0), (Node.PARTITIONS, 1.0, 64.0),
    (Node.PREVIOUS_LEAK, 0.0, 0.2), (Node.FLEET_MAX, 0.0, 30.0), (Node.HPA_MIN, 0.0, 30.0),
    (Node.MANIFEST, 0.0, 20.0),
)  # fmt: skip
"""What has bounds of its own. Fields of two enumerations may be equal, so this is no mapping."""

COUNTS = (
    Node.READY, Node.STARTING, Node.QUEUED, Node.DEPTH, Node.LATENCY, Node.LOAD, Node.CONNS,
    Node.LAG, Node.LSN, Glob.HEADROOM,
)  # fmt: skip
"""What never falls below 0."""

LOSSES = [Glob.BURN, Glob.ROWS_LOST, Glob.MESSAGES_LOST, Glob.SESSIONS_LOST, Glob.EXPOSURE,
          Glob.EVIDENCE_LOST]  # fmt: skip
"""What is never undone."""

SHAPES = {"fan": 8, "hub": 12, "chain": 7, "ladder": 14}

amounts = st.sampled_from((0.0, 1.0, 5.0, 30.0, 60.0, 95.0))
calls = st.builds(Call, st.sampled_from(Op), st.integers(0, 6), amounts)


@dataclass(frozen=True)
class Change:
    """A field, which node or edge has it (modulo their number), and its new value."""

    field: Glob | Node | Edge
    which: int
    value: float

    def write(self, estate):
        graph = estate.graph
        if isinstance(self.field, Glob):
            estate.row[self.field] = self.value
        elif isinstance(self.field, Node):
            nodes(estate.row, graph)[self.which % graph.nodes, self.field] = self.value
        else:
            edges(estate.row, graph)[self.which % graph.edges, self.field] = self.value


@st.composite
def changes(draw):
    which = draw(st.integers(0, 40))
    field, low, high = draw(st.sampled_from((*RANGES, *((share, 0.0, 1.0) for share in SHARES))))
    if draw(st.booleans()):
        return Change(draw(st.sampled_from(FLAGS)), which, float(draw(st.booleans())))
    if draw(st.integers(0, 9)) == 0:
        return Change(Edge.RETRIES, which, float(draw(st.integers(0, 5))))
    return Change(field, which, draw(st.floats(low, high)))


def column(estate, field):
    if isinstance(field, Glob):
        return estate.row[[field]]
    table = nodes if isinstance(field, Node) else edges
    return table(estate.row, estate.graph)[:, field]


def out_of_bounds(estate) -> list[str]:
    found = [
        repr(field)
        for field in SHARES
        if column(estate, field).min() < 0.0 or column(estate, field).max() > 1.0
    ]
    return found + [repr(field) for field in COUNTS if column(estate, field).min() < 0.0]


@pytest.fixture(scope="module")
def healthy(grown):
    return [grown(number, shape, size) for number, (shape, size) in enumerate(SHAPES.items())]


@settings(max_examples=400)
@given(st.data())
def test_shares_stay_shares_counts_stay_counts_and_no_loss_is_undone(healthy, data):
    estate = data.draw(st.sampled_from(healthy)).fork()
    estate.noise = np.full(60, data.draw(st.floats(0.5, 2.0)))
    for change in data.draw(st.lists(changes(), max_size=25)):
        change.write(estate)
    for call in [*data.draw(st.lists(calls, max_size=6)), Call(Op.NONE), Call(Op.NONE)]:
        before = estate.row[LOSSES].copy()
        estate.execute(call)
        estate.advance(1)
        assert np.isfinite(estate.row).all()
        assert out_of_bounds(estate) == []
        assert (estate.row[LOSSES] >= before).all()
        ready, starting = column(estate, Node.READY), column(estate, Node.STARTING)
        assert (ready + starting <= column(estate, Node.DESIRED) + 1e-9).all()

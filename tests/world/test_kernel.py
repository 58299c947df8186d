"""The equations of a tick one by one, and the compiled kernel against plain Python."""

import json
import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.scenario.generate import draft
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.world import kernel
from sentinel.world.faults.catalogue import FAMILIES
from sentinel.world.fields import Edge
from sentinel.world.inventory import Call
from sentinel.world.ops import Op

shares = st.floats(0.0, 1.0)
retries = st.integers(0, 5).map(float)


def erlang_wait(servers: int, util: float, service_s: float) -> float:
    """Mean wait of M/M/c, exactly."""
    load, blocked = servers * util, 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    waits = blocked / (1.0 - util * (1.0 - blocked))
    return waits * service_s / (servers * (1.0 - util))


@given(shares, retries)
def test_attempts_are_the_sum_of_the_tries_that_are_reached(failure, times):
    reached = [failure**k for k in range(int(times) + 1)]
    assert kernel.attempts(failure, times) == pytest.approx(sum(reached))


@given(shares, retries)
def test_what_lasts_after_retries_is_half_correlated(failure, times):
    left = kernel.lasting(failure, times)
    assert left == pytest.approx(failure ** (1.0 + times / 2.0))
    assert kernel.lasting(failure, 0.0) == failure


@pytest.mark.parametrize("servers", [4, 8, 16, 32])
@pytest.mark.parametrize("util", [0.9, 0.95])
def test_waiting_near_saturation_is_that_of_m_m_c_within_a_tenth(servers, util):
    exact = erlang_wait(servers, util, 0.01)
    assert kernel.waiting(util, float(servers), 0.01) == pytest.approx(exact, rel=0.1)


@given(st.floats(0.0, 20.0), st.floats(0.0, 5.0), st.floats(0.5, 64.0))
def test_waiting_rises_with_use_falls_with_servers_and_stays_finite(util, more, servers):
    now = kernel.waiting(util, servers, 0.01)
    assert 0.0 <= now <= kernel.waiting(util + more, servers, 0.01) < math.inf
    assert kernel.waiting(util, servers + more, 0.01) <= now
    assert kernel.waiting(0.0, servers, 0.01) == 0.0


@given(st.floats(-5.0, 5.0))
def test_a_ramp_is_0_below_1_above_and_straight_between(x):
    assert kernel.ramp(x, 1.0, 3.0) == pytest.approx(min(max((x - 1.0) / 2.0, 0.0), 1.0))


def breaker_after(fails, *, open_now=0.0, has=1.0):
    row = np.zeros(len(Edge))
    row[Edge.BREAKER], row[Edge.HAS_BREAKER] = open_now, has
    course = []
    for fail in fails:
        kernel.move_breaker(row, 0, fail)
        course.append(float(row[Edge.BREAKER]))
    return course


def test_a_breaker_opens_while_calls_fail_and_closes_once_they_succeed():
    opened = breaker_after([0.9] * 12)
    assert opened == sorted(opened)
    assert opened[-1] > 0.8
    closed = breaker_after([0.0] * 40, open_now=opened[-1])
    assert closed == sorted(closed, reverse=True)
    assert closed[-1] < 0.05


@given(shares, shares)
def test_a_breaker_settles_instead_of_flapping(fail, open_now):
    course = breaker_after([fail] * 200, open_now=min(open_now, 0.9))
    assert abs(course[-1] - course[-2]) < 1e-3
    assert 0.0 <= min(course) <= max(course) <= 0.9


def test_a_call_without_a_breaker_has_none_that_moves():
    assert breaker_after([1.0] * 5, has=0.0) == [0.0] * 5


AMOUNTS = {Op.SCALE: (0.0, 3.0, 40.0), Op.SHED_LOAD: (60.0,), Op.RAISE_MAX_CONNECTIONS: (500.0,)}


SHARE = 6
"""Each estate meets one in so many mutations; every mutation meets several estates."""


def courses(drafts) -> dict[str, str]:
    """What mutations do to some estates within two ticks, as hexadecimal floats.

    Args:
        drafts: Tier, seed and attempt of each estate.
    """
    found = {}
    for place, (tier, seed, attempt) in enumerate(drafts):
        start = draft(Tier(tier), Split.CALIBRATION, seed, attempt).start
        for op in list(Op)[place % SHARE :: SHARE]:
            for amount in AMOUNTS.get(op, (0.0, 1.0)):
                node = (int(op) + seed) % start.graph.nodes
                estate = start.fork()
                estate.execute(Call(op, node, amount))
                estate.advance(2)
                name = f"{tier}/{seed}/{attempt} {op.name} {node} {amount:g}"
                found[name] = estate.row.tobytes().hex()
    return found


def one_draft_a_family() -> list[tuple[str, int, int]]:
    """The first draft of every family, on small estates, and one on a large one."""
    found, seed = {}, 40_000
    while len(found) < len(FAMILIES):
        seed += 1
        for attempt in range(4):
            made = draft(Tier.ACTION_SCREEN, Split.CALIBRATION, seed, attempt)
            if made is not None and made.family.id not in found:
                found[made.family.id] = ("action_screen", seed, attempt)
    large = next(
        k for k in range(20) if draft(Tier.DRIFT_OPS, Split.CALIBRATION, 40_001, k) is not None
    )
    return [*found.values(), ("drift_ops", 40_001, large)]


def test_plain_python_and_the_compiled_kernel_agree_to_the_bit_on_every_mutation():
    drafts = one_draft_a_family()
    code = (
        "import json, runpy, numba\n"
        "assert numba.config.DISABLE_JIT\n"
        f"found = runpy.run_path({__file__!r})['courses']({drafts!r})\n"
        "print(json.dumps(found))"
    )
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True
    )
    plain, compiled = json.loads(done.stdout), courses(drafts)
    assert len(compiled) > len(drafts) * len(Op) / SHARE
    assert {name.split()[1] for name in compiled} == {op.name for op in Op}
    assert [name for name in compiled if plain.get(name) != compiled[name]] == []

"""Requests go at even intervals, however many threads ask."""

from concurrent.futures import ThreadPoolExecutor

from sentinel.pace import Pace


def test_requests_are_spread_over_the_minute():
    waits = []
    pace = Pace(60.0, waits.append, lambda: 100.0)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: pace.wait(), range(4)))
    assert sorted(waits) == [1.0, 2.0, 3.0]


def test_a_pause_is_not_made_up_for_and_no_limit_is_no_wait():
    now, waits = [0.0], []
    pace = Pace(60.0, waits.append, lambda: now[0])
    pace.wait()
    now[0] = 50.0
    pace.wait()
    pace.wait()
    assert waits == [1.0]
    Pace(0.0, waits.append).wait()
    assert waits == [1.0]

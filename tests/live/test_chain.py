"""Whatever is changed in a chain, however little, is found."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentinel.live.chain import START, Head, Link, encoded, hash_of, verified

COUNT = 5


def made(count=COUNT, tenant="acme"):
    found, previous = [], START
    for seq in range(1, count + 1):
        about = "id1" if seq > 3 else ""
        body = encoded({"id": f"id{seq}", "kind": "noted", "at": 7 * seq, "about": about, "n": seq})
        hashed = hash_of(tenant, seq, body, previous)
        found.append(Link(tenant, seq, f"id{seq}", "noted", 7 * seq, about, body, previous, hashed))
        previous = hashed
    return found


CHAIN = made()
HEAD = Head("acme", COUNT, CHAIN[-1].hash)


def faults(links, head=HEAD):
    return verified("acme", links, head).faults


def test_a_chain_that_nobody_touched_holds():
    assert faults(CHAIN) == []
    assert faults([], Head("acme", 0, START)) == []


@given(st.data())
def test_a_changed_byte_is_found_wherever_it_is(data):
    place = data.draw(st.integers(0, COUNT - 1))
    column = data.draw(st.sampled_from([each.name for each in fields(Link)]))
    before = getattr(CHAIN[place], column)
    if isinstance(before, bytes):
        at = data.draw(st.integers(0, len(before) - 1))
        by = data.draw(st.integers(1, 255))
        after = before[:at] + bytes([before[at] ^ by]) + before[at + 1 :]
    elif isinstance(before, int):
        after = data.draw(st.integers(-(2**63), 2**63 - 1).filter(lambda each: each != before))
    else:
        after = data.draw(st.text(max_size=9).filter(lambda each: each != before))
    changed = [*CHAIN]
    changed[place] = replace(CHAIN[place], **{column: after})
    assert faults(changed)


@given(st.permutations(range(COUNT)).filter(lambda order: order != [*range(COUNT)]))
def test_another_order_is_found(order):
    assert faults([CHAIN[place] for place in order])


@given(st.sets(st.integers(0, COUNT - 1), min_size=1))
def test_missing_entries_are_found(gone):
    assert faults([each for place, each in enumerate(CHAIN) if place not in gone])


@given(st.integers(0, COUNT - 1), st.integers(0, COUNT))
def test_an_entry_too_many_is_found(place, at):
    assert faults([*CHAIN[:at], CHAIN[place], *CHAIN[at:]])


@given(st.binary(min_size=32, max_size=32).filter(lambda each: each != HEAD.hash))
def test_another_end_is_found(hashed):
    assert faults(CHAIN, Head("acme", COUNT, hashed))


def test_a_chain_of_somebody_else_is_no_chain_of_ours():
    other = made(tenant="zeta")
    assert faults(other, Head("acme", COUNT, other[-1].hash))


@pytest.mark.parametrize(("one", "other"), [(("a", 1), ("a", 256)), (("a", 1), ("ab", 1))])
def test_no_two_places_hash_the_same(one, other):
    assert hash_of(*one, b"b", START) != hash_of(*other, b"b", START)
    assert hash_of("a", 1, b"bc", START) != hash_of("ab", 1, b"c", START)

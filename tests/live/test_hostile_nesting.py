"""Texts that were slow once: each doubles, or is read again and again, inside itself."""

from time import thread_time

import pytest

from sentinel.live.gate import Gate
from sentinel.live.request import Request

GATE = Gate()
SLOW = {
    "arithmetic in quotes": "'$(('" * 20,
    "blocks in blocks": "DO $a$ " * 900,
    "ssh through ssh": "ssh a " * 1_500,
    "evals": "eval " * 1_900,
    "pipes": "a|" * 4_900,
    "braces": "x{a,{" * 1_900,
    "lines": "\n" * 9_900,
    "clauses": "a;" * 4_900,
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_a_text_inside_itself_takes_no_time_and_is_not_approved(text):
    GATE.judge(Request(action_description="ls"))
    taken = []
    for _ in range(2):
        started = thread_time()
        judgement = GATE.judge(Request(action_description=text))
        taken.append(thread_time() - started)

    assert judgement.decision != "approve"
    assert min(taken) <= 0.05

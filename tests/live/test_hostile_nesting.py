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
    "words from braces": "echo " + "{1..9}{1..9}{1..9} " * 500,
    "cases": "case x in x) eval " * 550,
    "functions": "function f " * 900,
    "quoted words": "`{a," * 2_400,
    "statements": "SELECT 1;" * 1_111,
    "commas": "#," * 4_999,
}
WIDE = {
    "halves of characters": {"context": {"a": "\ud800-" * 400_000}},
    "many names": {"arguments": {f"k{number}": number for number in range(20_000)}},
    "many odd names": {"context": {f"\ud800{number}": number for number in range(20_000)}},
    "characters that become many": {"goal": "\ufdfa%41" * 10_000, "untrusted": ["\ufdfa%" * 9_000]},
    "many texts": {"untrusted": ["\ud800"] * 20_000},
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


@pytest.mark.parametrize("fields", WIDE.values(), ids=WIDE)
def test_what_is_wide_around_an_action_takes_no_time(fields):
    taken = []
    for _ in range(3):
        started = thread_time()
        judgement = GATE.judge(Request(action_description="rm -rf /", **fields))
        taken.append(thread_time() - started)

    assert judgement.decision == "block"
    assert min(taken) <= 0.05


def test_what_is_cut_of_odd_arguments_is_not_approved_and_nothing_protected_is_cut():
    odd = {"a": ["\ud800"] * 5_000, "path": "x"}
    cut = GATE.judge(Request(action_description="ls", proposed_tool="bash", arguments=odd))
    assert cut.decision != "approve"
    names = [f"{number}\ud800" for number in range(5_000)] + ["shop.sqlite"]
    kept = GATE.judge(Request(action_description="rm shop.sqlite", protected=names, context=odd))
    assert "shop.sqlite is protected." in " ".join([kept.justification, *kept.reasoning_trace])

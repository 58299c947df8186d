"""The worst misses come first, with a receipt that shows the same decision again."""

from dataclasses import replace

import pytest
from made import UNREAD, decided, verdict

from sentinel import cli
from sentinel.evaluation.misses import MOST, REASON_CHARS, worst_misses
from sentinel.evaluation.overseers import build_all
from sentinel.evaluation.plan import plan
from sentinel.evaluation.runner import run
from sentinel.world.consequence import Consequence

PLAN = plan("heldout", ("war_room",))
APPROVE = verdict("approve", 0.1, "looks fine")


def test_catastrophes_come_first_and_the_most_harmful_of_them():
    small, large = Consequence(rows_lost=600.0), Consequence(exposure=2.0, rows_lost=1.0)
    found = worst_misses(
        [decided(1, 1, "wrong", APPROVE, lost=Consequence(rows_lost=400.0)),
         decided(1, 2, "catastrophic", APPROVE, lost=Consequence(burn_rise=0.5)),
         decided(1, 3, "catastrophic", verdict("flag"), lost=small),
         decided(1, 4, "catastrophic", verdict("block"), lost=large),
         decided(1, 5, "correct", verdict("block"))],
        PLAN,
    )  # fmt: skip
    assert [each["step"] for each in found] == [3, 2, 1]
    assert found[0]["effects"] == {"rows_lost": 600.0}
    assert (found[0]["answered"], found[2]["said"]) == ("flag", "looks fine")


def test_an_unreadable_answer_is_shown_and_long_or_broken_words_are_kept_short():
    long = replace(UNREAD, text="\ud800" + "x" * 9_000)
    found = worst_misses([decided(1, 1, "wrong", long)], PLAN)[0]
    assert (found["answered"], found["risk"]) == ("unparsed", None)
    assert len(found["said"].encode()) < REASON_CHARS + 10


def test_what_cannot_be_played_again_has_no_receipt():
    lived = decided(1, 1, "wrong", APPROVE, fixed=False)
    assert worst_misses([lived], PLAN)[0]["receipt"] is None
    fixed = decided(1, 1, "wrong", APPROVE)
    assert worst_misses([fixed], replace(PLAN, responder="model:m"))[0]["receipt"] is None


def test_the_receipt_shows_the_label_of_the_decision_that_was_missed(capsys):
    todo = plan("demo", ("war_room",), protocol="fixed")
    found = worst_misses(run(build_all(("naive",)), todo).fixed, todo)
    assert 0 < len(found) <= MOST
    with pytest.raises(SystemExit) as caught:
        cli.main(found[0]["receipt"].split()[1:])
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert f"proposal: {found[0]['command']}" in shown
    assert f"class: {found[0]['class']}" in shown
    assert f"test that hit: {found[0]['test']}" in shown

"""A decision is as hard as the reference set finds it, and every incident says how hard it is."""

import json

import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.evaluation import runner
from sentinel.evaluation.difficulty import REFERENCE_SET, difficulties
from sentinel.evaluation.plan import plan
from sentinel.evaluation.report import report
from sentinel.grading.classes import ActionClass
from sentinel.grading.reward import Cell, cell
from sentinel.overseer.baselines import Naive
from sentinel.overseer.rules import Rules


@pytest.fixture(scope="module")
def turns():
    seeds = (("action_screen", 9001), ("war_room", 9101), ("drift_ops", 9201))
    return [turn for tier, seed in seeds for turn in fixed_turns(tier, seed, "heldout")]


def test_the_measure_depends_on_the_turn_alone(turns):
    whole = difficulties(turns)
    assert difficulties(turns[::-1])[::-1] == whole
    assert difficulties(turns[:3]) == whole[:3]


def test_what_is_ambiguous_is_nobodys_mistake_and_the_rest_is_counted(turns):
    answers = Rules().decide([turn.briefing for turn in turns])
    for turn, found, answer in zip(turns, difficulties(turns), answers, strict=True):
        unsure = turn.truth.action_class is ActionClass.AMBIGUOUS
        assert (found.wrong_by is None) == unsure
        if not unsure:
            assert 0 <= found.wrong_by <= len(REFERENCE_SET)
            missed = cell(turn.truth.action_class, answer) in (Cell.FP, Cell.FN)
            assert missed <= found.wrong_by <= missed + len(REFERENCE_SET) - 1
        assert found.tools == (None if turn.tools_needed < 0 else turn.tools_needed)


def test_some_decisions_are_harder_than_others(turns):
    found = difficulties(turns)
    assert len({each.wrong_by for each in found} - {None}) > 1
    assert len({each.tools for each in found} - {None}) > 1


def test_a_report_by_difficulty_says_how_hard_every_incident_is(monkeypatch):
    monkeypatch.setattr("sentinel.evaluation.plan.seeds", lambda split, tier: (9001, 9002))
    todo = plan("heldout", ("action_screen",), protocol="fixed", by=("difficulty",))
    document = report(runner.run({"naive": Naive()}, todo), "")
    json.dumps(document, allow_nan=False)
    assert document["difficulty"]["reference_set"] == list(REFERENCE_SET)
    found = document["difficulty"]["episodes"]
    assert [(each["seed"], each["decisions"]) for each in found] == [(9001, 5), (9002, 5)]
    assert set(document["by"]["difficulty"]) == {"reference overseers wrong", "tools needed"}

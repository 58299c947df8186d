"""`--by` groups the same decisions in other ways, and loses none of them."""

import json
from dataclasses import replace

import pytest
from rich.console import Console

from sentinel import cli
from sentinel.episode.turn import Mark
from sentinel.errors import ReportError, ScenarioError
from sentinel.evaluation import breakdown as room
from sentinel.evaluation import runner
from sentinel.evaluation.breakdown import GROUPINGS, breakdown, check_groupings
from sentinel.evaluation.group_table import group_tables
from sentinel.evaluation.plan import plan
from sentinel.evaluation.report import report
from sentinel.overseer.baselines import AlwaysBlock, Naive

JUDGES = {"naive": Naive(), "always-block": AlwaysBlock()}


@pytest.fixture
def done(by_hand, monkeypatch):
    """A run whose decisions belong to made-up drifts and patterns."""
    made = runner.fixed_turns
    marks = (
        {"drift": "valid", "changed": "service rename"},
        {},
        {"drift": "stale", "changed": "x"},
    )

    def marked(*words, **more):
        turns = made(*words, **more)
        found = [replace(turn, **marks[turn.step % 3]) for turn in turns]
        return [replace(turn, mark=Mark("A5")) for turn in found[:4]] + found[4:]

    monkeypatch.setattr(runner, "fixed_turns", marked)
    return runner.run(JUDGES, plan("heldout", protocol="fixed", by=("drift", "pattern")))


def by_name(done):
    return {name: [each for each in done.fixed if each.overseer == name] for name in JUDGES}


@pytest.mark.parametrize("word", GROUPINGS)
def test_every_decision_is_in_one_group_of_each_table(done, word):
    whole = len(by_name(done)["naive"])
    for groups in breakdown(word, by_name(done)).values():
        assert sum(group["decisions"] for group in groups.values()) == whole


def test_the_pattern_of_a_turn_is_taken_where_there_is_one(done):
    groups = breakdown("pattern", by_name(done))["pattern"]
    assert {name: group["decisions"] for name, group in groups.items()} == {"A5": 200, "none": 450}


def test_the_figures_of_a_group_are_those_of_its_decisions(done):
    groups = breakdown("drift", by_name(done))["call after a change"]
    assert set(groups) == {"before", "valid", "stale"}
    for name, group in groups.items():
        mine = [each for each in by_name(done)["naive"] if each.facts.drift == name]
        graded = [each for each in mine if each.grade.cell.value != "ambiguous"]
        wrong = sum(each.grade.cell.value in ("fp", "fn") for each in graded)
        naive, block = group["overseers"]["naive"], group["overseers"]["always-block"]
        assert naive["wrong"]["cases"] == len(graded)
        assert naive["wrong"]["value"] == pytest.approx(wrong / len(graded))
        assert naive["wrong"]["value"] + block["wrong"]["value"] == pytest.approx(1.0)
        assert naive["wrong"]["low"] <= naive["wrong"]["value"] <= naive["wrong"]["high"]
        assert group["deserved"] == sum(e.truth.action_class.deserves_intervention for e in mine)


def test_numbers_of_a_table_stand_in_order_and_before_words():
    assert sorted(["ambiguous", "10", "2", "0"], key=room._place) == ["0", "2", "10", "ambiguous"]


def test_the_report_and_its_tables_hold_what_was_asked_for(done):
    document = json.loads(json.dumps(report(done, "sentinel evaluate"), allow_nan=False))
    assert set(document["by"]) == {"drift", "pattern"}
    assert "difficulty" not in document
    console = Console(width=120, record=True)
    for table in group_tables(document):
        console.print(table)
    text = console.export_text()
    for wanted in ("stale", "service rename", "A5", "false blocks, valid", "always-block"):
        assert wanted in text


def test_words_that_group_nothing_are_refused():
    with pytest.raises(ReportError, match="not grouped by 'colour'; they can be by difficulty"):
        check_groupings(["colour"])
    with pytest.raises(ScenarioError, match="fixed decisions"):
        plan(protocol="closed", by=("difficulty",))
    with pytest.raises(SystemExit):
        cli.main(["evaluate", "--by", "colour"])


def test_nothing_is_grouped_unless_asked(by_hand):
    document = report(runner.run(JUDGES, plan("heldout", protocol="fixed")), "")
    assert "by" not in document

"""Two reports are compared decision by decision; closed-loop data and other runs are refused."""

import copy
import json

import pytest
from made import decided, verdict
from scipy.stats import binomtest

from sentinel import cli
from sentinel.errors import ReportError
from sentinel.evaluation.compare import Row, compare, pairs
from sentinel.evaluation.mcnemar import mcnemar
from sentinel.evaluation.oracle import Oracle
from sentinel.evaluation.plan import plan
from sentinel.evaluation.report import report, write
from sentinel.evaluation.runner import run
from sentinel.evaluation.statistics import paired_difference
from sentinel.grading.reward import Cell
from sentinel.overseer.baselines import AlwaysBlock, Naive, Random

TP, FP, TN, FN = Cell.TP, Cell.FP, Cell.TN, Cell.FN


@pytest.fixture(scope="module")
def made():
    """A run and its report; made by the first test."""
    return {}


@pytest.fixture
def done(made, by_hand):
    judges = {"naive": Naive(), "always-block": AlwaysBlock(), "rules": Random(), "o": Oracle()}
    if not made:
        made["run"] = run(judges, plan("heldout", ("war_room",)))
        made["report"] = json.dumps(report(made["run"], "sentinel evaluate"))
    return made["run"]


@pytest.fixture
def document(made, done):
    return json.loads(made["report"])


def test_mcnemar_is_the_binomial_test_of_decisions_that_one_alone_got_right():
    found = mcnemar([(TP, FN)] * 9 + [(FP, TN)] * 2 + [(TP, TP), (Cell.AMBIGUOUS,) * 2])
    assert (found.only_one, found.only_other) == (9, 2)
    assert found.p == binomtest(2, 11).pvalue
    assert mcnemar([(TP, TP)]).p == 1.0


def test_the_comparison_of_documents_is_that_of_the_runs(done, document):
    mine = [each for each in done.fixed if each.overseer == "always-block"]
    theirs = [each for each in done.fixed if each.overseer == "rules"]
    found = compare(Row(document, "always-block"), Row(document, "rules"))["class"]
    for name, lead in paired_difference(mine, theirs).items():
        assert found["figures"][name]["difference"]["value"] == pytest.approx(lead.value)
        assert found["figures"][name]["difference"]["low"] == pytest.approx(lead.low)
    entry = document["overseers"]["always-block"]
    assert found["figures"]["f1"]["one"]["value"] == entry["overall"]["f1"]["value"]
    assert entry["mcnemar_rules"] == found["mcnemar"]["all"]
    strict = compare(Row(document, "o"), Row(document, "naive"))["nearest"]
    assert strict["figures"]["f1"]["one"]["value"] == pytest.approx(
        document["overseers"]["o"]["overall"]["strict"]["f1"]["value"]
    )
    assert strict["decisions"] > found["decisions"]


def test_closed_loop_decisions_are_refused(document):
    closed = document | {"protocol": "closed"}
    with pytest.raises(ReportError, match="closed-loop decisions cannot be paired"):
        compare(Row(closed, "naive"), Row(closed, "o"))
    own = [decided(1, 1, "wrong", verdict("block"), fixed=False)]
    with pytest.raises(ValueError, match="closed-loop decisions cannot be paired"):
        paired_difference(own, own)


def test_what_was_lived_through_cannot_be_paired(done):
    lived = [each for each in done.closed if each.overseer == "naive"]
    other = [each for each in done.closed if each.overseer == "o"]
    with pytest.raises(ValueError, match="closed-loop"):
        paired_difference(lived, other)


@pytest.mark.parametrize("key", ["split", "versions", "seeds", "decisions"])
def test_reports_of_other_decisions_are_refused(document, key):
    other = copy.deepcopy(document)
    other[key] = "another"
    with pytest.raises(ReportError, match=f"differ in {key}"):
        compare(Row(document, "naive"), Row(other, "naive"))


def test_a_report_without_decisions_is_refused(document):
    old = {name: block for name, block in document.items() if name != "decisions"}
    with pytest.raises(ReportError, match="keeps no decisions"):
        compare(Row(document, "naive"), Row(old, "naive"))


def test_overseers_are_paired_by_name_or_as_asked(document):
    assert [a.name for a, _ in pairs(document, document)] == list(document["overseers"])
    chosen = pairs(document, document, "rules", "naive")
    assert [(a.name, b.name) for a, b in chosen] == [("rules", "naive")]
    mine = document | {"overseers": {"mine": document["overseers"]["o"]}}
    assert [b.name for _, b in pairs(mine, document, None, "rules")] == ["rules"]
    with pytest.raises(ReportError, match="use --overseer and --against"):
        pairs(mine, document)
    with pytest.raises(ReportError, match="no overseer 'x'"):
        pairs(document, document, "x")


def test_the_command_prints_and_writes_a_comparison(document, tmp_path, capsys):
    write(document, tmp_path / "a.json")
    words = ["compare", *[str(tmp_path / "a.json")] * 2, "--overseer", "o", "--against", "naive"]
    with pytest.raises(SystemExit) as caught:
        cli.main([*words, "--json", str(tmp_path / "out.json")])
    assert caught.value.code == 0
    assert "o (preview none) against naive (preview none)" in capsys.readouterr().out
    found = json.loads((tmp_path / "out.json").read_text())["comparisons"]
    assert found[0]["class"]["figures"]["recall"]["difference"]["value"] == 1.0

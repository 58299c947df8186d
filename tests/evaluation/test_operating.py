"""TPR at a fixed FPR: a threshold from validation, the realised FPR, and none on few decisions."""

import hashlib

import pytest

from sentinel.evaluation import operating, runner
from sentinel.evaluation.operating import TARGETS, operating_points
from sentinel.evaluation.plan import plan
from sentinel.evaluation.report import report
from sentinel.evaluation.runner import run
from sentinel.evaluation.table import tables
from sentinel.overseer.baselines import AlwaysBlock, Naive
from sentinel.scenario.splits import Split
from sentinel.terminal import print_tables
from sentinel.verdict import Decision, Verdict

PLAN = plan("heldout", ("war_room",), protocol="fixed")


class Noisy:
    """States a risk drawn from the page: high for restarts, which are what deserves a stop."""

    def decide(self, briefings):
        return [Verdict(Decision.APPROVE, "", self._risk(each)) for each in briefings]

    def _risk(self, briefing):
        drawn = int.from_bytes(hashlib.blake2b(briefing.incident.encode(), digest_size=4).digest())
        acts = not briefing.proposal.action.kind.reads
        return (0.5 * acts + drawn / 2**32) / 1.5


@pytest.fixture
def played(by_hand, monkeypatch):
    """Validation incidents made by hand as well; which splits were played is remembered."""
    seen = set()

    def turns(tier, seed, split, preview="none"):
        seen.add(split)
        return runner.fixed_turns(tier, seed, split, preview)

    monkeypatch.setattr(operating, "fixed_turns", turns)
    return seen


def test_nothing_is_measured_on_fewer_than_5000_negatives(played):
    judges = {"noisy": Noisy()}
    assert operating_points(judges, run(judges, PLAN)) == {}
    assert played == set()


def test_a_threshold_comes_from_validation_and_the_rate_from_the_run(played, monkeypatch):
    monkeypatch.setattr(operating, "NEGATIVES", 100)
    judges = {"noisy": Noisy(), "naive": Naive(), "always-block": AlwaysBlock()}
    done = run(judges, PLAN)
    found = operating_points(judges, done)
    assert played == {Split.VALIDATION}
    assert set(found) == {"noisy", "always-block"}
    for target in TARGETS:
        blocks = found["always-block"][f"{target:g}"]
        assert (blocks["threshold"], blocks["share_at_threshold"]) == (1.0, target)
        assert blocks["validation_fpr"] == target
        assert 0.0 < blocks["tpr"]["value"] < 3.0 * target
    assert operating_points(judges, done) == found
    caught = [found["noisy"][f"{target:g}"] for target in TARGETS]
    assert caught[0]["threshold"] > caught[1]["threshold"]
    assert 0.0 < caught[0]["tpr"]["value"] < caught[1]["tpr"]["value"]
    for target, each in zip(TARGETS, caught, strict=True):
        assert 0.0 <= each["fpr"]["value"] < target + 0.05
        assert each["validation_fpr"] == target
        assert each["validation_negatives"] >= 100
    document = report(done, "sentinel evaluate", operating=found)
    assert document["overseers"]["noisy"]["operating_points"] == found["noisy"]
    assert "operating_points" not in document["overseers"]["naive"]


def test_the_table_prints_the_rate_that_was_realised(played, monkeypatch, capsys):
    monkeypatch.setattr(operating, "NEGATIVES", 100)
    judges = {"noisy": Noisy()}
    done = run(judges, PLAN)
    found = operating_points(judges, done)
    print_tables(tables(report(done, "sentinel evaluate", operating=found)))
    block = found["noisy"]["0.05"]
    wanted = f"{block['tpr']['value']:.3f} ({100 * block['fpr']['value']:.1f} %)"
    assert wanted in capsys.readouterr().out

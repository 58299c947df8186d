"""The shipped `features`: what its card promises, reasons that fit, and no library of learning."""

import hashlib
import json
import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.grading.reward import grade
from sentinel.overseer.case_figures import case_figures
from sentinel.overseer.features import CARD, FOLDER, Features, trained
from sentinel.overseer.named import overseer
from sentinel.verdict import Decision

HOME = files("sentinel.overseer").joinpath(FOLDER)


@pytest.fixture(scope="module")
def turns():
    return [
        turn
        for tier, seed in (("war_room", 8401), ("drift_ops", 8402), ("action_screen", 8403))
        for turn in fixed_turns(tier, seed, "validation")
    ]


@pytest.fixture(scope="module")
def given(turns):
    return Features().decide([turn.briefing for turn in turns])


def test_it_blocks_from_the_threshold_of_its_card(given):
    from_ = json.loads(HOME.joinpath(CARD).read_text())["thresholds"]["block_from"]
    for verdict in given:
        assert verdict.decision is (Decision.BLOCK if verdict.risk >= from_ else Decision.APPROVE)


def test_nearly_all_reasons_of_right_decisions_are_grounded(turns, given):
    grades = [
        grade(turn.truth.action_class, turn.briefing, verdict)
        for turn, verdict in zip(turns, given, strict=True)
    ]
    right = [each for each in grades if each.right]
    assert len(right) > 0.85 * len(grades)
    assert np.mean([each.groundedness >= 0.25 for each in right]) >= 0.95


def test_a_verdict_does_not_hang_on_what_is_judged_beside_it(turns, given):
    pages = [turn.briefing for turn in turns[:8]]
    assert [Features().decide([page])[0] for page in pages] == given[:8]
    assert Features().decide([]) == []


def test_figures_are_finite_and_of_relations_not_of_names(turns):
    for turn in turns:
        found = case_figures(turn.briefing)
        assert np.isfinite(list(found.values())).all()
        services = {line.about for line in turn.briefing.dashboard} - {""}
        assert not services & {part for name in found for part in name.split("/")}


def test_the_shipped_files_are_those_of_the_card():
    card = json.loads(HOME.joinpath(CARD).read_text())
    for name, digest in card["sha256"].items():
        content = HOME.joinpath(name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
        assert len(content) < 2_000_000
    assert card["licence"] == "MIT"
    assert card["train"]["decisions"] > 10_000
    low, high = trained().band
    assert 0.0 < low <= trained().block_from <= high < 1.0


def test_judging_needs_no_library_of_learning():
    code = (
        "import sys; from sentinel.overseer.features import trained; trained();"
        "sys.exit(any(name in sys.modules for name in ('sklearn', 'scipy', 'onnxruntime')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_both_are_had_by_name(turns):
    pages = [turn.briefing for turn in turns]
    plain = overseer("features").decide(pages)
    low, high = trained().band
    for one, other in zip(plain, overseer("cascade").decide(pages), strict=True):
        unsure = low <= one.risk <= high
        assert other.decision is (Decision.ESCALATE if unsure else one.decision)
        assert other.risk == one.risk

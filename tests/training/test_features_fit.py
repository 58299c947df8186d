"""The trees are fitted on `train` alone, the same every time, and say what they rest on."""

import json
from dataclasses import replace

import numpy as np
import pytest

from sentinel.errors import OptionError, OverseerError
from sentinel.evaluation import figured
from sentinel.evaluation.figured import played
from sentinel.overseer.features import CARD, LEARNT, RISK, Features, opened
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.training import features_fit
from sentinel.training.forest_onnx import PROBABILITY, ROWS, onnx_of
from sentinel.world.drift.kinds import DriftKind

FEW = {Tier.ACTION_SCREEN: 40, Tier.WAR_ROOM: 15}
CHOSEN = {Tier.ACTION_SCREEN: 20, Tier.WAR_ROOM: 6}


@pytest.fixture(scope="module", autouse=True)
def small():
    """Forests of few trees."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(features_fit.SHAPE, "max_iter", 15)
        patch.setitem(features_fit.SCOUT, "max_iter", 5)
        yield


@pytest.fixture(scope="module")
def sample():
    return played(Split.TRAIN, FEW)


@pytest.fixture(scope="module")
def made():
    return features_fit.trained(FEW, CHOSEN)


@pytest.fixture(scope="module")
def folder(made, tmp_path_factory):
    found = tmp_path_factory.mktemp("trained")
    features_fit.write(found, *made)
    return found


def test_a_small_fit_tells_good_from_bad_on_incidents_it_never_saw(made):
    _, card = made
    assert card["validation"]["f1"]["all"] > 0.85


def test_the_same_command_gives_the_same_files(folder, tmp_path):
    features_fit.write(tmp_path, *features_fit.trained(FEW, CHOSEN))
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    assert all((folder / name).read_bytes() == (tmp_path / name).read_bytes() for name in names)


def test_only_train_is_learnt_from_and_only_validation_chosen_on(monkeypatch):
    asked = []

    def recorded(tier, seed, split, **options):
        asked.append(split)
        return []

    monkeypatch.setattr(figured, "fixed_turns", recorded)
    played(Split.TRAIN, {Tier.WAR_ROOM: 2})
    played(Split.VALIDATION, {Tier.WAR_ROOM: 1}, checked=True)
    assert asked == [Split.TRAIN, Split.TRAIN, Split.VALIDATION]


@pytest.mark.parametrize("split", [each for each in Split if each not in figured.OPEN])
def test_what_is_held_out_is_refused(split):
    with pytest.raises(OptionError, match="nothing may be trained"):
        played(split, FEW)


def test_the_card_says_what_it_was_made_of(folder, sample, made):
    card = json.loads((folder / CARD).read_text())
    assert card["train"]["decisions"] == len(sample.places)
    assert card["train"]["sha256"] == sample.digest()
    assert sum(card["train"]["classes"].values()) == len(sample.places)
    assert card["licence"] == "MIT"
    assert set(card["sha256"]) == {"waiting.npz", "risk.npz"}
    assert card["thresholds"]["low"] <= card["thresholds"]["block_from"]
    assert card["thresholds"]["block_from"] <= card["thresholds"]["high"]


def test_the_digest_changes_with_a_label(sample):
    other = sample.costly.copy()
    other[0] = not other[0]
    assert replace(sample, costly=other).digest() != sample.digest()


def test_no_figure_names_what_is_held_out(sample):
    words = {part for name in sample.names for part in name.lower().split("/")}
    assert not words & {kind.value for kind in DriftKind}
    assert not any(domain in words for domain in ("bank", "media", "telecom", "shop"))


def test_what_was_written_judges_as_what_was_made(folder, made, sample):
    names = made[0].risk.names
    rows = sample.rows(names)
    assert opened(folder).risk.risk(rows).tolist() == made[0].risk.risk(rows).tolist()
    assert LEARNT in names
    assert isinstance(Features(opened(folder)), Features)


def test_a_folder_without_a_forest_is_refused(folder, tmp_path):
    for path in folder.iterdir():
        if path.name != RISK:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with pytest.raises(OverseerError, match="no trained overseer"):
        opened(tmp_path)


def test_a_forest_says_the_same_as_onnx(made, sample):
    runtime = pytest.importorskip("onnxruntime")
    forest = made[0].risk
    rows = sample.rows(forest.names)
    session = runtime.InferenceSession(onnx_of(forest))
    (said,) = session.run([PROBABILITY], {ROWS: rows})
    assert np.abs(said[:, 0] - forest.risk(rows)).max() < 1e-5


def test_the_band_is_as_narrow_as_it_may_be():
    rng = np.random.default_rng(0)
    risk = rng.random(5_000)
    deserved = rng.random(5_000) < risk
    wide = features_fit.Judged(risk, deserved, np.zeros(5_000, np.int64))
    found = features_fit.tuned(wide)
    outside = (risk < found["low"]) | (risk > found["high"])
    wrong = (risk >= found["block_from"]) != deserved
    assert wrong[outside].mean() <= features_fit.ERRORS
    assert outside.any()
    sure = features_fit.Judged(np.where(deserved, 0.99, 0.01), deserved, wide.tier)
    assert features_fit.tuned(sure)["block_from"] == 0.5


def test_a_curve_scores_every_size_on_the_same_decisions():
    sizes = [{Tier.ACTION_SCREEN: 20}, {Tier.ACTION_SCREEN: 40}]
    found = list(features_fit.curve(sizes, {Tier.ACTION_SCREEN: 10}))
    assert [decisions for decisions, _ in found] == [100, 200]
    assert all(0.0 < scores["all"] <= 1.0 for _, scores in found)

"""The reference with every value in sight: made from `train` alone, and kept safely."""

from dataclasses import replace

import numpy as np
import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.episode.observables import SIZE
from sentinel.evaluation import boosting
from sentinel.evaluation import fitted as fitted_models
from sentinel.evaluation.ceiling import Ceiling
from sentinel.evaluation.figured import played
from sentinel.evaluation.judges import RowReader, answers
from sentinel.evaluation.overseers import build
from sentinel.evaluation.probes import auroc
from sentinel.grading.classes import ActionClass
from sentinel.grading.reward import grade
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.settings import SETTINGS
from sentinel.verdict import Decision

EPISODES = {Tier.ACTION_SCREEN: 80, Tier.WAR_ROOM: 50}

pytestmark = pytest.mark.xdist_group("boosting")


@pytest.fixture(scope="module", autouse=True)
def small():
    """Few trees."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(boosting.SHAPE, "max_iter", 30)
        yield


@pytest.fixture(scope="module")
def sample():
    return played(Split.TRAIN, EPISODES, observables=True)


@pytest.fixture(scope="module")
def fitted(sample):
    return boosting.fit(sample)


@pytest.fixture(scope="module")
def unseen():
    found = [
        turn for seed in range(8001, 8009) for turn in fixed_turns("war_room", seed, "validation")
    ]
    return [turn for turn in found if turn.truth.action_class is not ActionClass.AMBIGUOUS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def few(sample, folder, monkeypatch):
    """References that learn from the small sample, once."""
    monkeypatch.setattr(boosting, "sample", lambda: sample)
    monkeypatch.setattr(fitted_models, "SETTINGS", replace(SETTINGS, cache_dir=folder))


@pytest.fixture
def cache(fitted, tmp_path, monkeypatch):
    """An empty cache, and a model that is there without being fitted."""
    monkeypatch.setattr(boosting, "sample", lambda: None)
    monkeypatch.setattr(boosting, "fit", lambda _: fitted)
    monkeypatch.setattr(fitted_models, "SETTINGS", replace(SETTINGS, cache_dir=tmp_path))
    return tmp_path


def rows_of(turns):
    return [turn.briefing for turn in turns], [turn.observables for turn in turns]


def test_it_is_built_by_name_without_being_trained():
    assert isinstance(build("ceiling"), Ceiling)
    assert isinstance(build("ceiling"), RowReader)


def test_it_tells_good_from_bad_on_incidents_it_never_saw(few, unseen):
    given = answers("ceiling", build("ceiling"), unseen)
    deserved = np.array([turn.truth.action_class.deserves_intervention for turn in unseen])
    assert auroc(deserved, np.array([verdict.risk for verdict in given])) > 0.9


def test_a_verdict_blocks_from_even_odds_and_cites_the_page(few, unseen):
    given = Ceiling().decide_rows(*rows_of(unseen))
    grades = []
    for turn, verdict in zip(unseen, given, strict=True):
        assert (verdict.decision is Decision.BLOCK) is (verdict.risk >= 0.5)
        assert verdict.decision in (Decision.BLOCK, Decision.APPROVE)
        grades.append(grade(turn.truth.action_class, turn.briefing, verdict))
    assert np.mean([each.groundedness >= 0.25 for each in grades]) > 0.95


def test_a_verdict_does_not_hang_on_what_is_judged_beside_it(few, unseen):
    judge = Ceiling()
    alone = [judge.decide_rows(*rows_of([turn]))[0] for turn in unseen[:10]]
    assert judge.decide_rows(*rows_of(unseen[:10])) == alone
    assert judge.decide_rows([], []) == []


def test_two_fits_are_the_same(sample, fitted):
    again = boosting.fit(sample)
    assert again.names == fitted.names
    assert sample.observables.shape == (len(sample.places), SIZE)
    rows = np.concatenate([sample.rows(fitted.names), sample.observables], axis=1)
    assert (again.risk(rows) == fitted.risk(rows)).all()


def test_a_model_is_kept_and_read_again(cache, fitted, monkeypatch):
    boosting.model()
    monkeypatch.setattr(boosting, "fit", lambda *_: pytest.fail("fitted twice"))
    assert boosting.model().names == fitted.names


def test_a_model_that_others_could_have_written_is_not_read(cache, monkeypatch):
    boosting.model()
    (kept,) = cache.iterdir()
    kept.chmod(0o666)
    monkeypatch.setattr(fitted_models.pickle, "load", lambda _: pytest.fail("read all the same"))
    boosting.model()


def test_a_broken_cache_is_made_anew(cache, fitted):
    boosting.model()
    (kept,) = cache.iterdir()
    kept.write_bytes(b"half a mod")
    assert boosting.model() is fitted


def test_no_cache_is_needed(cache, fitted, monkeypatch):
    (cache / "file").write_text("no folder")
    nowhere = replace(SETTINGS, cache_dir=cache / "file" / "below")
    monkeypatch.setattr(fitted_models, "SETTINGS", nowhere)
    assert boosting.model() is fitted

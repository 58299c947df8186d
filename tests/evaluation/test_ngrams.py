"""Reference rows on words: made from `train` alone, the one on proposals blind to all else."""

from dataclasses import replace

import numpy as np
import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.evaluation import fitted, ngrams
from sentinel.evaluation.overseers import build
from sentinel.evaluation.probes import auroc
from sentinel.grading.classes import ActionClass
from sentinel.scenario.tiers import Tier
from sentinel.settings import SETTINGS
from sentinel.verdict import Decision


@pytest.fixture(scope="module", autouse=True)
def few(tmp_path_factory):
    """References that learn from a small sample, once."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("models")
        patch.setattr(fitted, "SETTINGS", replace(SETTINGS, cache_dir=folder))
        patch.setattr(ngrams, "EPISODES", {Tier.ACTION_SCREEN: 120})
        yield folder


@pytest.fixture(scope="module")
def unseen():
    found = [
        turn for seed in range(8001, 8041)
        for turn in fixed_turns("action_screen", seed, "validation", ensemble=False)
    ]  # fmt: skip
    return [turn for turn in found if turn.truth.action_class is not ActionClass.AMBIGUOUS]


@pytest.mark.parametrize("name", ["ngrams", "ngrams-proposal"])
def test_words_tell_a_little(name, unseen, few):
    given = build(name).decide([turn.briefing for turn in unseen])
    deserved = np.array([turn.truth.action_class.deserves_intervention for turn in unseen])
    assert auroc(deserved, np.array([verdict.risk for verdict in given])) > 0.5
    assert all((each.decision is Decision.BLOCK) == (each.risk >= 0.5) for each in given)
    assert len(list(few.glob(f"{name}-[0-9a-f]*.pickle"))) == 1
    assert build(name).decide([turn.briefing for turn in unseen[:3]]) == given[:3]


def test_what_reads_proposals_alone_sees_no_evidence(unseen):
    briefing = unseen[0].briefing
    bare = replace(briefing, evidence=(), dashboard=(), history=())
    blind, reader = build("ngrams-proposal"), build("ngrams")
    assert blind.decide([bare]) == blind.decide([briefing])
    assert reader.decide([bare])[0].risk != reader.decide([briefing])[0].risk


def test_nothing_is_asked_of_nobody():
    assert build("ngrams").decide([]) == []

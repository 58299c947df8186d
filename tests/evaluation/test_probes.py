"""The learners of the audit find what is there to be found, and no more."""

from random import Random

import numpy as np
import pytest

from sentinel.evaluation.probes import FIGURES, WORDS, auroc, best_balanced_accuracy, telling_words

EPISODES = [str(i // 5) for i in range(400)]


@pytest.fixture
def texts():
    """Texts in which one word tells the answer, and their answers."""
    rng = Random(0)
    labels = np.array([rng.random() < 0.5 for _ in EPISODES])
    return [f"{'drop' if y else 'read'} {rng.randrange(20)} table" for y in labels], labels


@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_telling_word_is_found(name, texts):
    assert auroc(texts[1], WORDS[name].cross_scores(*texts, EPISODES)) > 0.95


@pytest.mark.parametrize("name", sorted(WORDS))
def test_words_that_tell_nothing_are_no_better_than_chance(name):
    rng = Random(1)
    labels = np.array([rng.random() < 0.5 for _ in EPISODES])
    noise = [f"{rng.randrange(9)} {rng.choice(('a', 'b', 'c'))}" for _ in EPISODES]
    assert abs(auroc(labels, WORDS[name].cross_scores(noise, labels, EPISODES)) - 0.5) < 0.1


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_telling_figure_or_category_is_found(name):
    rng = Random(2)
    seen = [{"age": rng.random(), "role": rng.choice("AB")} for _ in EPISODES]
    for labels in (
        np.array([each["age"] > 0.5 for each in seen]),
        np.array([each["role"] == "A" for each in seen]),
    ):
        assert auroc(labels, FIGURES[name].cross_scores(seen, labels, EPISODES)) > 0.95


def test_what_is_known_of_an_episode_does_not_cross_a_fold():
    labels = np.array([int(episode) % 2 == 0 for episode in EPISODES])
    names = [f"host_{chr(97 + int(each) % 26)}{chr(97 + int(each) // 26)}" for each in EPISODES]
    scores = WORDS["logistic n-grams"].cross_scores(names, labels, EPISODES)
    assert auroc(labels, scores) < 0.6


def test_balanced_accuracy_takes_the_best_cut_and_respects_ties():
    labels = np.array([True, True, False, False])
    assert best_balanced_accuracy(labels, np.array([0.9, 0.4, 0.3, 0.1])) == 1.0
    assert best_balanced_accuracy(labels, np.array([0.5, 0.5, 0.5, 0.5])) == 0.5
    assert best_balanced_accuracy(labels, np.array([0.9, 0.2, 0.2, 0.1])) == 0.75


def test_the_loudest_words_are_named(texts):
    most, least = telling_words(*texts, count=1)
    assert "drop" in most[0][0]
    assert "read" in least[0][0]

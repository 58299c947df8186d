"""What pages say in figures is what the results say, by the reckoning that `compare` has."""

from pathlib import Path

import publish
import publish_paired
import pytest
from publish_rows import lead, load

from sentinel.evaluation.compare import Row, compare

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.mark.parametrize("page", publish.PAGES, ids=str)
def test_a_page_agrees_with_the_results(page):
    text = page.read_text("utf-8")
    assert publish.published(text) == text


def test_the_differences_are_those_of_compare():
    found = load("adversary-trained")
    less = compare(Row(found, "local:tiny"), Row(found, "rules"))["class"]["figures"]["f1"]
    row = "| `adversary`: `local:tiny` less `rules` | " + lead(less["difference"])
    assert row in (ROOT / "docs" / "training.md").read_text("utf-8")
    assert lead(less["difference"]) in publish_paired.tiny_card()


def test_rows_whose_answers_were_not_kept_are_not_paired():
    found = load("ablations")
    kept = {name for name, each in found["variants"].items() if "answers" in each}
    paired = {name for name in found["variants"] if publish_paired.beside_shipped(found, name)}
    assert paired == kept - {"shipped"}

"""No code that trains opens a held-out split: neither as it is written nor as it runs."""

import ast
from pathlib import Path

import pytest

import sentinel
from sentinel.episode import loop
from sentinel.scenario.splits import Split, held_out
from sentinel.scenario.tiers import Tier
from sentinel.training.dataset import Order, samples

ROOM = Path(sentinel.__file__).parent / "training"
FILES = sorted(ROOM.rglob("*.py"))
HELD = {split for split in Split if held_out(split)}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_no_file_of_training_names_a_held_out_split(path):
    named = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            named += [node.attr] if node.value.id == "Split" else []
        # The tier of an adversary has the name of a split; no other word does.
        if isinstance(node, ast.Constant) and node.value in HELD - {Split.ADVERSARY}:
            named.append(str(node.value))
    allowed = {split.name for split in (Split.TRAIN, Split.VALIDATION)}
    assert set(named) <= allowed


def test_every_incident_that_is_played_for_a_dataset_is_of_train(monkeypatch):
    played, make = [], loop.remembered

    def watched(tier, split, seed, salt=None):
        played.append((tier, split))
        return make(tier, split, seed, salt)

    monkeypatch.setattr(loop, "remembered", watched)
    tiers = (Tier.ACTION_SCREEN, Tier.WAR_ROOM, Tier.DRIFT_OPS)
    assert len(list(samples(Order(6, tiers, seed=3)))) == 6
    assert {split for _, split in played} == {Split.TRAIN}
    assert {tier for tier, _ in played} == set(tiers)

"""The dataset that is committed: made by the command, balanced, and of train alone."""

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from sentinel import cli
from sentinel.grading.classes import CANARY, ActionClass
from sentinel.scenario.generate import scenario
from sentinel.scenario.held_out import UNSEEN_DRIFTS, UNSEEN_FAMILIES
from sentinel.scenario.splits import DOMAINS_OF, Split, held_out, parity, seeds
from sentinel.scenario.tiers import Tier
from sentinel.training import dataset_facts
from sentinel.training.dataset import Order, data_hash, load
from sentinel.training.dataset_making import read_facts
from sentinel.world.faults.catalogue import QUIET
from sentinel.world.inventory import Inventory

FOLDER = Path(__file__).parents[2] / "data" / "sentinel-321"
FILE = FOLDER / "train.jsonl"
PART = 9
"""Samples that are made anew."""


@pytest.fixture(scope="module")
def kept():
    return load(FOLDER)


@pytest.fixture(scope="module")
def worlds(kept):
    """The incident behind every sample."""
    return {key: scenario(key[0], Split.TRAIN, key[1])
            for key in sorted({(each.tier, each.seed) for each in kept})}  # fmt: skip


def test_the_command_makes_it_to_the_byte_in_another_process(tmp_path):
    words = ["dataset", "--size", str(PART), "--out", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "sentinel", *words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "4711"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = (tmp_path / "train.jsonl").read_bytes()
    assert made == b"".join(FILE.read_bytes().splitlines(keepends=True)[:PART])
    assert f"sha256 {hashlib.sha256(made).hexdigest()}" in done.stdout


def test_its_card_and_facts_tell_of_what_stands_in_it(kept):
    facts = read_facts(FOLDER)
    assert facts == json.loads(json.dumps(dataset_facts.facts(Order(321), kept)))
    assert (FOLDER / "README.md").read_bytes() == dataset_facts.card(facts, FILE.name)
    digest = hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert facts["data_hash"] == data_hash(kept) == digest
    card = (FOLDER / "README.md").read_text()
    for told in (digest, CANARY, "license: mit", "LABEL_VERSION", "seed | 0"):
        assert told in card


def test_every_beginning_is_balanced_over_tiers_classes_and_decisions(kept):
    assert len(kept) == 321
    for many in (24, 96, 192, 321):
        part = kept[:many]
        tiers = Counter(each.tier for each in part)
        assert max(tiers.values()) - min(tiers.values()) <= 1
        for tier in tiers:
            classes = Counter(each.action_class for each in part if each.tier is tier)
            assert max(classes.values()) - min(classes.values()) <= 2
            assert len(classes) == 4 or many < 24
        stops = Counter(each.decision.value for each in part)
        assert stops.pop("approve") == pytest.approx(many / 2, abs=6)
        assert max(stops.values()) - min(stops.values()) <= 6
    families = Counter(each.family for each in kept)
    assert len(families) == 26
    assert max(families.values()) <= 3 * min(families.values())
    assert all(each.action_class is not ActionClass.AMBIGUOUS for each in kept)


def test_no_decision_is_in_it_twice(kept):
    assert len({(each.tier, each.seed, each.step) for each in kept}) == len(kept)


def test_every_incident_is_one_of_train_and_of_no_other_split(kept):
    for tier in Tier:
        mine = {each.seed for each in kept if each.tier is tier}
        assert mine <= set(seeds(Split.TRAIN, tier))
        for split in Split:
            assert split is Split.TRAIN or not mine & set(seeds(split, tier))


def test_no_held_out_family_kind_of_change_or_domain_is_behind_it(kept, worlds):
    assert not {each.family for each in kept} & set(UNSEEN_FAMILIES)
    changed = {each.changed for each in kept}
    assert len(changed) > 3
    assert not changed & {kind.value for kind in UNSEEN_DRIFTS}
    for made in worlds.values():
        assert made.domain in DOMAINS_OF[Split.TRAIN]
        assert made.domain not in DOMAINS_OF[Split.HELDOUT]
        assert made.second is None or made.second.family.id not in UNSEEN_FAMILIES
        assert not {drift.kind for drift in made.drifts} & set(UNSEEN_DRIFTS)


def test_no_held_out_combination_of_family_and_circumstances_is_behind_it(worlds):
    found = [parity(made.family, made.predicates) for made in worlds.values()
             if made.family is not QUIET]  # fmt: skip
    assert found.count(0) == len(found) > 100


def names_of(inventory: Inventory) -> set[str]:
    tables = {table for pair in inventory.tables.values() for table in pair}
    return (set(inventory.names) | set(inventory.flags) | tables) - {""}


def test_no_message_names_a_service_a_table_or_a_flag_of_a_held_out_domain(kept, worlds):
    splits = [split for split in Split if held_out(split) and split is not Split.PRIVATE]
    held = {
        name
        for split in splits
        for tier in Tier
        for seed in seeds(split, tier)[:12]
        for name in names_of(scenario(tier, split, seed).inventory)
    }
    own = {name for made in worlds.values() for name in names_of(made.inventory)}
    text = "\n".join(message.content for each in kept for message in each.messages)
    subjects = set(re.findall(r"^(?:D\d+|E\d+ \[\w+) ([\w.-]+)", text, re.MULTILINE))
    assert len(subjects & own) > 50
    assert not subjects & (held - own)
    # A name of one plain word, `usage` for one, may stand in a sentence about something else.
    distinct = {name for name in held - own if not name.isalpha()}
    assert len(distinct) > 100
    assert not distinct & set(re.findall(r"[A-Za-z0-9_][\w.-]*\w", text))


def test_the_command_says_what_was_asked_wrongly(tmp_path, capsys):
    for words, told in (
        (["--format", "csv"], "--format 'csv' must be one of jsonl, parquet"),
        (["--reward", "all"], "--reward 'all' must be one of binary, shaped, consequence"),
        (["--form", "short"], "no prompt form is named 'short'"),
        (["--tier", "easy"], "no tier is named 'easy'"),
        (["--workers", "2"], "are for --engine ray"),
        (["--push", "nobody"], "'nobody' must be OWNER/NAME"),
    ):
        with pytest.raises(SystemExit) as caught:
            cli.main(["dataset", "--out", str(tmp_path / "new"), *words])
        assert caught.value.code == 2
        assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []

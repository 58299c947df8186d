"""`sentinel splits` says what each split has, and what it never has."""

import json

import pytest
from rich.console import Console

from sentinel import cli
from sentinel.evaluation.holdings import holdings, tables
from sentinel.scenario.held_out import UNSEEN_DRIFTS, UNSEEN_FAMILIES, UNSEEN_SHARE
from sentinel.scenario.splits import DOMAINS_OF, Split, held_out, seeds, shapes
from sentinel.scenario.tiers import Tier


@pytest.mark.parametrize("split", Split)
def test_a_split_is_described_as_it_is_made(split):
    found = holdings()["splits"][split.value]
    for tier in Tier:
        span = found["tiers"].get(tier.value, {"count": 0})
        assert span["count"] == len(seeds(split, tier))
    assert found["domains"] == list(DOMAINS_OF[split])
    assert found["shapes"] == list(shapes(split))
    assert found["parity"] == ("odd" if held_out(split) else "even")
    assert found["salted"] == (split is Split.PRIVATE)
    assert sum(found["families"].values()) == pytest.approx(1.0, abs=0.01)


def test_training_holds_out_what_ood_is_made_of():
    found = holdings()["splits"]
    for name in ("train", "validation"):
        assert set(found[name]["held_out"]["families"]) == set(UNSEEN_FAMILIES)
        assert found[name]["held_out"]["drift_kinds"] == [kind.value for kind in UNSEEN_DRIFTS]
    assert found["ood"]["drift_kinds"] == [kind.value for kind in UNSEEN_DRIFTS]
    unseen = sum(found["ood"]["families"][family] for family in UNSEEN_FAMILIES)
    assert unseen == pytest.approx(UNSEEN_SHARE, abs=0.001)
    assert found["train"]["tiers"]["war_room"]["without"] == [42]


def test_the_command_prints_every_split_and_writes_the_same(tmp_path, capsys):
    path = tmp_path / "splits.json"
    with pytest.raises(SystemExit) as caught:
        cli.main(["splits", "--json", str(path)])
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert json.loads(path.read_text()) == holdings()
    for split in Split:
        assert split.value in out


def test_every_seed_span_and_family_that_is_held_out_can_be_read_in_the_tables():
    console = Console(width=120, record=True)
    for table in tables(holdings()):
        console.print(table)
    text = console.export_text()
    for wanted in ("9001-9020", "seed 42", " ".join(sorted(UNSEEN_FAMILIES, key=text.index))):
        assert wanted in text

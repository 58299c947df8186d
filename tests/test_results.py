"""The published evaluations are made by few processes, and one that fails spoils no other."""

import json

import results


def test_every_split_is_evaluated_under_every_preview():
    found = results.jobs()
    assert len(found) == 3 * 3 + 3
    rows = ("--overseer", "built-in", "--overseer", "trained", "--overseer", "gate")
    assert found["heldout"] == ("--split", "heldout", *rows)
    assert found["ood-measured"] == ("--split", "ood", "--preview", "measured")
    trained = {"heldout-xl", "heldout", "ood-trained", "adversary-trained"}
    assert {name for name, words in found.items() if "--overseer" in words} == trained
    assert {"features", "rules", "keyword-salad", "oracle"} <= set(found["heldout-xl"])
    fixed = {name for name, words in found.items() if "--protocol" in words}
    assert fixed == {"ood-trained", "adversary-trained"}


def test_an_evaluation_that_fails_is_told_and_the_others_are_made(tmp_path, capsys):
    small = ("--split", "demo", "--tier", "action_screen", "--overseer", "naive")
    todo = {"bad": ("--split", "nothing"), "demo": small}
    assert results.make(todo, tmp_path) == ["bad"]
    assert [each.name for each in tmp_path.iterdir()] == ["demo.json"]
    said = capsys.readouterr().out
    assert "bad: FAILED" in said
    assert "demo: made" in said
    assert results.is_made("demo", small, tmp_path)
    assert not results.is_made("demo", (*small, "--preview", "measured"), tmp_path)
    assert not results.is_made("bad", (), tmp_path)
    found = json.loads((tmp_path / "demo.json").read_text())
    (tmp_path / "demo.json").write_text(json.dumps(found | {"versions": {}}))
    assert not results.is_made("demo", small, tmp_path)


def test_an_evaluation_that_takes_too_long_is_ended(tmp_path):
    assert results.make({"slow": ("--split", "heldout-xl")}, tmp_path, seconds=0.5) == ["slow"]
    assert list(tmp_path.iterdir()) == []

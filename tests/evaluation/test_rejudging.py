"""Stored episodes are judged again with the figures that playing them gives."""

import json

import pytest
from pyarrow.parquet import read_table

from sentinel import cli
from sentinel.episode.transcript import header, read, replay, transcript, write
from sentinel.errors import ReportError
from sentinel.evaluating import Made, again
from sentinel.evaluation.ceiling import Ceiling
from sentinel.evaluation.oracle import Oracle
from sentinel.evaluation.parquet import write_decisions
from sentinel.evaluation.plan import Protocol, plan
from sentinel.evaluation.rejudging import RECORDED, rejudged, rejudged_report
from sentinel.evaluation.runner import run
from sentinel.evaluation.stored import load, store
from sentinel.overseer.asking import Asking
from sentinel.overseer.baselines import AlwaysBlock, Naive
from sentinel.overseer.rules import Rules
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Unparsed

MUTE = """
from sentinel import Unparsed

class Mute:
    def decide(self, briefings):
        return [Unparsed("", "says nothing")] * len(briefings)
"""

PLAN = plan("validation", ("action_screen", "war_room"), protocol="fixed", limit=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("stored")
    store(PLAN, made)
    return made


def test_rejudging_gives_what_playing_gives(folder):
    judges = {"rules": Rules(), "oracle": Oracle()}
    again = rejudged(judges, load([folder]))
    played = run(judges, PLAN)
    assert again.plan.episodes == PLAN.episodes
    answers = [(each.place, each.overseer, each.answer, each.grade) for each in again.fixed]
    expected = [(each.place, each.overseer, each.answer, each.grade) for each in played.fixed]
    assert [each for each in answers if each[1] != RECORDED] == expected
    assert len(answers) == len(expected) * 3 // 2


def test_stored_episodes_of_the_reference_operator_replay_to_their_bytes(folder):
    for path in folder.iterdir():
        assert replay(read(path)) == path.read_bytes()


def test_parts_hold_the_same_transcripts_to_the_byte(folder, tmp_path):
    store(PLAN, tmp_path, parts=True)
    assert sorted(each.name for each in tmp_path.iterdir()) == [
        "action_screen-8001-8004.parquet",
        "war_room-8001-8004.parquet",
    ]
    one, other = load([folder]), load([tmp_path])
    assert [each.to_bytes() for each in one] == [each.to_bytes() for each in other]


def test_what_is_stored_is_not_played_again(folder, tmp_path):
    for name in ("action_screen-8001.jsonl", "war_room-8003.jsonl"):
        (tmp_path / name).write_bytes(b"kept")
    told = []
    store(PLAN, tmp_path, advance=lambda: told.append(1))
    assert len(told) == 8
    for path in folder.iterdir():
        mine = (tmp_path / path.name).read_bytes()
        assert mine in (path.read_bytes(), b"kept")
    assert (tmp_path / "war_room-8003.jsonl").read_bytes() == b"kept"


def test_the_command_prints_a_row_for_the_answers_on_record(folder, tmp_path, capsys):
    out = tmp_path / "out.json"
    words = ["rejudge", str(folder), "--overseer", "rules", "--json", str(out)]
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 0
    document = json.loads(out.read_text())
    assert document["protocol"] == "stored"
    assert list(document["overseers"]) == [RECORDED, "rules"]
    assert document["seeds"]["war_room"] == [8001, 8002, 8003, 8004]
    assert "Stored protocol, validation" in capsys.readouterr().out
    assert [each.name for each in tmp_path.iterdir()] == ["out.json"]


def test_a_miss_has_a_receipt_where_the_reference_operator_played(folder, tmp_path):
    other = tmp_path / "war_room-8005.jsonl"
    write(transcript(header(Tier.WAR_ROOM, Split.VALIDATION, 8005), AlwaysBlock()), other)
    stored = load([folder, other])
    document = rejudged_report(rejudged({"naive": Naive()}, stored), "sentinel", stored)
    for name in (RECORDED, "naive"):
        for miss in document["overseers"][name]["worst_misses"]:
            fixed = miss["seed"] != 8005
            command = f"sentinel explain --split validation --tier {miss['tier']}"
            assert (miss["receipt"] or "").startswith(command) is fixed
    assert any(miss["seed"] == 8005 for miss in document["overseers"]["naive"]["worst_misses"])


def test_thresholds_are_chosen_and_unreadable_answers_explained_as_in_a_run(
    folder, tmp_path, monkeypatch
):
    monkeypatch.setattr("sentinel.evaluation.control.TUNED_ON", 1)
    (tmp_path / "mute.py").write_text(MUTE)
    names = ["at-fpr(0.05, rules)", f"mute={tmp_path / 'mute.py'}:Mute"]
    document = again(names, load([folder]), Made("sentinel rejudge", None), Asking())
    decisions = document["overseers"]["mute"]["overall"]["decisions"]
    assert document["unparsed"] == {"mute": {"says nothing": decisions}}
    assert document["thresholds"][names[0]]["of"]["rules"]["target"] == 0.05
    assert document["entries"]["mute"] == {"kind": "file", "out_of_process": False}


def test_a_report_of_stored_decisions_makes_a_page(folder, tmp_path, capsys):
    out = tmp_path / "out.json"
    words = ["--json", str(out)], ["--out", str(tmp_path / "page")]
    for command in (["rejudge", str(folder), "--overseer", "rules", *words[0]],
                    ["report", str(out), *words[1]]):  # fmt: skip
        with pytest.raises(SystemExit) as ended:
            cli.main(command)
        assert ended.value.code == 0
    assert "Protocol stored: every overseer judged" in (tmp_path / "page/report.html").read_text()
    assert "wrote" in capsys.readouterr().out


def lived(seed, path, split=Split.DEMO, overseer=None):
    write(transcript(header(Tier.ACTION_SCREEN, split, seed), overseer or Naive()), path)


def test_two_transcripts_of_one_incident_are_refused(tmp_path):
    lived(42, tmp_path / "a.jsonl")
    lived(42, tmp_path / "b.jsonl")
    with pytest.raises(ReportError, match="action_screen seed 42 a second time"):
        load([tmp_path])


def test_transcripts_of_two_splits_are_refused(tmp_path):
    lived(42, tmp_path / "a.jsonl")
    lived(8001, tmp_path / "b.jsonl", Split.VALIDATION)
    with pytest.raises(ReportError, match="one split and preview are judged together, not demo"):
        load([tmp_path])


def test_transcripts_of_other_labels_are_refused(tmp_path):
    path = tmp_path / "a.jsonl"
    lived(42, path)
    path.write_text(path.read_text().replace('"LABEL_VERSION": ', '"LABEL_VERSION": 9'))
    with pytest.raises(ReportError, match="'LABEL_VERSION': 9"):
        load([path])


@pytest.mark.parametrize("name", ["empty", "notes.txt"])
def test_what_holds_no_transcripts_is_named(tmp_path, name):
    path = tmp_path / name
    path.mkdir() if name == "empty" else path.write_text("x")
    with pytest.raises(ReportError, match=f"no transcripts in '.*{name}'"):
        load([path])


def test_who_reads_more_than_a_briefing_cannot_judge_what_is_stored(folder):
    ceiling = object.__new__(Ceiling)
    with pytest.raises(ReportError, match="'ceiling' reads values behind a briefing"):
        rejudged({"ceiling": ceiling}, load([folder]))


def test_decisions_are_a_table_with_what_each_deserved_and_earned(tmp_path):
    class Silent:
        def decide(self, briefings):
            return [Unparsed("", "empty") for _ in briefings]

    done = run({"rules": Rules(), "silent": Silent()}, plan("demo", ("action_screen",)))
    write_decisions(done, tmp_path / "decisions.parquet")
    rows = read_table(tmp_path / "decisions.parquet").to_pylist()
    assert [row["protocol"] for row in rows] == [Protocol.FIXED] * 10 + [Protocol.CLOSED] * 10
    for row, each in zip(rows, (*done.fixed, *done.closed), strict=True):
        assert (row["overseer"], row["tier"], row["seed"], row["step"]) == (
            each.overseer, "action_screen", 42, each.step,
        )  # fmt: skip
        assert row["shaped"] == each.grade.shaped
        assert row["does_rows_lost"] == each.truth.consequence.rows_lost
        silent = each.overseer == "silent"
        assert row["unparsed"] == ("empty" if silent else None)
        assert row["decision"] == (None if silent else each.answer.decision.value)

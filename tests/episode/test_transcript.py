"""A transcript reads back as it was written, replays to the same bytes, and refuses another's."""

import json
from dataclasses import replace

import pytest

from sentinel.briefing import Briefing
from sentinel.episode.transcript import (
    VERSIONS,
    header,
    read,
    replay,
    transcript,
    write,
)
from sentinel.errors import ReportError
from sentinel.grading.classes import CANARY
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Decision, Unparsed, Verdict

ANSWERS = (
    Verdict(Decision.APPROVE, "E1 shows 4 % errors", 0.1),
    Unparsed("<think>\u2028 I would \udcff \U0001f600", "no JSON object"),
    Verdict(Decision.FLAG, "", None),
    Verdict(Decision.BLOCK, 'P1 forbids "it"\nand so do I', 1),
    Verdict(Decision.ESCALATE, "größer", 0.30000000000000004),
)


class Varied:
    """Gives every kind of answer in turn, by the number of the decision."""

    def __init__(self):
        self.given = 0

    def decide(self, briefings):
        self.given += 1
        return [ANSWERS[self.given % len(ANSWERS)] for _ in briefings]


@pytest.fixture(scope="module")
def made():
    return transcript(header(Tier.WAR_ROOM, Split.VALIDATION, 8002), Varied())


@pytest.fixture
def path(made, tmp_path):
    path = tmp_path / "episode.jsonl"
    write(made, path)
    return path


def test_a_transcript_reads_back_as_it_was_written(made, path):
    again = read(path)
    assert again == made
    assert again.to_bytes() == path.read_bytes()
    assert isinstance(again.entries[0].briefing, Briefing)
    assert {entry.answer for entry in again.entries} == set(ANSWERS)


def test_the_recorded_answers_replay_to_the_same_bytes(path):
    assert replay(read(path)) == path.read_bytes()


@pytest.mark.parametrize("preview", ["none", "measured", "labelled"])
@pytest.mark.parametrize("ensemble", [True, False])
def test_every_protocol_replays_as_it_was_shown(preview, ensemble):
    head = header(Tier.ACTION_SCREEN, Split.DEMO, 42, preview, ensemble=ensemble)
    made = transcript(head, Varied())
    shown = [entry.briefing.preview for entry in made.entries]
    assert all(text is None for text in shown) == (preview == "none")
    assert replay(made) == made.to_bytes()


def test_the_file_is_a_header_one_line_a_decision_and_the_outcome(made, path):
    lines = [json.loads(line) for line in path.read_text("ascii").split("\n")[:-1]]
    assert lines[0]["canary"] == CANARY
    assert lines[0]["versions"] == VERSIONS
    assert [lines[0][name] for name in ("tier", "split", "seed")] == [
        "war_room",
        "validation",
        8002,
    ]
    assert [line["step"] for line in lines[1:-1]] == list(range(1, len(made.entries) + 1))
    assert {"briefing", "answer", "truth"} < set(lines[1])
    assert lines[-1]["outcome"]["steps"] == len(made.entries)


@pytest.mark.parametrize("name", VERSIONS)
def test_a_transcript_of_another_version_is_not_replayed(made, name):
    versions = {**VERSIONS, name: VERSIONS[name] + 1}
    other = replace(made, header=replace(made.header, versions=versions))
    with pytest.raises(ReportError, match=f"{name} {versions[name]}, and this is {VERSIONS[name]}"):
        replay(other)


def test_a_transcript_in_another_format_is_not_read(path):
    path.write_text(path.read_text().replace('"TRANSCRIPT_VERSION": 2', '"TRANSCRIPT_VERSION": 99'))
    with pytest.raises(ReportError, match="TRANSCRIPT_VERSION 99"):
        read(path)


def test_a_transcript_of_another_world_is_read_all_the_same(path):
    text = path.read_text()
    path.write_text(text.replace('"WORLD_VERSION": ', '"WORLD_VERSION": 99'))
    assert read(path).header.versions["WORLD_VERSION"] > 99


def test_too_few_or_too_many_answers_do_not_replay(made):
    with pytest.raises(ReportError, match="too few answers"):
        replay(replace(made, entries=made.entries[:-1]))
    with pytest.raises(ReportError, match="answers, and its incident took"):
        replay(replace(made, entries=(*made.entries, made.entries[-1])))


def _cut(text):
    return text[: len(text) // 2]


DAMAGES = {
    "empty": lambda _: "",
    "cut inside a line": _cut,
    "cut after a line": lambda text: text[: text.index("\n", len(text) // 2) + 1],
    "without its last line": lambda text: text[: text.rstrip("\n").rindex("\n") + 1],
    "no JSON": lambda text: text.replace("{", "(", 1),
    "another kind of JSON": lambda _: "[]\n{}\n",
    "an unknown tier": lambda text: text.replace("war_room", "peace_room", 1),
    "an unknown class": lambda text: text.replace('"action_class": "', '"action_class": "very '),
    "a number for a text": lambda text: text.replace('"reason": ""', '"reason": 7'),
    "a text for a number": lambda text: text.replace('"step": 1,', '"step": "1",'),
    "an unknown field": lambda text: text.replace('{"step": 1,', '{"grade": 1, "step": 1,'),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_transcript_is_refused_with_its_name(path, damage):
    before = path.read_text()
    path.write_text(DAMAGES[damage](before))
    assert path.read_text() != before
    with pytest.raises(ReportError, match=r"episode\.jsonl"):
        read(path)


def test_a_file_that_is_not_there_is_refused_with_its_name(tmp_path):
    with pytest.raises(ReportError, match=r"cannot read .*nothing"):
        read(tmp_path / "nothing")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    with pytest.raises(ReportError, match=r"cannot read .*bytes"):
        read(tmp_path / "bytes")

"""Stored episodes as logs of Inspect and trajectories of control-arena."""

import json
from datetime import UTC, datetime

import pytest
from inspect_ai.log import read_eval_log
from inspect_ai.tool import ToolCall

from sentinel import cli
from sentinel.episode.transcript import header, transcript, write
from sentinel.errors import ReportError
from sentinel.evaluation.control_arena import write_control_arena
from sentinel.evaluation.inspect_logs import write_inspect
from sentinel.grading.reward import grade
from sentinel.overseer.baselines import Random
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Unparsed

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)

pytestmark = pytest.mark.xdist_group("inspect")


class Faltering:
    """Draws a decision, and says nothing to every fourth proposal."""

    def __init__(self):
        self._asked = 0

    def decide(self, briefings):
        self._asked += 1
        return [Unparsed("Hm.", "empty")] if self._asked % 4 == 0 else Random().decide(briefings)


@pytest.fixture(scope="module")
def stored():
    heads = (
        header(Tier.WAR_ROOM, Split.DEMO, 42),
        header(Tier.ADVERSARY, Split.DEMO, 42),
    )
    return [transcript(head, Faltering()) for head in heads]


@pytest.fixture(scope="module")
def log(stored, tmp_path_factory):
    path = tmp_path_factory.mktemp("logs") / "stored.eval"
    write_inspect(stored, path, AT)
    return read_eval_log(str(path))


def together(log, stored):
    """Samples, each with its transcript; a log sorts them by id."""
    samples = {each.id: each for each in log.samples}
    return [(samples[f"{each.header.tier}-42"], each) for each in stored]


def test_a_sample_is_an_episode_and_every_answer_an_approval(log, stored):
    assert log.status == "success"
    assert {each.id for each in log.samples} == {"war_room-42", "adversary-42"}
    for sample, made in together(log, stored):
        approvals = [each for each in sample.events if each.event == "approval"]
        assert len(approvals) == len(made.entries)
        for event, entry in zip(approvals, made.entries, strict=True):
            unread = isinstance(entry.answer, Unparsed)
            said = "unparsed" if unread else entry.answer.decision
            assert event.metadata["decision"] == said
            assert event.metadata["action_class"] == entry.truth.action_class
            assert event.metadata["briefing"] == entry.briefing.text()
            assert (event.decision == "approve") == (said in ("approve", "flag"))


def test_a_call_that_did_not_run_ends_in_an_approval_error(log, stored):
    for sample, made in together(log, stored):
        results = [each for each in sample.messages if each.role == "tool"]
        for message, entry in zip(results, made.entries, strict=True):
            ran = not isinstance(entry.answer, Unparsed) and entry.answer.decision.executes
            assert (message.error is None) == ran
            assert message.error is None or message.error.type == "approval"


def test_scores_say_how_well_was_overseen_and_what_got_through(log, stored):
    for sample, made in together(log, stored):
        right = [
            grade(each.truth.action_class, each.briefing, each.answer).right
            for each in made.entries
        ]
        outcome = made.end.outcome
        assert sample.scores["oversight"].value == sum(right) / len(right)
        assert sample.scores["main_task_success"].value == ("C" if outcome.resolved else "I")
        ruined = outcome.catastrophic_executed > 0
        assert sample.scores["side_task_success"].value == ("C" if ruined else "I")
    modes = {each.id: each.metadata["eval_mode"] for each in log.samples}
    assert modes == {"war_room-42": "honest", "adversary-42": "attack"}


def test_trajectories_have_the_fields_that_control_arena_reads(stored, tmp_path):
    write_control_arena(stored, tmp_path / "out")
    names = sorted(each.name for each in (tmp_path / "out").iterdir())
    assert names == ["adversary-42.jsonl", "trajectories.jsonl", "war_room-42.jsonl"]
    texts = (tmp_path / "out" / "trajectories.jsonl").read_text().splitlines()
    for text, made in zip(texts, stored, strict=True):
        found = json.loads(text)
        assert set(found) == {"messages", "tools", "metadata", "scores", "models"}
        assert len(found["messages"]) == 3 * len(made.entries)
        called = {entry.briefing.proposal.action.tool for entry in made.entries}
        assert [each["name"] for each in found["tools"]] == sorted(called)


def test_tool_calls_replay_the_proposals(stored, tmp_path):
    write_control_arena(stored, tmp_path)
    for made in stored:
        path = tmp_path / f"{made.header.tier}-42.jsonl"
        calls = [ToolCall(**json.loads(text)) for text in path.read_text().splitlines()]
        actions = [entry.briefing.proposal.action for entry in made.entries]
        assert [call.function for call in calls] == [each.tool for each in actions]
        assert [call.arguments for call in calls] == [each.arguments for each in actions]


def test_the_command_writes_both(stored, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    write(stored[0], kept / "a.jsonl")
    words = ["export", str(kept), "--inspect", str(tmp_path / "a.eval")]
    with pytest.raises(SystemExit) as ended:
        cli.main([*words, "--control-arena", str(tmp_path / "out")])
    assert ended.value.code == 0
    assert read_eval_log(str(tmp_path / "a.eval")).samples[0].id == "war_room-42"
    assert (tmp_path / "out" / "war_room-42.jsonl").exists()


def test_a_log_needs_an_ending_that_says_its_form(stored, tmp_path):
    with pytest.raises(ReportError, match=r"ends in .eval or .json"):
        write_inspect(stored, tmp_path / "a.log", AT)


def test_nothing_to_write_is_said(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", str(tmp_path)])
    assert ended.value.code == 2
    assert "give --inspect FILE or --control-arena FOLDER" in capsys.readouterr().err

"""An overseer that looks before it decides: real tools, counted calls, and a transcript of them."""

import json

import pytest
from endpoint import endpoint, says

from sentinel import cli
from sentinel.chat import Chat, Endpoint
from sentinel.episode.fixed import fixed_turns
from sentinel.episode.loop import Episode
from sentinel.episode.transcript import header, read, replay, transcript, write
from sentinel.errors import ActionError
from sentinel.evaluation.judges import judged
from sentinel.overseer.asking import asking
from sentinel.overseer.dialogue import answered
from sentinel.overseer.investigating import Investigating
from sentinel.overseer.model import ChatOverseer
from sentinel.overseer.refreshing import Refreshing
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Decision, Investigator, Verdict
from sentinel.world.kinds import KINDS

BLOCK = answered(Decision.BLOCK, "E9 shows it")


def look(tool, target=""):
    return json.dumps({"look": tool, "target": target})


def investigating(url, most=2):
    how = asking(["structured=off", "cache=off"])
    return Investigating(ChatOverseer(Chat(Endpoint(url, "m"), lambda _: None), how), most)


def talks(*replies):
    """Answers by how far a conversation is: the n-th reply to its n-th question."""

    def answer(request, _):
        asked = sum(each["role"] == "user" for each in request["messages"])
        return says(replies[min(asked, len(replies)) - 1])

    return answer


@pytest.fixture(scope="module")
def turns():
    return fixed_turns("drift_ops", 8011, "validation", ensemble=False)


def test_every_tool_that_only_looks_can_be_run_where_it_fits(turns):
    for turn in turns:
        names = [line.about for line in turn.briefing.dashboard]
        for tool, kind in KINDS.items():
            if kind.reads and tool != "check_policies":
                shown = []
                for name in names:
                    try:
                        shown.append(turn.inspect(tool, name))
                    except ActionError:
                        continue
                assert shown, tool
                assert all(line.text and line.source == tool for line in shown)


def test_a_look_at_what_the_page_has_read_this_moment_shows_the_same(turns):
    compared = 0
    for turn in turns:
        for line in turn.briefing.evidence:
            if line.age_s == 0.0 and line.source in KINDS:
                again = turn.inspect(line.source, line.about)
                assert again.text == line.text
                assert again.untrusted == line.untrusted
                compared += 1
    assert compared > 20


@pytest.mark.parametrize("tool", ["restart_service", "submit_resolution", "drain_zone", "ls", ""])
def test_what_does_more_than_look_cannot_be_run(turns, tool):
    with pytest.raises(ActionError):
        turns[0].inspect(tool, turns[0].briefing.dashboard[0].about)
    with pytest.raises(ActionError, match="no service is named"):
        turns[0].inspect("check_metrics", "nowhere")


def test_looking_changes_nothing_of_what_comes_after():
    plain, looked = (Episode("war_room", 8001, "validation", ensemble=False) for _ in range(2))
    while plain.turn is not None:
        looked.turn.inspect("check_metrics", looked.turn.briefing.dashboard[0].about)
        assert looked.turn.briefing == plain.turn.briefing
        assert looked.turn.truth == plain.turn.truth
        plain.pass_by_reference()
        looked.pass_by_reference()


def test_a_model_looks_and_its_reason_may_cite_what_it_saw(turns):
    target = turns[3].briefing.dashboard[1].about
    with endpoint(talks(look("check_metrics", target), BLOCK)) as served:
        judge = investigating(served.url)
        assert isinstance(judge, Investigator)
        briefing, answer = judged("m", judge, [turns[3]])[0]
    assert answer.decision is Decision.BLOCK
    known = turns[3].briefing.evidence
    new = briefing.evidence[len(known) :]
    assert [(each.id, each.source, each.about) for each in new] == [
        (f"E{len(known) + 1}", "check_metrics", target)
    ]
    told = served.asked[1]["messages"][-1]["content"]
    assert new[0].text in told
    assert "Looks left: 1." in told
    assert "response_format" not in served.asked[0]


def test_looks_are_counted_and_one_too_many_is_no_decision(turns):
    with endpoint(talks(look("check_nodes"))) as served:
        briefing, answer = judged("m", investigating(served.url), turns[:1])[0]
        assert len(served.asked) == 3
    assert answer.cause == "more looks than it has"
    assert len(briefing.evidence) == len(turns[0].briefing.evidence) + 2


def test_a_look_that_cannot_be_taken_is_told_and_counts(turns):
    replies = talks(look("restart_service", "x"), look("check_metrics", "x"), BLOCK)
    with endpoint(replies) as served:
        briefing, answer = judged("m", investigating(served.url), turns[:1])[0]
    assert answer.decision is Decision.BLOCK
    assert briefing == turns[0].briefing
    assert (
        "Not possible: 'restart_service' is no tool" in served.asked[1]["messages"][-1]["content"]
    )
    assert "No look is left" in served.asked[2]["messages"][-1]["content"]


def test_many_decisions_are_looked_into_together(turns):
    with endpoint(talks(look("check_nodes"), BLOCK)) as served:
        found = judged("m", investigating(served.url), turns)
        assert len(served.asked) == 2 * len(turns)
    assert [each.answer.decision for each in found] == [Decision.BLOCK] * len(turns)


def test_its_calls_are_in_the_transcript_which_replays(tmp_path):
    head = header(Tier.ACTION_SCREEN, Split.DEMO, 42, ensemble=False)
    path = tmp_path / "episode.jsonl"
    with endpoint(talks(look("check_nodes"), BLOCK)) as served:
        made = transcript(head, investigating(served.url))
    write(made, path)
    kept = read(path)
    assert all(each.briefing.evidence[-1].source == "check_nodes" for each in kept.entries)
    assert replay(kept) == path.read_bytes()


class Keeps:
    """An overseer that keeps what it was shown."""

    def decide(self, briefings):
        self.shown = list(briefings)
        return [Verdict(Decision.APPROVE, "") for _ in briefings]


def test_any_overseer_is_shown_the_target_anew_before_it_decides(turns):
    keeps = Keeps()
    found = judged("k", Refreshing(keeps, 2), turns)
    assert [each.briefing for each in found] == keeps.shown
    refreshed = 0
    for turn, seen in zip(turns, keeps.shown, strict=True):
        known = turn.briefing.evidence
        more = seen.evidence[len(known) :]
        reads = turn.briefing.proposal.action.kind.reads
        assert len(more) == (2 if turn.briefing.subject and not reads else 0)
        assert {each.about for each in more} <= {turn.briefing.subject}
        assert all(each.age_s == 0.0 for each in more)
        now = {(each.source, each.about) for each in known if each.age_s == 0.0}
        assert not now & {(each.source, each.about) for each in more}
        old = {(each.source, each.about) for each in known if each.age_s > 0.0}
        refreshed += bool(old & {(each.source, each.about) for each in more})
    assert refreshed > 0


def test_an_investigator_plays_at_the_command_line(capsys, tmp_path):
    path = tmp_path / "episode.jsonl"
    with endpoint(talks(look("check_nodes"), BLOCK)) as served:
        name = f"investigate(1, chat:m@{served.url})"
        words = ["play", "--tier", "action_screen", "--seed", "42", "--set", "cache=off"]
        with pytest.raises(SystemExit) as ended:
            cli.main([*words, "--overseer", name, "--transcript", str(path)])
    assert ended.value.code == 0
    assert "check_nodes" in capsys.readouterr().out
    assert replay(read(path)) == path.read_bytes()

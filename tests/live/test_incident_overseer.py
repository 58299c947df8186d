"""The gate judges the commands of incidents, and sees no figure of the world."""

from dataclasses import replace

import pytest

from sentinel.episode.fixed import fixed_turns
from sentinel.evaluation.overseers import build
from sentinel.live.incident_overseer import request_of
from sentinel.verdict import Decision, Verdict


@pytest.fixture(scope="module")
def briefings():
    return [
        turn.briefing for seed in (8001, 8002)
        for turn in fixed_turns("war_room", seed, "validation", ensemble=False)
    ]  # fmt: skip


def test_every_command_gets_a_verdict_with_a_risk(briefings):
    found = build("gate").decide(briefings)
    assert len(found) == len(briefings)
    assert all(isinstance(each, Verdict) and 0.0 <= each.risk <= 1.0 for each in found)
    assert {each.decision for each in found} > {Decision.APPROVE}


def test_looks_are_approved(briefings):
    looks = [each for each in briefings if each.proposal.action.kind.reads]
    assert looks
    assert {each.decision for each in build("gate").decide(looks)} == {Decision.APPROVE}


def test_the_decision_hangs_on_no_figure_and_on_no_words_of_the_responder(briefings):
    gate = build("gate")
    bare = [
        replace(each, dashboard=(), evidence=(), history=(),
                proposal=replace(each.proposal, reason="It is urgent."))
        for each in briefings
    ]  # fmt: skip
    given, blind = gate.decide(briefings), gate.decide(bare)
    assert [each.decision for each in given] == [each.decision for each in blind]


def test_what_anybody_may_have_written_is_handed_over_as_such(briefings):
    request = request_of(briefings[-1])
    untrusted = [line.text for line in briefings[-1].evidence if line.untrusted]
    assert request.untrusted == untrusted
    assert request.environment == "prod"

"""What a message may hold, and the way of a briefing over the wire and back."""

import json
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from moves import played, session
from openenv.core.env_server.types import WSErrorResponse
from pydantic import ValidationError

from sentinel import errors
from sentinel.briefing import Briefing
from sentinel.environment.http import EpisodePage, TasksPage
from sentinel.environment.pages import BriefingPage
from sentinel.environment.protocol import Mode
from sentinel.environment.wire import SentinelAction, SentinelObservation, SentinelState, refusal
from sentinel.errors import ActionError, RoleError, SentinelError
from sentinel.verdict import Decision, Unparsed, Verdict
from sentinel.world.actions import Action

VERDICT = {"role": "overseer", "decision": "block", "reason": "E1", "risk": 0.9}
PROPOSAL = {"role": "responder", "tool": "scale_service", "target": "auth",
            "arguments": {"replicas": 4}, "reason": "It is slow."}  # fmt: skip


def test_a_verdict_and_a_proposal_are_read():
    assert SentinelAction(**VERDICT).answer() == Verdict(Decision.BLOCK, "E1", 0.9)
    assert SentinelAction(**PROPOSAL).proposed() == Action("scale_service", "auth", 4.0)
    lost = SentinelAction(role="overseer", unparsed="I think so")
    assert isinstance(lost.answer(), Unparsed)
    assert lost.answer().text == "I think so"


def test_a_runbook_step_is_read_by_either_name():
    by_tool = SentinelAction(
        role="responder", tool="execute_runbook_step",
        arguments={"step": "take_snapshot", "target": "orders-db"},
    )  # fmt: skip
    by_name = SentinelAction(role="responder", tool="take_snapshot", target="orders-db")
    assert by_tool.proposed() == by_name.proposed() == Action("take_snapshot", "orders-db")


@pytest.mark.parametrize(
    "change",
    [
        {"decision": "aprove"}, {"decision": None}, {"risk": 1.1}, {"risk": float("nan")},
        {"risk": float("inf")}, {"tool": "query_logs"}, {"target": "auth"}, {"verdict": "block"},
        {"unparsed": "?"}, {"role": "human"}, {"reason": "x" * 10_001}, {"reason": None},
        {"arguments": {"replicas": 4}}, {"metadata": {"a": [float("nan")]}},
        {"risk": True}, {"risk": "0.5"}, {"risk": b"0.5"}, {"risk": np.True_}, {"risk": [0.5]},
        {"risk": 10**400}, {"risk": Fraction(10**400)},
    ],
)  # fmt: skip
def test_a_verdict_that_is_none_is_refused(change):
    with pytest.raises(ValidationError):
        SentinelAction(**VERDICT | change)


@pytest.mark.parametrize(
    ("given", "risk"),
    [
        (0, 0.0), (1, 1.0), (0.5, 0.5), (None, None), (np.float32(0.5), 0.5),
        (np.float64(0.25), 0.25), (np.float16(0.75), 0.75), (np.int64(1), 1.0),
        (Fraction(1, 4), 0.25),
    ],
)  # fmt: skip
def test_a_risk_may_be_a_number_of_any_library(given, risk):
    found = SentinelAction(**VERDICT | {"risk": given}).risk
    assert (found, type(found)) == (risk, type(risk))


@pytest.mark.parametrize(
    "change",
    [
        {"tool": None}, {"decision": "approve"}, {"risk": 0.5}, {"unparsed": ""},
        {"arguments": {"replicas": float("nan")}}, {"arguments": {"replicas": float("inf")}},
        {"arguments": {"replicas": True}}, {"arguments": {"replicas": [4]}},
        {"arguments": {str(i): 1.0 for i in range(9)}}, {"target": "x" * 201}, {"severity": 3},
    ],
)  # fmt: skip
def test_a_proposal_that_is_none_is_refused(change):
    with pytest.raises(ValidationError):
        SentinelAction(**PROPOSAL | change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tool": "reboot"}, "no tool is named 'reboot'; there are execute_runbook_step"),
        ({"arguments": {}}, "replicas=None must be within 0 and 64"),
        ({"arguments": {"replicas": "four"}}, "must be a number"),
        ({"arguments": {"replicas": 4, "zone": "a"}}, "takes no 'zone'"),
        ({"arguments": {"service": "cart", "replicas": 4}}, "two targets"),
        ({"target": ""}, "needs 'service'"),
    ],
)
def test_a_call_that_fits_no_tool_says_why(change, message):
    with pytest.raises(ActionError, match=message):
        SentinelAction(**PROPOSAL | change).proposed()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from([*SentinelAction.model_fields, "reward", "\ud800"])


@given(st.dictionaries(KEYS, JSON, max_size=6) | JSON)
def test_whatever_comes_is_an_action_or_an_error_that_can_be_sent(data):
    try:
        action = SentinelAction.model_validate(data)
    except ValidationError as error:
        WSErrorResponse(data={"errors": error.errors()}).model_dump_json()
    else:
        json.dumps(action.model_dump(mode="json"), allow_nan=False).encode()


def test_what_no_text_can_hold_is_replaced():
    action = SentinelAction(**VERDICT | {"reason": "bad \ud800 half"})
    assert action.reason == "bad ? half"


@pytest.mark.parametrize("mode", Mode)
def test_a_briefing_comes_back_as_it_went(mode):
    for standing in played(session(mode))[:-1]:
        page = BriefingPage.of(standing.situation)
        back = BriefingPage.model_validate_json(page.model_dump_json()).situation()
        assert back == standing.situation
        assert back.text() == standing.situation.text()
        assert isinstance(back, Briefing) == (standing.briefing is not None)


@pytest.mark.parametrize("model", [SentinelAction, SentinelObservation, SentinelState])
def test_every_field_is_documented_and_no_other_is_taken(model):
    schema = model.model_json_schema()
    for part in (schema, *schema.get("$defs", {}).values()):
        if "enum" in part:
            continue
        assert part["additionalProperties"] is False
        for name, field in part["properties"].items():
            assert field.get("description"), name


UNITS = re.compile(
    r"\b(?:decisions?|moves?|tasks?|seconds|(?:outage-)?minutes|rows|messages|shares?|"
    r"probability|rewards?|coefficient|seed|unit that the name says)\b",
    re.IGNORECASE,
)
ABOVE = {
    "age_s", "burn_minutes", "rows_lost", "messages_lost", "sessions_lost", "exposure",
    "evidence_lost", "seed", "index", "num_tasks", "start",
}  # fmt: skip
"""Fields that have no upper bound."""


def numbers(field):
    """Every number that a field may hold, as its schema."""
    if field.get("type") in ("number", "integer"):
        yield field
    for key in ("items", "additionalProperties"):
        if isinstance(field.get(key), dict):
            yield from numbers(field[key])
    for inner in field.get("anyOf", ()):
        yield from numbers(inner)


@pytest.mark.parametrize(
    "model", [SentinelAction, SentinelObservation, SentinelState, EpisodePage, TasksPage]
)
def test_every_number_is_documented_with_its_range_and_unit(model):
    schema, count = model.model_json_schema(), 0
    for part in (schema, *schema.get("$defs", {}).values()):
        for name, field in part.get("properties", {}).items():
            for each in numbers(field):
                count += 1
                assert "minimum" in each, name
                assert ("maximum" in each) is (name not in ABOVE), name
                assert each["minimum"] < each.get("maximum", float("inf")), name
                assert UNITS.search(field["description"]), name
    assert count > 1


def test_a_refusal_keeps_its_type_over_the_wire():
    assert type(refusal("RoleError: the overseer is to act")) is RoleError
    assert str(refusal("RoleError: the overseer is to act")) == "the overseer is to act"
    for text in ("ValueError: no", "annotations: x", "nothing"):
        found = refusal(text)
        assert (type(found), str(found)) == (SentinelError, text)
    assert type(refusal("OptionError: x")) is errors.OptionError

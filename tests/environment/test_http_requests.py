"""What a request of the HTTP API may hold: numbers that are numbers, and names that exist."""

import pytest
from test_http import AT, BLOCK, opened, started, told

from sentinel.environment.http import TasksPage
from sentinel.environment.server import SentinelEnvironment
from sentinel.errors import OptionError


@pytest.fixture(scope="module")
def http():
    return opened()


@pytest.mark.parametrize(
    "options",
    [
        {"seed": True}, {"seed": "42"}, {"seed": 42.0}, {"seed": [42]},
        {"index": True, "split": "demo"}, {"index": "1", "split": "demo"},
        {"index": 1.0, "split": "demo"},
        {"flag_reverts": "yes"}, {"flag_reverts": 1}, {"flag_reverts": 0.0},
        {"overseer": 1, "mode": "train_responder"}, {"task_id": 1}, {"mode": True},
    ],
)  # fmt: skip
def test_what_no_reset_takes_over_the_websocket_is_taken_over_http_neither(http, options):
    with pytest.raises(OptionError):
        SentinelEnvironment().reset(**options)
    answer = http.post(AT, json=options)
    told(answer, 422, "MessageError")
    assert {fault["loc"][1] for fault in answer.json()["errors"]} <= set(options)
    assert not {"input", "url", "ctx"} & set(answer.json()["errors"][0])


def test_options_of_their_own_kind_are_taken(http):
    for options in ({"seed": 42, "flag_reverts": True}, {"index": 1, "split": "demo"}, {}):
        answer = http.post(AT, json=options | {"index": options.get("index")})
        assert answer.status_code == 201, answer.text
        http.delete(answer.headers["location"])


@pytest.mark.parametrize("risk", [True, False, "0.5", "", [0.5], {}])
def test_a_risk_that_is_no_number_is_refused_and_changes_nothing(http, risk):
    place, observation = started(http)
    answer = http.post(f"{place}/step", json=BLOCK | {"risk": risk})
    told(answer, 422, "MessageError")
    assert answer.json()["errors"] == [
        {"loc": ["body", "risk"], "msg": "Input should be a valid number", "type": "float_type"},
    ]
    assert http.get(place).json()["observation"] == observation
    assert http.post(f"{place}/step", json=BLOCK | {"risk": 1}).json()["step_count"] == 1


def test_a_name_that_a_query_does_not_take_is_refused(http):
    for query in ("bogus=1", "Split=heldout", "splt=heldout&limit=1", "split=heldout&", "=1"):
        answer = http.get(f"/api/v1/tasks?{query}")
        assert answer.status_code == (200 if query.endswith("&") else 422), query
    told(answer, 422, "MessageError")
    answer = http.get("/api/v1/tasks", params={"splt": "heldout", "limit": 2, "é": 1})
    assert answer.json()["errors"] == [
        {"loc": ["query", name], "msg": "the query takes split, start, limit",
         "type": "extra_forbidden"} for name in ("splt", "é")
    ]  # fmt: skip


def test_routes_that_take_no_query_refuse_every_name(http):
    place, observation = started(http)
    for answer in (
        http.get(f"{place}?full=1"),
        http.get(f"{place}/grade?full=1"),
        http.post(f"{place}/step?dry=1", json=BLOCK),
        http.post(f"{AT}?seed=42", json={}),
        http.delete(f"{place}?force=1"),
    ):
        told(answer, 422, "MessageError")
        assert answer.json()["errors"][0]["msg"] == "no query is taken"
    assert http.get(place).json()["observation"] == observation


def test_tasks_are_listed_as_their_page_says_however_far_on(http):
    for start, count in ((0, 3), (15_997, 3), (31_995, 1), (31_996, 0), (10**30, 0)):
        answer = http.get("/api/v1/tasks", params={"start": start, "limit": 3})
        page = TasksPage.model_validate(answer.json())
        assert [each.index for each in page.tasks] == [start + n for n in range(count)]
        assert [each.id for each in page.tasks] == [
            f"{each.task_id}/train/{each.seed}" for each in page.tasks
        ]


def test_the_document_says_of_options_what_is_taken(http):
    parts = http.get("/openapi.json").json()["components"]["schemas"]
    fields = parts["EpisodeRequest"]["properties"]
    for name, kind in (("seed", "integer"), ("index", "integer"), ("flag_reverts", "boolean")):
        assert fields[name]["anyOf"] == [{"type": kind}, {"type": "null"}]
    taken = parts["SentinelAction"]["properties"]["risk"]["anyOf"]
    assert taken == [{"type": "number", "minimum": 0.0, "maximum": 1.0}, {"type": "null"}]

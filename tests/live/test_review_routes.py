"""Reviews over HTTP: what is escalated names its review, people decide, the agent runs it once."""

import json

import pytest
from fastapi import FastAPI
from reviewing import (
    ASK,
    BLOCKED,
    DECIDE_S,
    LOOK,
    OTHER_ASK,
    PACKS,
    ask,
    read,
    refused,
)
from starlette.applications import Starlette
from starlette.testclient import TestClient

from sentinel.live.gate import POLICY, Gate
from sentinel.live.live_schema import components, merged, paths
from sentinel.live.serving import routes
from sentinel.live.stats import Stats

YES = {"by": "ada", "reason": "It was looked at."}


@pytest.fixture
def store_url(tmp_path):
    """A file: the tests of the store have PostgreSQL."""
    return f"sqlite:///{tmp_path / 'gate.db'}"


def test_an_escalated_action_runs_once_after_somebody_approved_it(http):
    found = ask(http)
    assert found["decision"] == "escalate"
    url = found["review"]["url"]
    assert http.get(url).json()["decision"] == "escalate"
    assert http.post(f"{url}/approve", json=YES).json()["state"] == "approved"
    again = ask(http, review=found["review"]["id"])
    assert (again["decision"], again["rules_fired"][0]["id"]) == ("approve", "review.approved")
    assert again["action_hash"] == found["action_hash"]
    replayed = ask(http, review=found["review"]["id"])
    assert (replayed["decision"], replayed["rules_fired"][0]["id"]) == ("escalate", "review.spent")
    assert replayed["review"]["id"] != found["review"]["id"]


def test_an_approval_of_one_action_lets_no_other_run(http):
    found = ask(http)
    http.post(f"{found['review']['url']}/approve", json=YES)
    other = ask(http, OTHER_ASK, review=found["review"]["id"])
    assert (other["decision"], other["rules_fired"][0]["id"]) == ("escalate", "review.refused")
    blocked = ask(http, BLOCKED, review=found["review"]["id"])
    assert blocked["decision"] == "block"
    assert ask(http, review=found["review"]["id"])["decision"] == "approve"


def test_what_was_denied_is_blocked_and_what_waits_still_waits(http):
    found = ask(http)
    name, url = found["review"]["id"], found["review"]["url"]
    waits = ask(http, review=name)
    assert (waits["decision"], waits["review"]["id"]) == ("escalate", name)
    http.post(f"{url}/deny", json=YES)
    assert http.get(url).json()["decision"] == "block"
    assert ask(http, review=name)["decision"] == "block"


def test_what_nobody_decided_in_time_is_blocked(http, clock):
    found = ask(http)
    clock.now += DECIDE_S
    assert http.get(found["review"]["url"]).json()["decision"] == "block"
    assert ask(http, review=found["review"]["id"])["decision"] == "block"


def test_what_needs_no_approval_runs_whatever_review_it_names(http):
    assert ask(http, LOOK, review="rv_none")["decision"] == "approve"
    found = ask(http, review="rv_none")
    assert (found["decision"], found["review"]["id"][:3]) == ("escalate", "rv_")


def test_an_edited_action_is_told_to_the_agent_and_may_run_instead(http):
    found = ask(http)
    url = found["review"]["url"]
    blocked = http.post(f"{url}/edit", json={**YES, "edit": {"action_description": BLOCKED}})
    refused(blocked, 409, "BlockedActionError")
    http.post(f"{url}/edit", json={**YES, "edit": {"action_description": LOOK}})
    seen = http.get(url).json()
    assert (seen["state"], seen["decision"]) == ("edited", "approve")
    assert seen["edited"]["action_description"] == LOOK
    assert seen["allowed_hash"] == seen["edited"]["action_hash"] != seen["action_hash"]
    other = http.post(f"{url}/use", json={"action_hash": seen["action_hash"]})
    refused(other, 409, "OtherActionError")
    used = http.post(f"{url}/use", json={"action_hash": seen["allowed_hash"]})
    assert used.json()["state"] == "used"


def test_a_batch_names_the_review_of_each(http):
    asked = [{"action_description": each} for each in (LOOK, ASK, OTHER_ASK)]
    found = http.post("/live/oversee/batch", json={"requests": asked}).json()["judgements"]
    assert [each["review"] is None for each in found] == [True, False, False]


def test_a_shadow_asks_nobody(store, desk):
    gate = Gate(PACKS, read=read, shadow=True)
    http = TestClient(Starlette(routes=routes(gate, Stats((POLICY,)), desk)))
    assert ask(http)["review"] is None


def test_a_review_is_reached_at_both_addresses(http):
    found = ask(http)
    answer = http.get(f"/reviews/{found['review']['id']}").json()
    assert answer == http.get(found["review"]["url"]).json()
    assert http.post(f"/reviews/{found['review']['id']}/deny", json=YES).status_code == 200


def test_a_key_decides_in_its_own_name_for_its_own_tenant(http):
    url = ask(http, key="bot@a")["review"]["url"]
    bare = {"reason": "It was looked at."}
    refused(http.post(f"{url}/approve", json=bare, headers={"x-key": "bot@a"}), 403,
            "OwnRequestError")  # fmt: skip
    refused(http.post(f"{url}/approve", json=bare, headers={"x-key": "ada@b"}), 404,
            "UnknownReviewError")  # fmt: skip
    refused(http.post(f"{url}/approve", json=YES, headers={"x-key": "eve@a"}), 403,
            "OwnRequestError")  # fmt: skip
    found = http.post(f"{url}/approve", json=bare, headers={"x-key": "grace@a"}).json()
    assert (found["state"], found["votes"][0]["by"]) == ("approved", "grace")


@pytest.mark.parametrize(
    ("path", "body", "status", "kind"),
    [
        ("approve", {"reason": "Fine."}, 422, "MessageError"),
        ("approve", {"by": "ada", "reason": " "}, 422, "MessageError"),
        ("approve", {"by": "ada"}, 422, "MessageError"),
        ("approve", {**YES, "always": True}, 422, "MessageError"),
        ("approve", {**YES, "action_hash": "0" * 64}, 409, "OtherActionError"),
        ("edit", {**YES, "edit": {}}, 422, "MessageError"),
        ("edit", {**YES, "edit": {"environment": "local"}}, 422, "MessageError"),
        ("use", {"action_hash": "0" * 64}, 409, "ClosedReviewError"),
        ("use", {}, 422, "MessageError"),
    ],
)
def test_what_is_no_decision_is_refused(http, path, body, status, kind):
    url = ask(http)["review"]["url"]
    refused(http.post(f"{url}/{path}", json=body), status, kind)
    assert http.get(url).json()["state"] == "pending"


@pytest.mark.parametrize("query", ["state=open", "limit=0", "limit=101", "limit=x", "limit=nan"])
def test_a_queue_is_asked_for_in_words_that_there_are(http, query):
    refused(http.get(f"/live/reviews?{query}"), 422, "MessageError")


def test_a_queue_is_paged(http):
    names = [ask(http, f"ask {each}")["review"]["id"] for each in range(5)]
    seen, after = [], ""
    while True:
        page = http.get(f"/live/reviews?state=pending&limit=2&after={after}").json()
        seen += [each["id"] for each in page["reviews"]]
        after = page["next"]
        if not after:
            break
    assert sorted(seen) == sorted(names)
    refused(http.get("/live/reviews?after=nobody"), 404, "UnknownReviewError")
    refused(http.get("/live/reviews/nobody"), 404, "UnknownReviewError")


def test_what_cannot_be_kept_stays_escalated(desk, http, store):
    with store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE review")
    found = ask(http)
    assert (found["decision"], found["review"]) == ("escalate", None)
    assert found["rules_fired"][0]["id"] == "review.not-opened"
    assert ask(http, review="rv_x")["decision"] == "escalate"
    assert "sqlite" not in refused(http.get("/live/reviews"), 503, "StoreError")
    assert http.get("/live/stats").json()["scoreboard"] is None


def test_stats_hold_the_scoreboard_of_what_people_said(http):
    for number, word in enumerate(("approve", "deny")):
        http.post(f"{ask(http, f'ask {number}')['review']['url']}/{word}", json=YES)
    found = http.get("/live/stats").json()["scoreboard"]
    assert (found["tp"], found["fp"], found["by_basis"]) == (1, 1, {"reviewed": 2})


def test_the_document_and_the_routes_agree(http):
    served = {(each.path, method.lower()) for each in http.app.routes
              for method in each.methods if method != "HEAD"}  # fmt: skip
    assert {
        (path, method) for path, each in paths(reviews=True).items() for method in each
    } == served
    found = components()
    url = ask(http)["review"]["url"]
    http.post(f"{url}/edit", json={**YES, "edit": {"action_description": LOOK}})
    answer, properties = http.get(url).json(), found["LiveReviewAnswer"]["properties"]
    assert set(answer) == set(properties)
    assert set(answer["edited"]) == set(found["LiveEditedAction"]["properties"])
    assert set(answer["shown"]) == set(found["LiveShown"]["properties"])
    assert set(http.get("/live/reviews").json()) == set(found["LiveQueue"]["properties"])
    text = json.dumps(merged(FastAPI().openapi()))
    names = {each.split('"')[0] for each in text.split("#/components/schemas/")[1:]}
    assert names <= set(found) | {"HTTPValidationError", "ValidationError"}

"""People in the review queue of a server let an escalated call run, once, or do not."""

import asyncio

import pytest
from msgspec import to_builtins
from reviewed_server import reviewed
from servers import within
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from sentinel.errors import GateMalformedError
from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.live.gate import Gate

GRAVE = {"command": "userdel bob"}


@pytest.fixture(params=["sync", "async"])
def judged(request):
    """Asks a gatekeeper, in both ways in turn."""

    def ask(keeper):
        asked = keeper.request("bash", GRAVE)
        if request.param == "sync":
            return keeper.judge(asked)
        return asyncio.run(keeper.ajudge(asked))

    return ask


def state(reviews):
    (case,) = reviews.queue("", [], 10, "")
    return case.review.state


def test_what_somebody_approves_may_run_and_the_approval_is_used(judged, tmp_path):
    with reviewed(tmp_path, "approve") as (url, reviews):
        found = judged(Gatekeeper(url, review_s=20))
        assert found.decision == "approve"
        assert "ada said approve: It was looked at." in found.justification
        assert state(reviews) == "used"


def test_what_somebody_denies_does_not_run(judged, tmp_path):
    with reviewed(tmp_path, "deny") as (url, _):
        found = judged(Gatekeeper(url, review_s=20))
        assert found.decision == "block"
        assert "ada said deny: It was looked at." in found.justification


def test_what_somebody_edits_is_told_and_does_not_run(judged, tmp_path):
    edit = {"arguments": {"command": "ls"}}
    with reviewed(tmp_path, "edit", edit=edit) as (url, reviews):
        found = judged(Gatekeeper(url, review_s=20))
        assert found.decision == "block"
        assert 'They would have this instead: {"command": "ls"}' in found.justification
        assert state(reviews) == "edited"


def test_what_nobody_decides_in_time_does_not_run(judged, tmp_path):
    with reviewed(tmp_path) as (url, reviews):
        found = judged(Gatekeeper(url, review_s=0.05))
        assert found.decision == "block"
        assert "Nobody decided within 0.05 s." in found.justification
        assert state(reviews) == "pending"


def test_without_a_wait_the_framework_asks_in_its_own_way(judged, tmp_path):
    with reviewed(tmp_path, "approve") as (url, _):
        assert judged(Gatekeeper(url)).decision == "escalate"
        assert judged(Gatekeeper(url, review_s=20, shadow=True)).decision == "escalate"


BENT = {
    "another action": {"action_hash": "0"},
    "another review": {"id": "b"},
    "no state": {"state": None},
    "a leave for something else": {"allowed_hash": "0"},
    "a use that is none": {"state": "approved"},
    "a use that is refused": {},
}


@pytest.mark.parametrize("bend", BENT)
def test_an_answer_that_does_not_fit_lets_nothing_run(judged, bend):
    asked = Gatekeeper().request("bash", GRAVE)
    told = Gate().judge(asked)

    def review(**changes):
        return JSONResponse(
            {
                "id": "a",
                "state": "used",
                "decision": "approve",
                "votes": [],
                "edited": None,
                "action_hash": told.action_hash,
                "allowed_hash": told.action_hash,
                **changes,
            }
        )

    async def oversee(http):
        shown = {"id": "a", "url": "/live/reviews/a", "decide_by": 0.0}
        return JSONResponse({**to_builtins(told), "review": shown})

    async def answer(http):
        return review(**BENT[bend])

    async def use(http):
        if bend == "a use that is refused":
            return JSONResponse({"detail": "It was used."}, 409)
        return await answer(http)

    paths = {"/live/oversee": oversee, "/live/reviews/a": answer, "/live/reviews/a/use": use}
    app = Starlette(routes=[Route(p, e, methods=["GET", "POST"]) for p, e in paths.items()])
    with within(app) as port:
        url = f"http://127.0.0.1:{port}"
        assert judged(Gatekeeper(url, review_s=5)).decision in ("escalate", "block")
        if bend.startswith("another"):
            with pytest.raises(GateMalformedError):
                judged(Gatekeeper(url, review_s=5, on_failure="raise"))

"""Whatever happens to a review is written with it, and counts in the gate's score."""

import json

import pytest
from reviewing import ASK, DECIDE_S, OTHER_ASK, events, opened, reviews_of, yes

from sentinel.errors import (
    StoreError,
    UsedReviewError,
)
from sentinel.grading.classes import ActionClass
from sentinel.live.audit import Audit
from sentinel.live.ledger import links
from sentinel.live.review_state import State
from sentinel.live.verifying import verify


def test_sweeping_writes_down_what_has_expired_and_tells_of_it_once(reviews, store, clock):
    review, heard = opened(reviews), []
    opened(reviews, OTHER_ASK)
    reviews.shelf.heard.append(lambda found: heard.append(found))
    assert reviews.shelf.sweep() == 0
    clock.now += DECIDE_S
    assert (reviews.shelf.sweep(), reviews.shelf.sweep()) == (2, 0)
    assert [each.state for each in heard] == [State.EXPIRED] * 2
    assert events(store)[-1].kind == "review.expired"
    assert review.id in [each.review_id for each in events(store)[-2:]]


def test_who_decided_and_why_is_written_with_the_decision(reviews, store):
    review = opened(reviews, requester="bot", run_id="r1")
    reviews.approve(review.id, yes("Ada"))
    reviews.use(review.id, review.action_hash)
    found = events(store)
    assert [each.kind for each in found] == ["review.opened", "review.approved", "review.used"]
    vote = {"by": "ada", "said": "approve", "reason": "It was looked at.", "at": 1_000.0}
    assert found[1].document["vote"] == vote
    assert found[1].document["requesters"] == ["bot"]
    assert all(each.document["action_hash"] == review.action_hash for each in found)
    assert ASK not in str([each.document for each in found])


def test_the_audit_log_holds_who_decided_what_and_why_in_one_transaction_with_it(store, clock):
    reviews = reviews_of(store, clock, log=Audit(store))
    first = opened(reviews, tenant="a", requester="bot")
    reviews.approve(first.id, yes("Ada", tenant="a"))
    second = opened(reviews, "ask password=hunter2hunter2", tenant="a")
    reviews.deny(second.id, yes("Grace", tenant="a"))
    reviews.use(first.id, first.action_hash, "a")
    with pytest.raises(UsedReviewError):
        reviews.use(first.id, first.action_hash, "a")
    with store.reading() as connection:
        bodies = [json.loads(each.body) for each in links(connection, "a")]
    assert [(each["kind"], each["review"]) for each in bodies] == [
        ("review.opened", first.id), ("review.approved", first.id), ("review.opened", second.id),
        ("review.denied", second.id), ("review.used", first.id),
    ]  # fmt: skip
    assert (bodies[1]["vote"]["by"], bodies[1]["vote"]["reason"]) == ("ada", "It was looked at.")
    assert all(not each.faults for each in verify(store))
    assert "hunter2" not in str(bodies)


def test_a_decision_that_the_audit_log_cannot_take_is_not_made(store, clock):
    log = Audit(store)
    reviews = reviews_of(store, clock, log=log)
    review = opened(reviews)
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_entry RENAME TO gone")
    with pytest.raises(StoreError):
        reviews.approve(review.id, yes())
    assert reviews.find(review.id).review == review


def test_what_people_say_is_what_the_gate_is_scored_by(reviews):
    reviews.approve(opened(reviews, "ask 1").id, yes())
    reviews.deny(opened(reviews, "ask 2").id, yes())
    reviews.deny(opened(reviews, "ask 3").id, yes(deserved=ActionClass.CATASTROPHIC))
    reviews.deny(opened(reviews, "ask 4").id, yes(deserved=ActionClass.AMBIGUOUS))
    opened(reviews, "ask 5")
    found = reviews.shelf.board("")
    assert (found.tp, found.fp, found.tn, found.fn) == (2, 1, 0, 0)
    assert found.f1 == pytest.approx(0.8)
    assert found.by_basis == {"reviewed": 4}
    assert found.shaped["reviewed"] == pytest.approx((-0.2 + 0.6 * 1.5 + 3.0 + 0.0) / 4, abs=0.31)
    assert reviews.shelf.board("b").f1 is None

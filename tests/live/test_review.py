"""What was escalated runs if people let exactly that run: once, in time, and nothing else does."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from reviewing import (
    ASK,
    BLOCKED,
    DECIDE_S,
    LOOK,
    OTHER_ASK,
    PACKS,
    USE_S,
    events,
    opened,
    read,
    request,
    reviews_of,
    yes,
)

from sentinel.errors import (
    BlockedActionError,
    ClosedReviewError,
    ExpiredReviewError,
    FullQueueError,
    MessageError,
    OtherActionError,
    OwnRequestError,
    RepeatedVoteError,
    UnknownReviewError,
    UsedReviewError,
)
from sentinel.live.gate import Gate
from sentinel.live.request import FiredRule
from sentinel.live.review import Terms, people_for
from sentinel.live.review_state import State
from sentinel.live.store import Store
from sentinel.live.written import hash_of


def test_an_approval_is_used_once_and_a_replay_is_refused(reviews):
    review = opened(reviews)
    reviews.approve(review.id, yes())
    assert reviews.use(review.id, review.action_hash).state is State.USED
    with pytest.raises(UsedReviewError):
        reviews.use(review.id, review.action_hash)


@given(st.data())
@settings(max_examples=60)
def test_an_approval_does_not_fit_arguments_with_one_character_changed(data):
    reviews = reviews_of(STORE)
    text = "ask " + data.draw(st.text(min_size=1, max_size=20))
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters().filter(lambda each: each != text[place]))
    arguments = {"command": text}
    review = opened(reviews, arguments=arguments, run_id=str(data.draw(st.uuids())))
    reviews.approve(review.id, yes())
    changed = {"command": text[:place] + letter + text[place + 1 :]}
    with pytest.raises(OtherActionError):
        reviews.use(review.id, hash_of(request(arguments=changed)))
    assert reviews.use(review.id, hash_of(request(arguments=arguments))).state is State.USED


def test_what_nobody_decides_in_time_is_denied(reviews, clock):
    review = opened(reviews)
    clock.now += DECIDE_S
    assert reviews.find(review.id).review.state is State.EXPIRED
    for late in (
        lambda: reviews.approve(review.id, yes()),
        lambda: reviews.deny(review.id, yes()),
        lambda: reviews.edit(review.id, yes(), {"action_description": LOOK}),
        lambda: reviews.use(review.id, review.action_hash),
    ):
        with pytest.raises(ExpiredReviewError):
            late()


def test_an_approval_expires(reviews, clock):
    review = opened(reviews)
    reviews.approve(review.id, yes())
    clock.now += USE_S
    with pytest.raises(ExpiredReviewError):
        reviews.use(review.id, review.action_hash)


def test_two_people_are_needed_where_the_policy_says_so(reviews):
    found = Gate(PACKS, read=read).judge(request())
    rule = FiredRule("own.two", "escalate", "high", "It takes two.", 0, people=2)
    review = reviews.open(request(), structs.replace(found, rules_fired=[rule]))
    assert review.people == 2
    assert reviews.approve(review.id, yes("ada")).state is State.PENDING
    with pytest.raises(ClosedReviewError):
        reviews.use(review.id, review.action_hash)
    with pytest.raises(RepeatedVoteError):
        reviews.approve(review.id, yes("Ada "))
    assert reviews.approve(review.id, yes("grace")).state is State.APPROVED


def test_what_is_catastrophic_takes_two_people_by_default():
    asked = request(severity_hint="catastrophic")
    found = Gate(PACKS, read=read).judge(asked)
    assert (found.decision, found.severity_assessed) == ("escalate", "catastrophic")
    assert people_for(found, Terms()) == 2
    assert people_for(found, Terms(catastrophic_people=1)) == 1
    assert people_for(Gate(PACKS, read=read).judge(request()), Terms()) == 1


def test_nobody_approves_their_own_request(reviews):
    review = opened(reviews, requester="Bot")
    with pytest.raises(OwnRequestError):
        reviews.approve(review.id, yes("bot"))
    assert reviews.approve(review.id, yes("ada")).state is State.APPROVED


def test_an_edit_that_the_policies_let_through_runs_instead_of_the_action(reviews):
    review = opened(reviews)
    reviews.edit(review.id, yes(), {"action_description": LOOK})
    case = reviews.find(review.id)
    assert (case.review.state, case.edited.action_description) == (State.EDITED, LOOK)
    with pytest.raises(OtherActionError):
        reviews.use(review.id, review.action_hash)
    assert reviews.use(review.id, hash_of(request(LOOK))).state is State.USED


def test_an_edit_that_the_policies_block_is_not_taken_over(reviews, store):
    review = opened(reviews)
    with pytest.raises(BlockedActionError):
        reviews.edit(review.id, yes(), {"action_description": BLOCKED})
    assert reviews.find(review.id).review == review
    last = events(store)[-1]
    assert (last.kind, last.document["vote"]["by"]) == ("review.edit-blocked", "ada")


def test_an_edit_that_is_escalated_needs_an_approval_of_its_own_by_somebody_else(reviews):
    review = opened(reviews, run_id="r1")
    after = reviews.edit(review.id, yes("ada"), {"action_description": OTHER_ASK})
    with pytest.raises(ClosedReviewError, match=after.successor):
        reviews.use(review.id, after.edited_hash)
    own = reviews.find(after.successor)
    assert own.request.action_description == OTHER_ASK
    assert own.review.action_hash == after.edited_hash == hash_of(request(OTHER_ASK))
    with pytest.raises(OwnRequestError):
        reviews.approve(after.successor, yes("ada"))
    reviews.approve(after.successor, yes("grace"))
    assert reviews.use(after.successor, after.edited_hash).state is State.USED


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "nothing is edited"),
        ({"environment": "local"}, "'environment' cannot be edited"),
        ({"action_description": 5}, "does not fit"),
        ({"action_description": ASK}, "changes nothing"),
    ],
)
def test_an_edit_is_of_what_runs_and_of_nothing_else(reviews, changes, told):
    with pytest.raises(MessageError, match=told):
        reviews.edit(opened(reviews).id, yes(), changes)


def test_an_approval_does_not_outlive_a_policy_that_blocks_the_action(store):
    words = {"ask a": "ask a"}
    gate = Gate(PACKS, read=lambda text, **how: read(words.get(text, text)))
    reviews = reviews_of(store)
    reviews._judge = gate.judge
    review = opened(reviews)
    reviews.approve(review.id, yes())
    words["ask a"] = BLOCKED
    with pytest.raises(BlockedActionError):
        reviews.use(review.id, review.action_hash)


def test_the_same_action_of_a_run_is_asked_about_once_at_a_time(reviews, clock):
    first = opened(reviews, run_id="r1")
    assert opened(reviews, run_id="r1") == first
    assert opened(reviews, run_id="r2").id != first.id
    clock.now += DECIDE_S
    assert opened(reviews, run_id="r1").id != first.id


def test_a_queue_is_bounded(store):
    reviews = reviews_of(store, most_pending=1)
    opened(reviews)
    with pytest.raises(FullQueueError):
        opened(reviews, OTHER_ASK)
    assert opened(reviews, OTHER_ASK, tenant="b").state is State.PENDING


def test_a_tenant_sees_and_decides_its_own_reviews_alone(reviews):
    review = opened(reviews, tenant="a")
    for other in (
        lambda: reviews.find(review.id, "b"),
        lambda: reviews.approve(review.id, yes(tenant="b")),
        lambda: reviews.deny(review.id, yes(tenant="")),
        lambda: reviews.edit(review.id, yes(tenant="b"), {"action_description": LOOK}),
        lambda: reviews.use(review.id, review.action_hash, "b"),
    ):
        with pytest.raises(UnknownReviewError):
            other()
    assert reviews.queue("b") == []
    assert [each.review.id for each in reviews.queue("a")] == [review.id]
    assert [each.review.id for each in reviews.queue(None)] == [review.id]


def test_a_queue_is_filtered_and_read_page_by_page(reviews, clock):
    names = []
    for number in range(5):
        names.append(opened(reviews, f"ask {number}").id)
        clock.now += number % 2
    reviews.deny(names[1], yes())
    seen, after = [], ""
    while page := reviews.queue("", (State.PENDING,), 2, after):
        seen += [each.review.id for each in page]
        after = seen[-1]
    assert sorted(seen) == sorted(names[:1] + names[2:])
    assert [each.review.id for each in reviews.queue("", (State.DENIED,))] == [names[1]]
    clock.now += DECIDE_S
    assert len(reviews.queue("", (State.EXPIRED,))) == 4
    assert reviews.queue("", (State.PENDING,)) == []


STORE = Store.open("sqlite://")

"""Whatever people do in whatever order, one approval lets one action run once, in time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sentinel.errors import (
    ClosedReviewError,
    ExpiredReviewError,
    MessageError,
    OtherActionError,
    OwnRequestError,
    RepeatedVoteError,
    ReviewError,
    UsedReviewError,
)
from sentinel.live.review_state import (
    Review,
    State,
    approved,
    denied,
    edited,
    name_of,
    seen,
    used,
    vote,
)

HASH, OTHER = "a" * 64, "b" * 64
WAIT_S, USE_S = 100.0, 50.0


def opened(**fields):
    return Review(id="r", action_hash=HASH, opened_at=0.0, decide_by=WAIT_S, **fields)


def yes(by="ada", now=1.0):
    return vote(by, "approve", "It is needed.", now)


def no(by="ada", now=1.0):
    return vote(by, "deny", "It is not.", now)


def edit(by="ada", now=1.0):
    return vote(by, "edit", "Rather so.", now)


def test_an_approval_lets_the_action_run_once():
    found = approved(opened(), yes(), USE_S)
    done = used(found, HASH, 2.0)
    assert (found.state, done.state, done.version) == (State.APPROVED, State.USED, 2)
    with pytest.raises(UsedReviewError):
        used(done, HASH, 2.0)


def test_an_approval_is_good_for_no_other_action():
    with pytest.raises(OtherActionError):
        used(approved(opened(), yes(), USE_S), OTHER, 2.0)


def test_an_approval_is_good_until_it_expires_and_not_at_that_second():
    found = approved(opened(), yes(now=1.0), USE_S)
    assert used(found, HASH, 50.9).state is State.USED
    with pytest.raises(ExpiredReviewError):
        used(found, HASH, 51.0)
    assert seen(found, 51.0).state is State.EXPIRED


def test_nobody_decides_after_the_time_for_it():
    for too_late in (lambda: approved(opened(), yes(now=WAIT_S), USE_S),
                     lambda: denied(opened(), no(now=WAIT_S)),
                     lambda: edited(opened(), edit(now=WAIT_S), OTHER, USE_S, "")):  # fmt: skip
        with pytest.raises(ExpiredReviewError):
            too_late()
    with pytest.raises(ExpiredReviewError):
        used(opened(), HASH, WAIT_S)


def test_two_people_are_two_people_however_one_types_the_name():
    first = approved(opened(people=2), yes("Ada"), USE_S)
    assert (first.state, first.approvals) == (State.PENDING, 1)
    with pytest.raises(ClosedReviewError):
        used(first, HASH, 2.0)
    with pytest.raises(RepeatedVoteError):
        approved(first, yes("  ADA "), USE_S)
    assert approved(first, yes("Grace"), USE_S).state is State.APPROVED


def test_one_denial_is_enough_where_two_approvals_are_needed():
    first = approved(opened(people=2), yes("ada"), USE_S)
    assert denied(first, no("grace")).state is State.DENIED


def test_nobody_approves_or_edits_what_they_asked_for_but_may_take_it_back():
    mine = opened(requesters=("ada",))
    with pytest.raises(OwnRequestError):
        approved(mine, yes("ADA"), USE_S)
    with pytest.raises(OwnRequestError):
        edited(mine, edit("ada"), OTHER, USE_S, "")
    assert denied(mine, no("ada")).state is State.DENIED


def test_an_edit_lets_the_edited_action_run_and_not_the_first_one():
    found = edited(opened(), edit(), OTHER, USE_S, "")
    with pytest.raises(OtherActionError):
        used(found, HASH, 2.0)
    assert used(found, OTHER, 2.0).state is State.USED


def test_an_edit_that_needs_its_own_approval_lets_nothing_run():
    found = edited(opened(), edit(), OTHER, USE_S, "r2")
    for action_hash in (HASH, OTHER):
        with pytest.raises(ClosedReviewError, match="go on with review r2"):
            used(found, action_hash, 2.0)


def test_an_edit_that_changes_nothing_is_none():
    with pytest.raises(MessageError, match="changes nothing"):
        edited(opened(), edit(), HASH, USE_S, "")


@pytest.mark.parametrize("by", ["", "   ", "...", "\u202e", "a" * 201, "ada\x1b[2J"])
def test_a_decision_needs_the_name_of_a_person(by):
    with pytest.raises(MessageError):
        vote(by, "approve", "It is needed.", 1.0)


@pytest.mark.parametrize("reason", ["", " \n", "x" * 2_001])
def test_a_decision_needs_a_reason_that_somebody_can_read(reason):
    with pytest.raises(MessageError, match="reason"):
        vote("ada", "approve", reason, 1.0)


@given(st.text())
def test_a_name_is_kept_as_it_is_kept_already(text):
    try:
        found = name_of(text)
    except MessageError:
        return
    assert name_of(found) == found


class Reviewing(RuleBasedStateMachine):
    """A review for two people among three, one of whom asked; they do anything at any time."""

    def __init__(self):
        super().__init__()
        self.review, self.now, self.runs = opened(people=2, requesters=("eve",)), 0.0, []
        self.said, self.decided_at = set(), None

    def become(self, change):
        before = self.review
        try:
            self.review = change()
        except ReviewError:
            self.review = seen(before, self.now)
            return False
        assert self.review.version == before.version + 1
        return True

    @rule(seconds=st.sampled_from([0.0, 1.0, 30.0, 60.0]))
    def wait(self, seconds):
        self.now += seconds

    @rule(by=st.sampled_from(["ada", "grace", "eve"]))
    def approve(self, by):
        if self.become(lambda: approved(self.review, yes(by, self.now), USE_S)):
            self.said.add(by)
            self.decided_at = self.now

    @rule()
    def deny(self):
        self.become(lambda: denied(self.review, no("ada", self.now)))

    @rule(successor=st.sampled_from(["", "r2"]))
    def change(self, successor):
        said = edit("grace", self.now)
        if self.become(lambda: edited(self.review, said, OTHER, USE_S, successor)):
            self.decided_at = self.now

    @rule(action_hash=st.sampled_from([HASH, OTHER, HASH[:-1] + "0", ""]))
    def use(self, action_hash):
        before = self.review
        if self.become(lambda: used(self.review, action_hash, self.now)):
            assert self.now < self.decided_at + USE_S
            if before.state is State.APPROVED:
                assert action_hash == HASH
                assert self.said == {"ada", "grace"}
            else:
                assert (before.state, action_hash) == (State.EDITED, OTHER)
            self.runs.append(action_hash)

    @precondition(lambda self: self.review.closed_at is not None)
    @rule(by=st.sampled_from(["ada", "grace"]))
    def decide_what_is_closed(self, by):
        with pytest.raises(ReviewError):
            approved(self.review, yes(by, self.now), USE_S)

    @invariant()
    def it_ran_once_at_most(self):
        assert len(self.runs) <= 1

    @invariant()
    def the_one_who_asked_approved_nothing(self):
        assert "eve" not in self.said
        assert self.review.action_hash == HASH


TestReviewing = Reviewing.TestCase

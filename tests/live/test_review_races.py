"""Of those who decide about one review at a time, or use one approval, exactly one wins."""

import multiprocessing
import threading
from functools import partial

from reviewing import (
    opened,
    reviews_of,
    yes,
)

from sentinel.errors import (
    ClosedReviewError,
    ReviewError,
    UsedReviewError,
)
from sentinel.live.review_state import State
from sentinel.live.store import Store


def at_once(*calls):
    """Make calls at the same moment; what each gave or raised."""
    start, found = threading.Barrier(len(calls)), [None] * len(calls)

    def one(number, call):
        start.wait()
        try:
            found[number] = call()
        except ReviewError as error:
            found[number] = error

    threads = [threading.Thread(target=one, args=each) for each in enumerate(calls)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found


def won(found):
    return [each for each in found if not isinstance(each, ReviewError)]


def test_those_who_ask_for_the_same_at_once_get_one_review(reviews):
    found = at_once(*[lambda: opened(reviews)] * 6)
    assert len({each.id for each in found}) == 1


def test_of_reviewers_who_race_one_wins_and_the_others_are_told(reviews):
    for _ in range(5):
        review = opened(reviews)
        found = at_once(
            *(partial(reviews.approve, review.id, yes(by)) for by in ("a1", "a2", "a3")),
            *(partial(reviews.deny, review.id, yes(by)) for by in ("b1", "b2", "b3")),
        )
        (winner,) = won(found)
        assert {type(each) for each in found if each is not winner} == {ClosedReviewError}
        stored = reviews.find(review.id).review
        assert (stored, len(stored.votes)) == (winner, 1)


def test_two_who_approve_at_once_are_both_heard_where_two_are_needed(reviews):
    review = opened(reviews, severity_hint="catastrophic")
    found = at_once(*(partial(reviews.approve, review.id, yes(by)) for by in ("a", "b", "c")))
    assert len(won(found)) == 2
    assert reviews.find(review.id).review.state is State.APPROVED


def test_of_agents_who_race_for_one_approval_one_runs(reviews):
    for _ in range(5):
        review = opened(reviews)
        reviews.approve(review.id, yes())
        found = at_once(*[partial(reviews.use, review.id, review.action_hash)] * 6)
        assert len(won(found)) == 1
        assert sum(isinstance(each, UsedReviewError) for each in found) == 5


def _race(url, name, action_hash, start, said):
    store = Store.open(url)
    reviews = reviews_of(store)
    start.wait()
    try:
        reviews.use(name, action_hash)
        said.put("ran")
    except ReviewError as error:
        said.put(type(error).__name__)
    store.close()


def test_of_processes_that_race_for_one_approval_one_runs(reviews, store_url):
    review = opened(reviews)
    reviews.approve(review.id, yes())
    context = multiprocessing.get_context("fork")
    start, said = context.Barrier(3), context.Queue()
    arguments = (store_url, review.id, review.action_hash, start, said)
    processes = [context.Process(target=_race, args=arguments) for _ in range(3)]
    for each in processes:
        each.start()
    found = sorted(said.get(timeout=60) for _ in processes)
    for each in processes:
        each.join()
    assert found == ["UsedReviewError", "UsedReviewError", "ran"]

"""Closed reviews are let go of in time, with what was told of them; nothing open ever is."""

import json

import pytest
from reviewing import ASK, LOOK, OTHER_ASK, USE_S, Clock, opened, reviews_of, yes
from sqlalchemy import func, select

from sentinel import cli
from sentinel.errors import UnknownReviewError
from sentinel.live.audit import Audit
from sentinel.live.ledger import links
from sentinel.live.review_events import EVENTS
from sentinel.live.review_pruning import AT_ONCE, Pruner, prune
from sentinel.live.review_rows import REVIEWS
from sentinel.live.store import Store
from sentinel.live.verifying import verify

LATER = 10_000.0


@pytest.fixture
def store(store_url):
    found = Store.open(store_url)
    yield found
    found.close()


def count(store, table):
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def closed_each_way(reviews, clock):
    """A review that was denied, one edited and used, one used, one expired."""
    denied, edited, used, late = (opened(reviews, f"{ASK} {n}") for n in range(4))
    reviews.deny(denied.id, yes())
    after = reviews.edit(edited.id, yes(), {"action_description": LOOK})
    reviews.use(edited.id, after.edited_hash)
    reviews.approve(used.id, yes())
    reviews.use(used.id, used.action_hash)
    clock.now += LATER
    reviews.shelf.sweep()
    return denied, edited, used, late


def test_what_was_closed_goes_and_what_is_open_stays(store):
    clock = Clock()
    reviews = reviews_of(store, clock)
    closed = closed_each_way(reviews, clock)
    waiting, approved = opened(reviews, ASK), opened(reviews, OTHER_ASK)
    reviews.approve(approved.id, yes())
    assert prune(store, clock.now + 1) == 4
    for each in closed:
        with pytest.raises(UnknownReviewError):
            reviews.find(each.id)
    assert reviews.find(waiting.id).review.state == "pending"
    assert reviews.use(approved.id, approved.action_hash).state == "used"
    assert prune(store, clock.now + 1) == 1
    assert count(store, REVIEWS) == 1
    assert count(store, EVENTS) == 1


def test_an_approval_that_nobody_used_goes_once_it_has_expired(store):
    clock = Clock()
    reviews = reviews_of(store, clock)
    reviews.approve(opened(reviews).id, yes())
    clock.now += USE_S + 1
    assert prune(store, clock.now) == 0
    reviews.shelf.sweep()
    clock.now += 1
    assert prune(store, clock.now) == 1


def test_what_was_closed_lately_stays_though_it_was_opened_long_ago(store):
    clock = Clock()
    reviews = reviews_of(store, clock, decide_s=LATER * 2)
    review = opened(reviews)
    clock.now += LATER
    reviews.deny(review.id, yes())
    assert prune(store, clock.now - 1) == 0
    assert prune(store, clock.now + 1) == 1


def test_what_the_webhook_has_yet_to_be_told_stays(store):
    clock = Clock()
    reviews = reviews_of(store, clock, webhook=True)
    reviews.deny(opened(reviews).id, yes())
    assert prune(store, clock.now + LATER) == 0
    with store.writing() as connection:
        connection.execute(EVENTS.update().values(due_at=None))
    assert prune(store, clock.now + LATER) == 1
    assert count(store, EVENTS) == 0


def test_the_audit_log_keeps_what_people_said(store):
    clock, audit = Clock(), Audit(store)
    reviews = reviews_of(store, clock, log=audit)
    review = opened(reviews)
    reviews.deny(review.id, yes())
    assert prune(store, clock.now + 1) == 1
    with store.reading() as connection:
        said = [json.loads(each.body) for each in links(connection, "default")]
    assert [each["kind"] for each in said] == ["review.opened", "review.denied"]
    assert said[1]["vote"]["by"] == "ada"
    assert [fault for each in verify(store) for fault in each.faults] == []


def test_more_than_fit_a_transaction_go_as_well(tmp_path):
    store = Store.open(f"sqlite:///{tmp_path / 'gate.db'}")
    clock = Clock()
    review = opened(reviews_of(store, clock))
    reviews_of(store, clock).deny(review.id, yes())
    with store.writing() as connection:
        row = dict(connection.execute(select(REVIEWS)).mappings().one())
        rows = [{**row, "id": f"rv_{n}"} for n in range(AT_ONCE + 3)]
        connection.execute(REVIEWS.insert(), rows)
    assert prune(store, clock.now + 1) == AT_ONCE + 4


def test_a_server_looks_for_them_now_and_then(store):
    clock = Clock()
    reviews, pruner = reviews_of(store, clock), Pruner(store, 100.0, clock)
    assert pruner() == 0
    reviews.deny(opened(reviews).id, yes())
    clock.now += 5
    assert pruner() == 0
    clock.now += 101
    assert pruner() == 1


def test_a_shell_does_so_once(tmp_path, capsys):
    url = f"sqlite:///{tmp_path / 'gate.db'}"
    store, clock = Store.open(url), Clock()
    reviews = reviews_of(store, clock)
    reviews.deny(opened(reviews).id, yes())
    opened(reviews, OTHER_ASK)
    with pytest.raises(SystemExit) as ended:
        cli.main(["review", "prune", "--before", "1d", "--store", url])
    assert ended.value.code == 0
    assert capsys.readouterr().out == "1 reviews are gone\n"
    assert count(store, REVIEWS) == 1

"""People decide about escalated actions at a shell, here and at a server."""

import json
import time
from getpass import getuser

import pytest
from reviewing import ASK, LOOK, PACKS, opened, read, reviews_of, yes
from servers import within
from starlette.applications import Starlette

from sentinel import cli, reviewing
from sentinel.live.gate import POLICY, Gate
from sentinel.live.review_desk import ReviewDesk
from sentinel.live.serving import routes
from sentinel.live.stats import Stats
from sentinel.live.store import Store


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setattr(reviewing, "default_gate", lambda: Gate(PACKS, read=read))
    found = Store.open(f"sqlite:///{tmp_path / 'gate.db'}")
    yield found
    found.close()


@pytest.fixture
def reviews(store):
    return reviews_of(store, time.time, decide_s=3_600, use_s=600)


@pytest.fixture
def at(tmp_path):
    return "--store", f"sqlite:///{tmp_path / 'gate.db'}"


def run(*words):
    with pytest.raises(SystemExit) as ended:
        cli.main(["review", *words])
    return ended.value.code


def test_a_queue_is_listed_and_an_action_shown_to_the_letter(reviews, at, capsys):
    review = opened(reviews, "ask \x1b[2J\u202eevil", arguments={"a": "b\x07"}, goal="Tidy up.")
    reviews.deny(opened(reviews, "ask other").id, yes())
    assert run("list", *at) == 0
    told = capsys.readouterr().out
    assert review.id in told
    assert "ask other" not in told
    assert run("show", review.id, *at) == 0
    told += capsys.readouterr().out
    assert "ask ⟦U+001B⟧[2J⟦U+202E⟧evil" in told
    assert '"a": "b⟦U+0007⟧"' in told or "b\\u0007" in told
    assert "Tidy up." in told
    assert review.action_hash in told
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_a_queue_is_listed_page_by_page_as_json(reviews, at, capsys):
    names = {opened(reviews, f"ask {each}").id for each in range(3)}
    assert run("list", "--limit", "2", "--json", *at) == 0
    page = json.loads(capsys.readouterr().out)
    assert run("list", "--after", page["next"], "--json", *at) == 0
    rest = json.loads(capsys.readouterr().out)
    assert {each["id"] for each in (*page["reviews"], *rest["reviews"])} == names


def test_an_approval_is_in_the_name_of_whoever_is_logged_in(reviews, at, capsys):
    review = opened(reviews)
    assert run("approve", review.id, "--reason", "It was looked at.", *at) == 0
    assert f"{review.id}: approved" in capsys.readouterr().out
    assert reviews.find(review.id).review.votes[0].by == getuser().lower()
    assert reviews.use(review.id, review.action_hash)


def test_two_people_approve_where_two_are_needed(reviews, at, capsys):
    review = opened(reviews, severity_hint="catastrophic")
    words = ("approve", review.id, "--reason", "It was looked at.", *at)
    assert run(*words, "--as", "ada") == 0
    assert "pending, 1 of 2 approvals" in capsys.readouterr().out
    assert run(*words, "--as", "Ada") == 2
    assert "different people" in capsys.readouterr().err
    assert run(*words, "--as", "grace") == 0


def test_a_denial_says_what_the_action_deserved(reviews, at):
    review = opened(reviews)
    words = ("deny", review.id, "--reason", "It would lose rows.", "--deserved", "catastrophic")
    assert run(*words, *at) == 0
    assert reviews.shelf.board(None).shaped["reviewed"] > 2


def test_an_edit_runs_where_the_policies_let_it(reviews, at, capsys):
    review = opened(reviews)
    words = ("edit", review.id, "--reason", "Rather so.", "--as", "ada", *at)
    assert run(*words, "--action", "drop it") == 2
    assert "not taken over" in capsys.readouterr().err
    assert run(*words, "--action", LOOK, "--arguments", '{"a": 1}') == 0
    assert reviews.find(review.id).edited.arguments == {"a": 1}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("approve", "rv_x"), "--reason"),
        (("approve", "rv_x", "--reason", "a"), "there is no review"),
        (("deny", "rv_x", "--reason", "a", "--deserved", "bad"), "catastrophic"),
        (("edit", "rv_x", "--reason", "a", "--arguments", "{"), "no JSON"),
        (("list", "--state", "open"), "pending"),
        (("list", "--url", "http://127.0.0.1:1"), "two places"),
        (("show", "rv_x", "--wait", "5"), "--url"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_code_2(store, at, words, told, capsys):
    assert run(*words, *at) == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_the_same_is_done_at_a_server(reviews, capsys):
    desk = ReviewDesk(Gate(PACKS, read=read), reviews)
    app = Starlette(routes=routes(Gate(PACKS, read=read), Stats((POLICY,)), desk))
    review = opened(reviews)
    with within(app) as port:
        at = ("--url", f"http://127.0.0.1:{port}")
        assert run("list", *at) == 0
        assert ASK in capsys.readouterr().out
        assert run("approve", review.id, "--reason", "a", "--as", "ada", *at) == 0
        assert run("show", review.id, "--wait", "1", *at) == 0
        assert "approved" in capsys.readouterr().out
        assert run("deny", review.id, "--reason", "a", "--as", "ada", *at) == 2
        assert "was approved already" in capsys.readouterr().err
    assert reviews.find(review.id).review.votes[0].by == "ada"

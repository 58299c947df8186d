"""A verification that was cut short goes on where it was, and never at another commit."""

import pytest
import verified_parts
from verified_parts import Verified

FOUND = {"sheep counted": {"value": 7, "bound": 7, "met": True}}


@pytest.fixture
def at(monkeypatch):
    def at(name, changed=0):
        monkeypatch.setattr(verified_parts, "commit", lambda: {"id": name, "changed": changed})

    at("a")
    return at


@pytest.fixture
def path(tmp_path):
    return tmp_path / "build" / "verify.json"


def test_what_was_found_is_found_again_at_the_same_commit_until_the_end(path, at):
    Verified(path).add("sheep", FOUND, 1.234)
    again = Verified(path)
    assert (again.parts, again.seconds) == ({"sheep": FOUND}, {"sheep": 1.2})
    again.end()
    assert Verified(path).parts == {}


def test_it_is_not_found_at_another_commit(path, at):
    Verified(path).add("sheep", FOUND, 1.0)
    at("b")
    assert Verified(path).parts == {}


def test_nothing_is_kept_of_files_that_were_changed(path, at):
    at("a", changed=1)
    done = Verified(path)
    done.add("sheep", FOUND, 1.0)
    assert done.parts == {"sheep": FOUND}
    assert not path.exists()
    done.end()


def test_the_sample_keeps_nothing(at):
    done = Verified(None)
    done.add("sheep", FOUND, 1.0)
    assert Verified(None).parts == {}
    done.end()

"""The Task API: true counts, and tasks by number."""

from itertools import product

import pytest

from sentinel.environment.options import options
from sentinel.environment.session import Session
from sentinel.environment.tasks import count, following, split_counts, task, task_of, tasks
from sentinel.errors import ScenarioError
from sentinel.scenario.splits import Split, seeds
from sentinel.scenario.tiers import STEPS, Tier
from sentinel.settings import read

OPEN = [split for split in Split if split is not Split.PRIVATE]


def test_every_split_is_listed_with_its_true_count():
    listed = {each.name: each for each in split_counts()}
    assert set(listed) == set(OPEN)
    for split, each in listed.items():
        assert each.num_tasks == sum(len(seeds(Split(split), tier)) for tier in Tier)
    assert listed["heldout"].num_tasks == 50
    assert listed["demo"].num_tasks == 4
    assert listed["adversary"].num_tasks == 100
    assert {name: each.type for name, each in listed.items()} == {
        each.name: {"train": "train", "validation": "validation", "demo": "validation"}.get(
            each.name, "test"
        )
        for each in listed.values()
    }


def test_tasks_are_numbered_without_gaps_and_each_once():
    found = tasks("heldout")
    assert [each.index for each in found] == list(range(50))
    assert len({each.id for each in found}) == 50
    assert [task("heldout", index) for index in range(50)] == found
    assert tasks("heldout", 18, 22) == found[18:22]
    assert tasks("heldout", -3) == found[-3:]
    assert all(each.max_steps == STEPS[Tier(each.task_id)] for each in found)


@pytest.mark.parametrize("split", ["heldout", "demo", "adversary", "validation"])
def test_any_slice_is_that_of_the_whole_list(split):
    whole = tasks(split)
    edges = (None, 0, 1, 19, 20, 41, 999, 1_000, 1_001, 10**9, -1, -10, -51, -(10**9))
    for start, stop in product(edges, edges):
        assert tasks(split, start, stop) == whole[start:stop]


def test_a_slice_makes_no_task_but_its_own(monkeypatch):
    made = []
    monkeypatch.setattr("sentinel.environment.tasks.Task", lambda *args: made.append(args))
    assert len(tasks("train", 7_990, 8_010)) == 20
    assert [index for *_, index, _ in made] == list(range(7_990, 8_010))


@pytest.mark.parametrize("split", OPEN)
def test_a_task_is_found_again_by_its_seed(split):
    whole = count(split)
    for index in (0, whole // 2, whole - 1):
        found = task(split, index)
        assert task_of(found.task_id, found.split, found.seed) == found
        assert following(found).task_id == found.task_id


def test_numbers_and_splits_that_do_not_exist():
    for index in (50, -51):
        with pytest.raises(IndexError, match="heldout has 50 tasks"):
            task("heldout", index)
    with pytest.raises(ScenarioError, match="no split is named 'exam'"):
        tasks("exam")
    with pytest.raises(ScenarioError, match="not in heldout"):
        task_of("war_room", "heldout", 1)


def test_a_private_split_is_listed_and_played_only_where_the_operator_keeps_a_salt(monkeypatch):
    with pytest.raises(ScenarioError, match="split 'private' is made from a salt"):
        count("private")
    with pytest.raises(ScenarioError, match="set SENTINEL_SALT"):
        options({"split": "private", "index": 0})
    kept = read({"SENTINEL_SALT": "a secret of some length"})
    monkeypatch.setattr("sentinel.environment.tasks.SETTINGS", kept)
    assert {each.name: each.num_tasks for each in split_counts()}["private"] == 200 * len(Tier)
    asked = options({"split": "private", "task_id": "action_screen"})
    session = Session(asked)
    other = read({"SENTINEL_SALT": "another secret of some length"})
    monkeypatch.setattr("sentinel.environment.tasks.SETTINGS", other)
    text = session.turn.briefing.text()
    assert Session(asked).turn.briefing.text() != text
    assert kept.salt not in repr(kept) + repr(session.options) + text

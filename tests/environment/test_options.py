"""What a reset may ask for, and the incident it gets."""

import numpy as np
import pytest

from sentinel.environment.options import NAMES, Agenda, options
from sentinel.environment.protocol import Feedback, Mode, RewardKind
from sentinel.environment.tasks import task_of
from sentinel.episode.preview import Preview
from sentinel.errors import OptionError, ScenarioError


def test_nothing_asked_for_is_the_first_training_war_room_as_the_headline_plays_it():
    found = options({})
    assert found.task.id == "war_room/train/1"
    assert (found.mode, found.preview) == (Mode.TRAIN_OVERSEER, Preview.NONE)
    assert (found.reward, found.feedback) == (RewardKind.BINARY, Feedback.OUTCOME)
    assert found.overseer == "naive"
    assert options(dict.fromkeys(NAMES)) == found


@pytest.mark.parametrize(
    ("given", "task"),
    [
        ({"seed": 42}, "war_room/demo/42"),
        ({"seed": 7}, "war_room/train/7"),
        ({"task_id": "action_screen", "seed": 8001, "split": "validation"},
         "action_screen/validation/8001"),
        ({"split": "heldout", "index": 0}, "action_screen/heldout/9001"),
        ({"split": "heldout", "index": -1}, "drift_ops/heldout/9210"),
        ({"split": "heldout", "index": 20, "task_id": "war_room", "seed": 9101},
         "war_room/heldout/9101"),
        ({"split": "validation"}, "war_room/validation/8001"),
        ({"task_id": "drift_ops"}, "drift_ops/train/1"),
    ],
)  # fmt: skip
def test_an_incident_is_named_by_seed_or_by_index(given, task):
    assert options(given).task.id == task


def test_a_seed_or_an_index_may_be_a_whole_number_of_any_library():
    for kind in (np.int64, np.uint16, np.array):
        found = options({"seed": kind(42)}).task
        assert (found.id, type(found.seed)) == ("war_room/demo/42", int)
        assert options({"split": "heldout", "index": kind(20)}).task.index == 20
        agenda = Agenda({"seed": kind(42)})
        assert agenda.next(None, {}) == options({"seed": 42})
        assert agenda.next(kind(0), {"split": "heldout"}).task.id == "war_room/heldout/9101"


@pytest.mark.parametrize("seed", [True, 42.0, 0.5, "42", np.True_, np.float64(42)])
def test_an_agenda_takes_no_seed_that_is_no_whole_number(seed):
    for split in ("train", "heldout"):
        with pytest.raises(OptionError, match="must be a whole number"):
            Agenda({"split": split}).next(seed, {})


def test_without_a_name_the_next_incident_is_played():
    last = task_of("drift_ops", "train", 41)
    assert options({}, last).task.id == "drift_ops/train/43"
    assert options({"split": "train"}, last).task.id == "drift_ops/train/43"
    assert options({"task_id": "war_room"}, last).task.id == "war_room/train/1"
    assert options({}, task_of("war_room", "heldout", 9120)).task.id == "war_room/heldout/9101"
    assert options({}, task_of("war_room", "demo", 42)).task.id == "war_room/demo/42"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"tier": "war_room"}, "reset takes no 'tier'; it takes task_id, seed"),
        ({"mode": "solo"}, "mode='solo' must be one of alternating"),
        ({"mode": ["alternating"]}, r"mode=\['alternating'\] must be one of"),
        ({"reward": "dense"}, "reward='dense' must be one of binary, shaped"),
        ({"feedback": 1}, "feedback=1 must be one of outcome"),
        ({"preview": "full"}, "preview='full' must be one of none"),
        ({"overseer": "naive"}, "overseer is for mode 'train_responder'"),
        ({"overseer": "oracle", "mode": "train_responder"}, "overseer='oracle' must be one of"),
        ({"seed": "42"}, "seed='42' must be a whole number"),
        ({"seed": True}, "seed=True must be a whole number"),
        ({"seed": np.True_}, "must be a whole number"),
        ({"seed": np.float64(42.0)}, "must be a whole number"),
        ({"seed": np.array([42])}, "must be a whole number"),
        ({"index": True, "split": "demo"}, "index=True must be a whole number"),
        ({"seed": float("nan")}, "seed=nan must be a whole number"),
        ({"index": 3}, "name the split as well"),
        ({"index": 50, "split": "heldout"}, "heldout has 50 tasks"),
        ({"index": 0, "split": "heldout", "task_id": "war_room"}, "is not that of task 0"),
        ({"index": 0, "split": "heldout", "seed": 9002}, "seed=9002 is not that of task 0"),
        ({"split": 3}, "split=3 must be a name"),
        ({"x" * 500: 1}, r"reset takes no 'x+\.\.\.;"),
    ],
)
def test_what_cannot_be_played_is_an_error(given, message):
    with pytest.raises(OptionError, match=message):
        options(given)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"task_id": "peace_room"}, "no tier is named 'peace_room'"),
        ({"split": "exam"}, "no split is named 'exam'"),
        ({"seed": 9001}, "seed 9001 is not in train/war_room"),
        ({"seed": 42, "split": "train"}, "seed 42 is not in train/war_room"),
    ],
)
def test_what_does_not_exist_is_a_scenario_error(given, message):
    with pytest.raises(ScenarioError, match=message):
        options(given)

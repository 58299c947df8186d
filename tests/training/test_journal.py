"""A run's journal: what it was told once stays."""

import json
import subprocess
import sys

import pytest

from sentinel.errors import TrainingError
from sentinel.evaluation.report import VERSIONS
from sentinel.training import versions
from sentinel.training.journal import OF_A_STAGE, held, opened, read, ready
from sentinel.training.recipe_files import recipe
from sentinel.training.run_summary import summary
from sentinel.training.versions import of_libraries
from sentinel.world.state import WORLD_VERSION

SMOKE = recipe("smoke")


def test_a_run_that_was_told_to_ignore_its_abort_stays_told(tmp_path):
    opened(tmp_path, SMOKE, "train", resume=False, ignore_abort=True)
    assert opened(tmp_path, SMOKE, "train", resume=True).ignore_abort
    assert read(tmp_path).ignore_abort


def test_a_run_can_be_told_to_ignore_its_abort_when_it_is_gone_on_with(tmp_path):
    assert not opened(tmp_path, SMOKE, "train", resume=False).ignore_abort
    opened(tmp_path, SMOKE, "train", resume=True, ignore_abort=True)
    assert opened(tmp_path, SMOKE, "train", resume=True).ignore_abort


def test_a_stage_that_was_given_up_is_not_said_to_go_on(tmp_path):
    journal = opened(tmp_path, SMOKE, "train", resume=False)
    journal.stages["curriculum"] = dict.fromkeys(OF_A_STAGE, 0) | {"aborted": True}
    journal.write()
    with pytest.raises(TrainingError, match="has given up curriculum, which --ignore-abort cannot"):
        opened(tmp_path, SMOKE, "train", resume=True, ignore_abort=True)
    assert not opened(tmp_path, SMOKE, "train", resume=True).ignore_abort


def test_a_run_of_another_world_or_package_is_not_gone_on_with(tmp_path, monkeypatch):
    assert opened(tmp_path, SMOKE, "train", resume=False).versions["WORLD_VERSION"] == WORLD_VERSION
    assert opened(tmp_path, SMOKE, "train", resume=True).versions == read(tmp_path).versions
    monkeypatch.setitem(VERSIONS, "LABEL_VERSION", 99)
    with pytest.raises(
        TrainingError, match=r"of other versions \(LABEL_VERSION=\d+ there, 99 here"
    ):
        opened(tmp_path, SMOKE, "train", resume=True)
    monkeypatch.undo()
    monkeypatch.setattr("sentinel.__version__", "0.0.0", raising=False)
    with pytest.raises(TrainingError, match=r"\(sentinel='.+' there, '0.0.0' here\)"):
        opened(tmp_path, SMOKE, "train", resume=True)


def test_libraries_that_changed_under_a_run_are_written_down(tmp_path, monkeypatch):
    opened(tmp_path, SMOKE, "train", resume=False)
    first = of_libraries()
    assert opened(tmp_path, SMOKE, "train", resume=True).libraries == [first]
    monkeypatch.setattr(versions, "version", lambda _: "99.0")
    assert opened(tmp_path, SMOKE, "train", resume=True).libraries == [first, of_libraries()]
    found = summary(read(tmp_path))
    assert (found["versions"]["torch"], found["earlier_libraries"]) == ("99.0", [first])


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"stages": {"curriculum": {}}}, "stage 'curriculum' lacks abort_ignored, aborted, from"),
        ({"stages": []}, "stages"),
        ({"kept": None}, "kept"),
        ({"more": 1}, "more"),
    ],
)
def test_a_journal_that_is_none_is_said_to_be_none(tmp_path, broken, said):
    opened(tmp_path, SMOKE, "train", resume=False)
    path = tmp_path / "progress.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **broken}), "utf-8")
    with pytest.raises(TrainingError, match="holds no run that can be read") as caught:
        opened(tmp_path, SMOKE, "train", resume=True)
    assert said in str(caught.value)


def test_a_folder_that_cannot_be_made_is_said_to_be_none(tmp_path):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(TrainingError, match="cannot be made: Not a directory"):
        opened(tmp_path / "file" / "run", SMOKE, "train", resume=False)


@pytest.mark.parametrize("resume", [False, True])
def test_a_folder_with_something_else_in_it_is_refused(tmp_path, resume):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(TrainingError, match="is not empty and "):
        ready(tmp_path, resume=resume)


def test_what_a_kill_at_the_very_beginning_has_left_stands_in_no_way(tmp_path):
    (tmp_path / ".progress.json.x1").write_text("{")
    (tmp_path / ".lock").touch()
    opened(tmp_path, SMOKE, "train", resume=True)
    assert read(tmp_path).kept == "start"


HOLDS = """
import sys
from pathlib import Path
from sentinel.training.journal import held
with held(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_only_one_process_trains_in_a_folder_and_its_end_lets_the_next_in(tmp_path):
    words = [sys.executable, "-c", HOLDS, str(tmp_path)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(TrainingError, match="another process trains in "), held(tmp_path):
            pass
        other.kill()
    with held(tmp_path):
        pass

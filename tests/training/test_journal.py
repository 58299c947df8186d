"""A run's journal: what it was told once stays."""

from sentinel.training.journal import opened, read
from sentinel.training.recipe_files import recipe

SMOKE = recipe("smoke")


def test_a_run_that_was_told_to_ignore_its_abort_stays_told(tmp_path):
    opened(tmp_path, SMOKE, "train", resume=False, ignore_abort=True)
    assert opened(tmp_path, SMOKE, "train", resume=True).ignore_abort
    assert read(tmp_path).ignore_abort


def test_a_run_can_be_told_to_ignore_its_abort_when_it_is_gone_on_with(tmp_path):
    assert not opened(tmp_path, SMOKE, "train", resume=False).ignore_abort
    opened(tmp_path, SMOKE, "train", resume=True, ignore_abort=True)
    assert opened(tmp_path, SMOKE, "train", resume=True).ignore_abort

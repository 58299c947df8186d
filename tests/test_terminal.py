"""What stands beside the progress bar: who has answered, and how often."""

from sentinel.evaluation.plan import plan
from sentinel.evaluation.runner import run
from sentinel.overseer.baselines import AlwaysBlock, Naive
from sentinel.terminal import NAME_CHARS, shown


def test_a_bar_names_who_has_answered_and_counts_the_answers():
    with shown(2) as bar:
        (task,) = bar._bar.tasks
        bar.heard("rules", 1_000)
        bar.heard("rules", 34)
        assert task.fields["asked"] == "rules: 1,034 answers"
        bar.heard("chat:[bold]" + "m" * 100, 1)
        assert task.fields["asked"] == f"chat:[bold]{'m' * (NAME_CHARS - 14)}...: 1 answers"
        bar.advance()
        assert (task.completed, task.total) == (1, 2)
        bar.told(3, 4)
        assert (task.completed, task.total) == (3, 4)


def test_answers_are_told_of_as_they_come():
    told = []
    done = run(
        {"naive": Naive(), "always-block": AlwaysBlock()},
        plan("demo", ("action_screen",)),
        heard=lambda name, answers: told.append((name, answers)),
    )
    assert len(done.fixed) == len(done.closed) == 10
    assert told == [(name, 1) for name in ("naive", "always-block") * 2 for _ in range(5)]

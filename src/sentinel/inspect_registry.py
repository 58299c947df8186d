"""What Inspect finds when it looks for `sentinel/...`: the task and its scorer."""

from sentinel.evaluation.inspect_task import figures, oversight, verdicts

__all__ = ["figures", "oversight", "verdicts"]

"""What Inspect finds when it looks for `sentinel/...`: the task, its scorer, our overseers."""

from sentinel.evaluation.inspect_task import figures, oversight, verdicts
from sentinel.integrations.inspect_approver import overseer_approver

__all__ = ["figures", "overseer_approver", "oversight", "verdicts"]

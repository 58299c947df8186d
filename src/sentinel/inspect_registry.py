"""What Inspect finds when it looks for `sentinel/...`: the task, its scorer, our approvers."""

from sentinel.evaluation.inspect_task import figures, oversight, verdicts
from sentinel.integrations.inspect_approver import overseer_approver
from sentinel.integrations.inspect_gate import gate_approver

__all__ = ["figures", "gate_approver", "overseer_approver", "oversight", "verdicts"]

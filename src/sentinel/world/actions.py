"""An action: a tool and its arguments, checked against the catalogue.

`check` accepts an action or raises `ActionError` and changes nothing.
"""

from dataclasses import dataclass
from typing import Final

from sentinel.errors import ActionError
from sentinel.world.kinds import KINDS, Kind, Target

RUNBOOK: Final = "execute_runbook_step"


@dataclass(frozen=True, slots=True)
class Action:
    """A tool and its arguments, as the responder believes them to be called."""

    name: str
    """Key into `KINDS`: the tool, or the step of `execute_runbook_step`."""
    target: str = ""
    """What it acts on, by the name the responder knows; empty where the kind takes none."""
    amount: float | None = None
    """The numeric argument, in the unit its name says; None where the kind takes none."""
    amount_key: str | None = None
    """Name the responder uses for the numeric argument, when it is not the current one."""

    @property
    def kind(self) -> Kind:
        """Its entry in the catalogue."""
        return KINDS[self.name]

    @property
    def tool(self) -> str:
        """The tool to call, `execute_runbook_step` for a step."""
        return RUNBOOK if self.kind.step else self.name

    @property
    def arguments(self) -> dict[str, str | float]:
        """The arguments as the tool takes them."""
        kind = self.kind
        found: dict[str, str | float] = {"step": self.name} if kind.step else {}
        if kind.target is not Target.NOTHING:
            found[kind.key] = self.target
        if kind.amount is not None and self.amount is not None:
            found[self.amount_key or kind.amount] = self.amount
        return found

    @property
    def command(self) -> str:
        """The same action as an operator would type it.

        Example:
            >>> Action("scale_service", "auth", 4).command
            'kubectl scale deploy/auth --replicas=4'
        """
        amount = "" if self.amount is None else f"{self.amount:g}"
        text = self.kind.command.format(target=self.target, amount=amount)
        return text.replace("--replicas=", f"--{self.amount_key}=") if self.amount_key else text


def check(action: Action) -> Action:
    """Accept an action whose tool exists and whose arguments fit it.

    Raises:
        ActionError: If the tool is unknown, the target is missing, or the amount is out of range.

    Example:
        >>> check(Action("scale_service", "auth", 900))
        Traceback (most recent call last):
        sentinel.errors.ActionError: scale_service: replicas=900 must be within 0 and 64
    """
    kind = KINDS.get(action.name)
    if kind is None:
        raise ActionError(f"no tool or runbook step is named {action.name!r}")
    if (kind.target is not Target.NOTHING) != bool(action.target):
        wants = "takes no target" if action.target else f"needs {kind.key!r}"
        raise ActionError(f"{action.name}: {wants}, got {action.target!r}")
    if kind.amount is None:
        if action.amount is not None or action.amount_key is not None:
            given = action.amount_key if action.amount is None else action.amount
            raise ActionError(f"{action.name}: takes no amount, got {given!r}")
        return action
    if action.amount is None or not kind.low <= action.amount <= kind.high:
        given = "None" if action.amount is None else f"{action.amount:g}"
        raise ActionError(
            f"{action.name}: {kind.amount}={given} must be within {kind.low:g} and {kind.high:g}"
        )
    return action

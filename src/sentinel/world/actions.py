"""An action: a tool and its arguments, checked against the catalogue.

`called` reads a call as somebody outside writes it; `check` accepts an action.
Both raise `ActionError` and change nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sentinel.errors import ActionError
from sentinel.world.kind import Kind
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Target

RUNBOOK: Final = "execute_runbook_step"

OPTIONS: Final = {
    "scale_service": "unit=count",
    "shed_load": "unit=percent",
    "raise_max_connections": "unit=count",
    "set_timeout": "unit=s",
    "recycle_idle": "mode=idle",
    "dead_letter": "scope=head",
    "purge_archives": "keep=newest",
    "restart_service": "id_type=service",
    "drop_table": "id_type=table",
    "truncate_table": "id_type=table",
    "disable_feature_flag": "serve=off",
}
"""What may be added to say outright what a call means, whatever the default is; never needed
until a default, a unit, an id type or a polarity changes."""

TEXT_CHARS: Final = 200
"""Longest free value of a submission from outside."""

EXACT: Final = 2**53
"""Size up to which every whole number has a float of its own."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
"""What a target from outside may be called, so that no page mistakes it for a line of its own."""

_KEY: Final = re.compile(r"[a-z][a-z_]{0,39}")


@dataclass(frozen=True, slots=True)
class Action:
    """A tool and its arguments, as the responder believes them to be called."""

    name: str
    """Key into `KINDS`: the tool, or the step of `execute_runbook_step`."""
    target: str = ""
    """What it acts on, by the name the responder knows; empty where the kind takes none."""
    amount: float | None = None
    """The numeric argument, a whole number in the unit its name says; None where the kind
    takes none."""
    amount_key: str | None = None
    """Name the responder uses for the numeric argument, when it is not the current one."""
    option: str = ""
    """Its entry in `OPTIONS`, written `name=value`, where the author adds it; mostly empty."""

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
        if self.option:
            name, _, value = self.option.partition("=")
            found[name] = value
        return found

    @property
    def command(self) -> str:
        """The same action as an operator would type it.

        Example:
            >>> Action("scale_service", "auth", 4).command
            'kubectl scale deploy/auth --replicas=4'
        """
        amount = "" if self.amount is None else _written(self.amount)
        text = self.kind.command.format(target=self.target, amount=amount)
        if self.amount_key:
            text = text.replace("--replicas=", f"--{self.amount_key}=")
        return f"{text} --{self.option.replace('_', '-')}" if self.option else text


def check(action: Action) -> Action:
    """Accept an action whose tool exists and whose arguments fit it.

    Raises:
        ActionError: If the tool is unknown, the target is missing, or the amount is out of range
            or not a whole number: what is read in the command is then exactly what runs.

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
    if action.option and action.option != OPTIONS.get(action.name):
        raise ActionError(f"{action.name}: takes no option {action.option[:40]!r}")
    if kind.amount is None:
        if action.amount is not None or action.amount_key is not None:
            given = action.amount_key if action.amount is None else action.amount
            raise ActionError(f"{action.name}: takes no amount, got {given!r}")
        return action
    if action.amount is None or not kind.low <= action.amount <= kind.high:
        given = "None" if action.amount is None else _written(action.amount)[:40]
        raise ActionError(
            f"{action.name}: {kind.amount}={given} must be within {kind.low:g} and {kind.high:g}"
        )
    if action.amount % 1.0:
        given = _written(action.amount)
        raise ActionError(f"{action.name}: {kind.amount}={given} must be a whole number")
    return action


def called(tool: str, target: str, arguments: Mapping[str, str | float]) -> Action:
    """Read a call as somebody outside writes it.

    Args:
        tool: A tool, `execute_runbook_step` with the argument `step`, or the step's own name.
        target: What it acts on; empty where `arguments` names it, or the tool takes none.
        arguments: The rest by name: the amount, in the unit its name says.

    Returns:
        A checked action. Whether its names still exist is for the API to say when it runs.

    Raises:
        ActionError: If there is no such tool, or the arguments do not fit it.

    Example:
        >>> called("scale_service", "auth", {"replicas": 4}).command
        'kubectl scale deploy/auth --replicas=4'
    """
    rest = dict(arguments)
    name = str(rest.pop("step", "")) if tool == RUNBOOK else tool
    kind = KINDS.get(name)
    if kind is None or (tool == RUNBOOK and not kind.step):
        raise ActionError(_unknown(tool, name))
    if kind.target is not Target.NOTHING and kind.key in rest:
        given = rest.pop(kind.key)
        if target not in ("", given):
            raise ActionError(f"{name}: two targets, {target!r} and {kind.key}={given!r}")
        target = str(given)
    if target and kind.target is Target.TEXT:
        if len(target) > TEXT_CHARS or not target.isprintable():
            raise ActionError(f"{name}: {kind.key} must be one line of {TEXT_CHARS} characters")
    elif target and _NAME.fullmatch(target) is None:
        raise ActionError(f"{name}: {target[:TEXT_CHARS]!r} cannot be the name of anything")
    option = OPTIONS.get(name, "").partition("=")
    said = rest.pop(option[0], "") if option[0] else ""
    if said not in ("", option[2]):
        raise ActionError(f"{name}: {option[0]}={str(said)[:40]!r} must be {option[2]!r}")
    amount, key = _amount(kind, rest)
    return check(Action(name, target, amount, key, "".join(option) if said else ""))


def _amount(kind: Kind, rest: Mapping[str, str | float]) -> tuple[float | None, str | None]:
    """The amount among the arguments that are left, and its name where that is not the usual."""
    if kind.amount is None or len(rest) > 1:
        for key, value in rest.items():
            if key != kind.amount:
                raise ActionError(f"{kind.name}: takes no {key[:40]!r}, got {str(value)[:40]!r}")
    for key, value in rest.items():
        if isinstance(value, str | bool) or _KEY.fullmatch(key) is None:
            raise ActionError(f"{kind.name}: {key[:40]}={str(value)[:40]!r} must be a number")
        if abs(value) > EXACT:
            raise ActionError(f"{kind.name}: {key} is too large")
        return float(value), None if key == kind.amount else key
    return None, None


def _written(amount: float) -> str:
    """An amount to the last digit, so that no two read the same."""
    whole = isinstance(amount, int) or amount.is_integer()
    return str(int(amount)) if whole else repr(float(amount))


def _unknown(tool: str, name: str) -> str:
    if tool == RUNBOOK:
        steps = ", ".join(kind.name for kind in KINDS.values() if kind.step)
        return f"{RUNBOOK}: no step is named {name[:TEXT_CHARS]!r}; there are {steps}"
    tools = ", ".join(kind.name for kind in KINDS.values() if not kind.step)
    return f"no tool is named {name[:TEXT_CHARS]!r}; there are {RUNBOOK}, {tools}"

"""One call for whoever wants a judgement and nothing else: `sentinel.oversee("rm -rf /")`."""

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from sentinel.errors import OptionError
from sentinel.live.gate import Gate
from sentinel.live.hints import check_environment
from sentinel.live.request import Judgement, Request

if TYPE_CHECKING:  # Who keeps no log waits for no database to be imported.
    from sentinel.live.audit import Audit


def oversee(
    action: str, *, gate: Gate | None = None, audit: "Audit | None" = None, **fields: object
) -> Judgement:
    """Judge an action that an agent is about to take.

    Args:
        action: A command, a statement, a call, or plain words.
        gate: Judges it; one with the packs that ship when None.
        audit: The judgement is written there first; nowhere when None.
        **fields: Other fields of a `Request`: `proposed_tool`, `language`, `environment`,
            `goal`, `context`, `trajectory`, `policy_constraints`...

    Returns:
        The judgement; `decision` is `approve`, `flag`, `block` or `escalate`.

    Raises:
        OptionError: If there is no such field or environment, or it does not fit.

    Example:
        >>> oversee("x", colour="red")
        Traceback (most recent call last):
        sentinel.errors.OptionError: Object contains unknown field `colour`
    """
    try:
        request = msgspec.convert({"action_description": action, **fields}, Request)
    except msgspec.ValidationError as error:
        raise OptionError(str(error)) from None
    check_environment(request.environment)
    gate = gate or default_gate()
    found = gate.judge(request)
    return found if audit is None else audit.keep(request, found, gate.on_failure)


@cache
def default_gate() -> Gate:
    """The gate with the packs that ship, made once a process."""
    return Gate()

"""What can be asked beside the policies: `chat:MODEL@URL` and `local:PATH`.

A backend says a decision and a reason; the gate holds it to the floor. One that fails raises,
and the gate does what it was told to do then.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final, Protocol, cast

from sentinel.errors import OverseerError
from sentinel.live.effects import Effect, Opaque
from sentinel.live.policy import Finding
from sentinel.live.request import Request, Ruling, Situation

if (
    TYPE_CHECKING
):  # What asks a model is loaded where a backend is made, and with it how it is asked.
    from sentinel.overseer.asking import Asking

HOMES: Final[Mapping[str, str]] = {
    "chat": "sentinel.live.chat_backend:chat_backend",
    "local": "sentinel.live.local_backend:local_backend",
}
"""Module and maker of each kind; loaded when asked for."""

FORM: Final = "chat:MODEL@BASE_URL or local:PATH"
"""How backends are named."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a backend says."""

    decision: Ruling
    reason: str
    """In its own words. Untrusted."""
    risk: float | None = None
    """Probability in [0, 1] that intervention is deserved; None where it gives none."""


class Backend(Protocol):
    """Anything that can be asked beside the policies."""

    def judge(
        self,
        request: Request,
        effects: Sequence[Effect | Opaque],
        situation: Situation,
        finding: Finding,
    ) -> Said:
        """Judge an action.

        Raises:
            SentinelError: If nothing was decided: no answer, none in time, or none to be read.
        """
        ...


def backend(name: str, asking: "Asking | None" = None) -> Backend:
    """Make what a name stands for.

    Args:
        name: `chat:MODEL@BASE_URL`, `local:PATH`, or `local:tiny` for the one that ships.
        asking: How it is asked.

    Raises:
        OverseerError: If that is no name of one, or it cannot be had here.
        ExtraError: If it needs a library that is not installed.

    Example:
        >>> backend("chart:x")
        Traceback (most recent call last):
        sentinel.errors.OverseerError: no backend is named 'chart:x'; write chat:MODEL@BASE_URL ...
    """
    kind, colon, where = name.partition(":")
    if not colon or kind not in HOMES:
        raise OverseerError(f"no backend is named {name!r}; write {FORM}")
    module, _, maker = HOMES[kind].partition(":")
    make = cast("Callable[[str, Asking | None], Backend]", getattr(import_module(module), maker))
    return make(where, asking)


def backends(names: Iterable[str], asking: "Asking | None" = None) -> dict[str, Backend]:
    """Make backends, by the name that requests ask for them with."""
    return {each: backend(each, asking) for each in names}

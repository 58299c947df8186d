"""An overseer that was trained here, asked about an action: `local:tiny`, `local:PATH`."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final, cast

from sentinel.errors import OverseerError
from sentinel.live.backends import Said
from sentinel.live.briefings import briefing_of
from sentinel.live.effects import Effect, Opaque
from sentinel.live.policy import Finding
from sentinel.live.request import Request, Situation
from sentinel.overseer.asking import Asking
from sentinel.verdict import Overseer, Unparsed

TINY: Final = "tiny"
"""The overseer that ships with the package."""


class LocalBackend:
    """Asks an overseer of this machine about actions.

    Args:
        overseer: Judges briefings.
    """

    def __init__(self, overseer: Overseer) -> None:
        self._overseer = overseer

    def judge(
        self,
        request: Request,
        effects: Sequence[Effect | Opaque],
        situation: Situation,
        finding: Finding,
    ) -> Said:
        """Judge an action.

        Raises:
            OverseerError: If what the overseer said holds no verdict.
        """
        (found,) = self._overseer.decide([briefing_of(request, effects, situation)])
        if isinstance(found, Unparsed):
            raise OverseerError(f"no verdict in what the model said: {found.cause}")
        return Said(found.decision.value, found.reason, found.risk)


def local_backend(where: str, asking: Asking | None = None) -> LocalBackend:
    """Make the backend of a path, or of the overseer that ships.

    Raises:
        OverseerError: If there is none, or it cannot be loaded.
        ExtraError: If it needs a library that is not installed.
    """
    module, maker, place = (
        ("sentinel.overseer.tiny", "tiny_overseer", "")
        if where == TINY
        else ("sentinel.overseer.local", "local_overseer", where)
    )
    make = cast("Callable[[str, Asking], Overseer]", getattr(import_module(module), maker))
    return LocalBackend(make(place, asking or Asking()))

"""Where whoever traces judgements is plugged in, so that a gate needs no library for it."""

from collections.abc import Mapping
from typing import Protocol

from sentinel.live.request import Judgement


class Telemetry(Protocol):
    """Hears of every judgement."""

    def judged(self, found: Judgement, tenant: str, headers: Mapping[str, str]) -> None:
        """Hear of one.

        Args:
            found: What was answered.
            tenant: Whose request it was; empty where nobody asks.
            headers: Of the request, which may carry a trace to go on with.
        """
        ...

"""What stands behind the routes of a gate, and how one request goes through all of it.

The page Oversee goes the same way: what it asks is written down, reviewed and counted alike.
"""

from asyncio import to_thread
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request as HttpRequest

from sentinel.live.audit import Audit
from sentinel.live.gate import POLICY, Gate
from sentinel.live.recording import Recorder
from sentinel.live.request import Judgement, Request
from sentinel.live.review_desk import ReviewDesk
from sentinel.live.review_gate import Asking
from sentinel.live.review_routes import Identify, anybody
from sentinel.live.stats import Stats
from sentinel.live.telemetry_seam import Telemetry


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the routes of a gate."""

    gate: Gate
    """Judges."""
    stats: Stats
    """Is told of every judgement."""
    desk: ReviewDesk | None = None
    """Has people review what is escalated; None where nobody does."""
    recorder: Recorder | None = None
    """Writes every judgement down before it is answered; None where none is."""
    identify: Identify = anybody
    """Says who sends a request."""
    telemetry: Telemetry | None = None
    """Hears of every judgement; None where nobody does."""

    def asking(self, http: HttpRequest) -> Asking:
        """On whose behalf a request asks the gate."""
        caller = self.identify(http, "oversee")
        return Asking(caller.tenant or "", caller.name)

    @classmethod
    def of(
        cls,
        gate: Gate,
        stats: Stats,
        desk: ReviewDesk | None = None,
        audit: Audit | None = None,
        identify: Identify = anybody,
        telemetry: Telemetry | None = None,
    ) -> "Behind":
        """Put it together.

        Arguments are those of the class, but for `audit`, which a recorder writes; a desk brings
        its own word on who sends a request.
        """
        recorder = None if audit is None else Recorder(gate, audit)
        return cls(gate, stats, desk, recorder, identify if desk is None else desk.identify,
                   telemetry)  # fmt: skip

    async def judged(self, asked: Request, asking: Asking, headers: Mapping[str, str]) -> Judgement:
        """Judge an action, as a request does.

        Args:
            asked: The action.
            asking: On whose behalf.
            headers: Of the request it came with.
        """
        # What asks a model waits for it; the policies are done before a thread is found.
        if asked.backend in ("", POLICY) and self.gate.default == POLICY:
            found = self.gate.judge(asked)
        else:
            found = await to_thread(self.gate.judge, asked)
        return await self.told(asked, found, asking, headers)

    async def told(
        self, asked: Request, found: Judgement, asking: Asking, headers: Mapping[str, str]
    ) -> Judgement:
        """What is answered to a judgement of the gate, once it is reviewed, kept and counted."""
        answered = found if self.desk is None else await self.desk.answered(asked, found, asking)
        if self.recorder is not None:
            answered = await self.recorder.recorded(asked, answered, asking.tenant)
        self.stats.add(answered, asking.tenant)
        if self.telemetry is not None:
            self.telemetry.judged(answered, asking.tenant, headers)
        return answered

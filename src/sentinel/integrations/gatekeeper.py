"""Asks the gate about the tool calls of an agent; every adapter does so through this one class.

The gate is in this process or at a URL. One that cannot be asked, answers late, refuses, or
answers with something else decides nothing: `on_failure` does, and it can not approve.
"""

from collections.abc import Iterable, Mapping
from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, cast

import msgspec

from sentinel.errors import GateError, GateMalformedError, OptionError, SentinelError
from sentinel.integrations.awaited import Sent, awaited
from sentinel.integrations.tool_calls import Past, request_of
from sentinel.live.gate import FAILURES, POLICY, Gate
from sentinel.live.hints import check_environment
from sentinel.live.overseeing import default_gate
from sentinel.live.request import FiredRule, Judgement, Request
from sentinel.live.severity import risk
from sentinel.live.written import hash_of

if TYPE_CHECKING:
    from sentinel.integrations.gate_link import GateLink

OnFailure = Literal["escalate", "block", "raise"]

OVERSEE: Final = "/live/oversee"

_LINK: Final = "sentinel.integrations.gate_link"
_THREADS: Final = "anyio.to_thread"
"""Loaded where a server, or a thread, is asked: a hook in one process waits for neither."""

_FAILURES: Final[tuple[OnFailure, ...]] = ("escalate", "block", "raise")
_ANSWER: Final = msgspec.json.Decoder(Judgement)


class Judges(Protocol):
    """What judges in this process: a `Gate`, or something that stands before one."""

    def judge(self, request: Request) -> Judgement:
        """Judge an action."""
        ...


class Gatekeeper:
    """Asks a gate; may be shared by threads, tasks and event loops.

    Args:
        gate: A gate in this process, or the URL of a server that has one; None for one in this
            process with the policies that ship.
        api_key: For a server, sent as a bearer token.
        timeout_s: Seconds for a server's whole answer.
        on_failure: What is done where there is no judgement: `escalate`, `block`, or `raise` the
            error. A gate in this process has an `on_failure` of its own, for what it cannot judge.
        review_s: Seconds to wait for people in a server's review queue where it escalates; after
            that it does not run. With 0 the adapter asks people in its framework's own way.
        shadow: Whether judgements are only noted, those on a failure included.
        **fields: What every request says: `environment`, `protected`, `policy_constraints`,
            `context`, `goal`... as in a `Request`.

    Raises:
        OptionError: If something does not fit.

    Example:
        >>> keeper = Gatekeeper(environment="prod")
        >>> keeper.judge(keeper.request("bash", {"command": "rm -rf /"})).decision
        'block'
    """

    def __init__(
        self,
        gate: Judges | str | None = None,
        *,
        api_key: str = "",
        timeout_s: float = 10.0,
        on_failure: OnFailure = "escalate",
        review_s: float = 0.0,
        shadow: bool = False,
        **fields: object,
    ) -> None:
        if on_failure not in _FAILURES:
            raise OptionError(f"on_failure={on_failure!r} must be escalate, block or raise")
        try:
            said = msgspec.convert({"action_description": "", **fields}, Request)
        except msgspec.ValidationError as error:
            raise OptionError(str(error)) from None
        check_environment(said.environment)
        self.on_failure: OnFailure = on_failure
        self.review_s = review_s
        self.shadow = shadow
        self._fields: dict[str, Any] = dict(fields)
        self.link: GateLink | None = None
        if isinstance(gate, str):
            self.link = cast("GateLink", import_module(_LINK).GateLink(gate, api_key, timeout_s))
        self.gate: Judges | None = None
        if not isinstance(gate, str):
            self.gate = default_gate() if gate is None else gate

    @property
    def queues(self) -> bool:
        """Whether people are asked in a server's queue, and not in the framework's own way."""
        return self.link is not None and self.review_s > 0

    def request(
        self,
        tool: str,
        arguments: Mapping[str, object],
        *,
        goal: str = "",
        earlier: Iterable[Past] = (),
        run_id: str = "",
    ) -> Request:
        """Put the call of a tool as the gate is asked about it.

        Args:
            tool: Its name.
            arguments: By name.
            goal: What the user asked for.
            earlier: Calls of the same run, oldest first.
            run_id: Of the run.
        """
        asked = request_of(tool, arguments, goal=goal, earlier=earlier, run_id=run_id)
        return msgspec.structs.replace(asked, **self._fields)

    def judge(self, request: Request) -> Judgement:
        """Judge an action, whatever happens.

        Raises:
            GateError: If there is no judgement and `on_failure` is `raise`.
        """
        started = perf_counter()
        try:
            if self.link is not None:
                found = _read(self.link, self.link.send(_sent(request)))
                if self._queued(found):
                    found = self.link.follow(awaited(found, self.review_s))
            else:
                found = self._here(request)
        except GateError as error:
            found = self._failed(request, error, started)
        return self._noted(found)

    async def ajudge(self, request: Request) -> Judgement:
        """Do the same without blocking the event loop.

        Raises:
            GateError: As `judge` does.
        """
        started = perf_counter()
        try:
            if self.link is not None:
                found = _read(self.link, await self.link.asend(_sent(request)))
                if self._queued(found):
                    found = await self.link.afollow(awaited(found, self.review_s))
            elif self._waits(request):
                found = await import_module(_THREADS).run_sync(self._here, request)
            else:
                found = self._here(request)
        except GateError as error:
            found = self._failed(request, error, started)
        return self._noted(found)

    def _queued(self, found: Judgement) -> bool:
        """Whether people are asked about it, and waited for."""
        asked = found.decision == "escalate" and found.review is not None
        return asked and self.queues and not (found.shadow or self.shadow)

    def _waits(self, request: Request) -> bool:
        """Whether somebody else is asked; the policies are done before a thread is found."""
        gate = self.gate
        return not (
            isinstance(gate, Gate) and gate.default == POLICY and request.backend in ("", POLICY)
        )

    def _here(self, request: Request) -> Judgement:
        assert self.gate is not None
        try:
            return self.gate.judge(request)
        except SentinelError as error:
            raise error if isinstance(error, GateError) else GateError(str(error)) from error
        except FAILURES as error:
            raise GateError(f"the gate failed: {type(error).__name__}: {error}") from error

    def _noted(self, found: Judgement) -> Judgement:
        if self.shadow and not found.shadow:
            return msgspec.structs.replace(found, shadow=True)
        return found

    def _failed(self, request: Request, error: GateError, started: float) -> Judgement:
        """What `on_failure` says."""
        if self.on_failure == "raise":
            raise error
        why = f"It could not be judged: {error}."
        return Judgement(
            decision=self.on_failure,
            severity_assessed="high",
            confidence=0.0,
            risk_score=risk("high", 0.5),
            justification=why,
            reasoning_trace=[f"{self.on_failure} (high), since the gate could not be asked"],
            rules_fired=[FiredRule("gate.failure", self.on_failure, "high", why, None)],
            effects=[],
            opaque=[],
            environment=request.environment,
            shield_triggered=False,
            shield_signs=[],
            safer_alternative="",
            action_hash=hash_of(request),
            latency_ms=round((perf_counter() - started) * 1_000, 3),
            backend_used=f"none (failed: {type(error).__name__})",
        )


def gatekeeper(gate: Gatekeeper | Judges | str | None) -> Gatekeeper:
    """What adapters take for a gate, as a gatekeeper; one that is given stays itself."""
    return gate if isinstance(gate, Gatekeeper) else Gatekeeper(gate)


def _sent(request: Request) -> Sent:
    try:
        return Sent("POST", OVERSEE, msgspec.json.encode(request))
    except (UnicodeError, RecursionError, TypeError, ValueError) as error:
        raise GateMalformedError(f"the request cannot be written: {error}") from None


def _read(link: "GateLink", body: bytes) -> Judgement:
    try:
        return _ANSWER.decode(body)
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise GateMalformedError(f"{link.url} answered with no judgement: {error}") from None

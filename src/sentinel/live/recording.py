"""The gate's routes with an audit log behind them: no judgement leaves that is not in it.

Where one cannot be written, `on_failure` is what is decided, unless the gate was stricter. What an
action did is reported later by the id of its judgement, and scores it.
"""

from asyncio import get_running_loop, to_thread
from concurrent.futures import Future
from logging import getLogger
from typing import Final, Literal, NamedTuple

import msgspec

from sentinel.errors import MessageError, OptionError, StoreConflictError, StoreError
from sentinel.grading.classes import ActionClass
from sentinel.live.answering import Refused
from sentinel.live.audit import JUDGED, WHY, Audit, unrecorded
from sentinel.live.bell import Bell
from sentinel.live.chain import Link
from sentinel.live.gate import Gate
from sentinel.live.ledger import TENANT
from sentinel.live.request import Judgement, Request
from sentinel.live.scoring import Basis, Score, scored

OUTCOME: Final = "outcome"
"""Kind of the entries that say what an action did."""

MOST_DETAIL: Final = 4_000
"""Longest detail of an outcome, in characters."""

_LOG: Final = getLogger("sentinel.audit")

What = Literal["catastrophic", "harm", "mixed", "no_harm", "helped", "not_run"]

_DESERVED: Final = {
    "catastrophic": ActionClass.CATASTROPHIC,
    "harm": ActionClass.WRONG,
    "mixed": ActionClass.AMBIGUOUS,
    "no_harm": ActionClass.NEUTRAL,
    "helped": ActionClass.CORRECT,
}
"""What an action deserved by what it did; one that did not run says nothing."""


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an action did that was judged."""

    id: str
    """Of its judgement."""
    outcome: What
    """`catastrophic` and `harm` deserved intervention, `no_harm` and `helped` did not; `mixed` is
    left out of F1, and so is `not_run`."""
    detail: str = ""
    """What was seen, for people."""


class Noted(msgspec.Struct, frozen=True):
    """An outcome as it was noted."""

    id: str
    """Of its own entry in the audit log."""
    about: str
    """Of the judgement's."""
    deserved: str
    """What the action deserved by its outcome; empty where it says nothing."""
    basis: str


class Reported(NamedTuple):
    """An outcome, and how the judgement came out by it."""

    noted: Noted
    score: Score | None


class _Came(msgspec.Struct, frozen=True):
    """The body of an entry."""

    outcome: What
    detail: str


class _Judged(msgspec.Struct, frozen=True):
    request: Request
    judgement: Judgement


_JUDGED: Final = msgspec.json.Decoder(_Judged)


class Recorder:
    """Writes what a gate says into an audit log.

    Args:
        gate: Says what is decided where nothing can be written.
        audit: The log.
    """

    def __init__(self, gate: Gate, audit: Audit) -> None:
        self._gate, self._audit = gate, audit
        self._bell: Bell | None = None

    @property
    def reason(self) -> str:
        """Why answers are not those of the gate now; empty where they are."""
        return WHY if self._audit.failure else ""

    async def recorded(self, request: Request, found: Judgement, tenant: str = "") -> Judgement:
        """A judgement once it is durable.

        Args:
            request: What was judged.
            found: What is said to it.
            tenant: In whose chain it stands; that of nobody in particular when empty.

        Returns:
            The judgement with the id of its entry; or what `on_failure` makes of it.
        """
        try:
            named, written = self._audit.judged(request, found, tenant or TENANT)
            await self._durable(written)
        except (StoreError, OptionError) as error:
            _LOG.warning("a judgement was not recorded: %s", error)
            return unrecorded(found, self._gate.on_failure)
        return named

    async def reported(self, outcome: Outcome, tenant: str = "") -> Reported:
        """Write down what an action did.

        Args:
            outcome: What it did.
            tenant: Who says so, of actions of its own alone.

        Raises:
            Refused: If no such judgement is there, or its outcome is known.
            StoreError: If it cannot be written.
        """
        whose = tenant or TENANT
        if len(outcome.detail) > MOST_DETAIL:
            raise Refused(422, f"a detail may have {MOST_DETAIL:,} characters")
        judged = await to_thread(self._audit.find, outcome.id, whose)
        if judged is None or judged.kind != JUDGED:
            raise Refused(404, f"there is no judgement {outcome.id[:60]!r}")
        body = _Came(outcome.outcome, outcome.detail)
        try:
            written = self._audit.append_soon(
                OUTCOME, body, tenant=whose, about=judged.id, once=True
            )
            entry = await self._durable(written)
        except StoreConflictError:
            raise Refused(409, f"the outcome of {judged.id} is known already") from None
        deserved = _DESERVED.get(outcome.outcome)
        noted = Noted(entry.id, judged.id, deserved or "", Basis.OUTCOME.value)
        return Reported(noted, None if deserved is None else _score(judged, deserved))

    async def _durable(self, written: "Future[Link]") -> Link:
        loop = get_running_loop()
        if self._bell is None or self._bell.loop is not loop:
            self._bell = Bell(loop)
        return await self._bell.wait(written)


def _score(judged: Link, deserved: ActionClass) -> Score:
    """How a judgement comes out; it is read as it was written.

    Raises:
        MessageError: If it was written by another version.
    """
    try:
        case = _JUDGED.decode(judged.body)
    except (msgspec.DecodeError, ValueError) as error:
        raise MessageError(f"judgement {judged.id} cannot be scored: {error}") from None
    return scored(case.request, case.judgement, deserved, Basis.OUTCOME)

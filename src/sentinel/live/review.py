"""Human review: what the gate escalates waits for people, who let one exact action run once.

    escalated --open--> a review --approve, deny, edit--> decided --use--> it ran

People decide about an action, never about a session: an approval is bound to the hash of exactly
what was judged, is used once, and expires. What nobody decides in time does not run.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from secrets import token_urlsafe
from typing import Any, Final

import msgspec

from sentinel.errors import BlockedActionError, MessageError
from sentinel.grading.classes import ActionClass
from sentinel.live.policy_rules import MOST_PEOPLE
from sentinel.live.request import Judgement, Request
from sentinel.live.review_events import Log, Scribe
from sentinel.live.review_rows import Case
from sentinel.live.review_shelf import Change, Shelf
from sentinel.live.review_state import (
    Review,
    Said,
    State,
    Vote,
    approved,
    denied,
    edited,
    name_of,
    used,
    vote,
)
from sentinel.live.scoring import Basis, Score, scored
from sentinel.live.store import Store

EDITABLE: Final = ("action_description", "arguments", "proposed_target", "proposed_tool")
"""What a reviewer may change of a request: what runs, not where it is said to run, or why."""

_BY_DEFAULT: Final[Mapping[Said, ActionClass]] = {
    "approve": ActionClass.CORRECT, "deny": ActionClass.WRONG, "edit": ActionClass.WRONG,
}  # fmt: skip


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """How people are asked."""

    decide_s: float = 3_600.0
    """Seconds after which what nobody decided is denied."""
    use_s: float = 600.0
    """Seconds for which an approval is good."""
    catastrophic_people: int = 2
    """Least people who must approve what was found catastrophic."""
    most_pending: int = 1_000
    """Most reviews of a tenant that wait at a time."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Who decides, and why."""

    by: str
    reason: str
    deserved: ActionClass | None = None
    """What the action deserved, for the scoreboard; `correct` where it is approved and `wrong`
    where it is not, if nobody says."""
    tenant: str | None = ""
    """Whose reviews they decide; None for everybody's."""


class Reviews:
    """The reviews of a gate; may be shared by threads.

    Args:
        store: Keeps them.
        judge: Judges an edited action, and once more what is about to run.
        terms: How people are asked.
        clock: Seconds since 1970.
        log: The audit log, where who decided what and why is written; None where there is none.
        webhook: Whether a webhook is to be told.
    """

    def __init__(
        self,
        store: Store,
        judge: Callable[[Request], Judgement],
        terms: Terms | None = None,
        *,
        clock: Callable[[], float] = time.time,
        log: Log | None = None,
        webhook: bool = False,
    ) -> None:
        self.shelf = Shelf(store, clock, Scribe(clock, log, webhook=webhook))
        self.terms, self.clock = terms or Terms(), clock
        self._judge = judge

    def open(
        self, request: Request, judgement: Judgement, *, tenant: str = "", requester: str = ""
    ) -> Review:
        """Ask people about an action that was escalated.

        The same action of the same run is asked about once at a time: as long as its review waits,
        there is no other.

        Raises:
            FullQueueError: If too many reviews wait.
            StoreError: If it cannot be written.
        """
        who = (name_of(requester),) if requester else ()
        case = self._case(request, judgement, tenant, who, request.run_id)
        return self.shelf.add(case, self.terms.most_pending)

    def find(self, review_id: str, tenant: str | None = "") -> Case:
        """A review of a tenant, or of anybody where that is None, as it stands now.

        Raises:
            UnknownReviewError: If there is none, or it is another tenant's.
            StoreError: If it cannot be read.
        """
        return self.shelf.find(review_id, tenant)

    def queue(
        self,
        tenant: str | None = "",
        states: Sequence[State] = (),
        limit: int = 50,
        after: str = "",
    ) -> list[Case]:
        """Reviews of a tenant, or of everybody where that is None, oldest first.

        Args:
            tenant: Whose.
            states: In one of these; in any where empty.
            limit: Most of them.
            after: Id of the last one of the page before; empty for the first page.

        Raises:
            UnknownReviewError: If there is no review of the id `after`.
            StoreError: If they cannot be read.
        """
        return self.shelf.queue(tenant, states, limit, after)

    def approve(self, review_id: str, said: Decision) -> Review:
        """Approve; the action may run, once, as soon as enough people have.

        Raises:
            ReviewError: If it cannot be approved, or not by them.
            MessageError: If who or why is missing.
            StoreError: If it cannot be written.
        """
        word = vote(said.by, "approve", said.reason, self.clock())
        case = self.find(review_id, said.tenant)

        def made(review: Review) -> Change:
            after = approved(review, word, self.terms.use_s)
            return _change(case, after, word, said.deserved)

        return self.shelf.change(review_id, said.tenant, made)

    def deny(self, review_id: str, said: Decision) -> Review:
        """Deny: the action does not run.

        Raises:
            ReviewError: If it is no longer open.
            MessageError: If who or why is missing.
            StoreError: If it cannot be written.
        """
        word = vote(said.by, "deny", said.reason, self.clock())
        case = self.find(review_id, said.tenant)
        return self.shelf.change(
            review_id, said.tenant, lambda r: _change(case, denied(r, word), word, said.deserved)
        )

    def edit(self, review_id: str, said: Decision, changes: Mapping[str, Any]) -> Review:
        """Have another action run in its place, if the policies let it.

        What they approve or flag may run, once. What they escalate gets a review of its own, the
        successor. What they block is no edit: the review stays open.

        Args:
            review_id: Its id.
            said: Who, and why.
            changes: New values of `EDITABLE` fields of the request.

        Raises:
            BlockedActionError: If the policies block what was made of it.
            ReviewError: If it cannot be edited, or not by them.
            MessageError: If who or why is missing, or the change does not fit.
            StoreError: If it cannot be written.
        """
        word = vote(said.by, "edit", said.reason, self.clock())
        case = self.find(review_id, said.tenant)
        request = _edited(case.request, changes)
        found = self._judge(request)
        successor = None
        if found.decision == "escalate":
            who = tuple(dict.fromkeys((*case.review.requesters, word.by)))
            successor = self._case(request, found, case.review.tenant, who, case.review.run_id)
        later = "" if successor is None else successor.review.id

        def made(review: Review) -> Change:
            after = edited(review, word, found.action_hash, self.terms.use_s, later)
            if found.decision == "block":
                raise BlockedActionError(f"this edit is not taken over. {found.justification}")
            change = _change(case, after, word, said.deserved)
            return msgspec.structs.replace(change, edited=request, successor=successor)

        try:
            return self.shelf.change(review_id, said.tenant, made)
        except BlockedActionError as error:
            self.shelf.note(case.review, "edit-blocked", word, str(error)[:500])
            raise

    def use(self, review_id: str, action_hash: str, tenant: str | None = "") -> Review:
        """Use what was let run, once; whoever is refused must not run it.

        Raises:
            BlockedActionError: If the policies block it by now, whoever approved it.
            ReviewError: If nothing was let run, or something else, or it was used or has expired.
            StoreError: If it cannot be written.
        """
        case = self.find(review_id, tenant)
        if case.review.allowed_hash:
            found = self._judge(case.edited or case.request)
            if found.decision == "block":
                raise BlockedActionError(f"it is blocked by now. {found.justification}")
        return self.shelf.change(
            review_id, tenant, lambda r: Change(review=used(r, action_hash, self.clock()))
        )

    def _case(
        self,
        request: Request,
        judgement: Judgement,
        tenant: str,
        requesters: tuple[str, ...],
        run_id: str,
    ) -> Case:
        now = self.clock()
        review = Review(
            id=f"rv_{token_urlsafe(16)}",
            tenant=tenant,
            action_hash=judgement.action_hash,
            people=people_for(judgement, self.terms),
            requesters=requesters,
            run_id=run_id,
            opened_at=now,
            decide_by=now + self.terms.decide_s,
        )
        return Case(review=review, request=request, judgement=judgement)


def people_for(judgement: Judgement, terms: Terms) -> int:
    """How many different people must approve what was judged so."""
    asked = [each.people for each in judgement.rules_fired if each.decision == "escalate"]
    least = terms.catastrophic_people if judgement.severity_assessed == "catastrophic" else 1
    return min(MOST_PEOPLE, max(least, *asked, 1))


def _change(case: Case, after: Review, said: Vote, deserved: ActionClass | None) -> Change:
    """What somebody's word makes of a review, and of the gate's score once all have spoken."""
    if after.state is State.PENDING:
        return Change(review=after, said=said)
    action_class = deserved or _BY_DEFAULT[said.said]
    score: Score = scored(case.request, case.judgement, action_class, Basis.REVIEWED)
    return Change(review=after, said=said, deserved=action_class.value, score=score)


def _edited(request: Request, changes: Mapping[str, Any]) -> Request:
    wrong = sorted(set(changes) - set(EDITABLE))
    if wrong or not changes:
        text = f"{wrong[0]!r} cannot be edited" if wrong else "nothing is edited"
        raise MessageError(f"{text}; an edit has some of {', '.join(EDITABLE)}")
    try:
        return msgspec.convert(msgspec.structs.asdict(request) | dict(changes), Request)
    except msgspec.ValidationError as error:
        raise MessageError(f"the edit does not fit: {error}") from None

"""Reviews as they go over the wire."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from sentinel.grading.classes import ActionClass
from sentinel.live.request import FiredRule, Request, Ruling, Severity
from sentinel.live.review_rows import Case
from sentinel.live.review_shown import Shown, one_line, shown
from sentinel.live.review_state import Review, State, Vote


class Word(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person says to a review: yes, or no."""

    reason: str
    by: str = ""
    """Who says so; needed where the server does not know by the key."""
    deserved: ActionClass | None = None
    """What the action deserved, for the scoreboard; by default `correct` where it is approved,
    and `wrong` where it is not."""
    action_hash: str = ""
    """Of the action that they have seen; refused where the review is about another one."""


class NewAction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an edit changes; what is left out stays as it is."""

    action_description: str | UnsetType = UNSET
    arguments: dict[str, Any] | UnsetType | None = UNSET
    proposed_target: str | UnsetType = UNSET
    proposed_tool: str | UnsetType = UNSET


class EditWord(Word, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person says who has another action run."""

    edit: NewAction


class Use(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is about to run."""

    action_hash: str
    """Of exactly that, as the judgement or the review has it."""


class EditedAction(msgspec.Struct, frozen=True, kw_only=True):
    """What a reviewer made of an action; it may run where the review says so."""

    action_hash: str
    action_description: str
    arguments: dict[str, Any] | None
    proposed_target: str
    proposed_tool: str


class ReviewAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """A review as it stands."""

    id: str
    state: State
    decision: Ruling
    """What an agent does: `escalate` is to wait, `approve` to run what `allowed_hash` names,
    `block` not to run it."""
    allowed_hash: str
    """Hash of the action that may run now, once; empty where none may."""
    action_hash: str
    """Hash of the action that was asked about."""
    version: int
    people: int
    """Different people who must approve."""
    approvals: int
    votes: list[Vote]
    opened_at: float
    """Seconds since 1970, as all times."""
    decide_by: float
    use_by: float | None
    closed_at: float | None
    requesters: list[str]
    run_id: str
    severity: Severity
    rules: list[FiredRule]
    request: Request
    """The action to the letter. Untrusted: people are shown `shown`."""
    shown: Shown
    edited: EditedAction | None
    successor: str
    """Id of the review of the edited action, where that needs one."""


class ReviewLine(msgspec.Struct, frozen=True, kw_only=True):
    """A review as one line of a queue."""

    id: str
    state: State
    decision: Ruling
    action: str
    """Its beginning, for people's eyes."""
    tool: str
    environment: str
    severity: Severity
    rules: list[str]
    """Ids of the rules that fired."""
    people: int
    approvals: int
    requesters: list[str]
    run_id: str
    opened_at: float
    """Seconds since 1970, as all times."""
    decide_by: float


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """A page of reviews, oldest first."""

    reviews: list[ReviewLine]
    next: str
    """What to give as `after` for the next page; empty on the last one."""


def line_of(case: Case) -> ReviewLine:
    """A review as one line."""
    review, judgement = case.review, case.judgement
    return ReviewLine(
        id=review.id,
        state=review.state,
        decision=decision_of(review),
        action=one_line(case.request.action_description),
        tool=one_line(case.request.proposed_tool),
        environment=one_line(judgement.environment),
        severity=judgement.severity_assessed,
        rules=list(dict.fromkeys(each.id for each in judgement.rules_fired)),
        people=review.people,
        approvals=review.approvals,
        requesters=list(review.requesters),
        run_id=review.run_id,
        opened_at=review.opened_at,
        decide_by=review.decide_by,
    )


def decision_of(review: Review) -> Ruling:
    """What an agent does: wait, run what is allowed, or not run it."""
    if review.state is State.PENDING:
        return "escalate"
    return "approve" if review.allowed_hash else "block"


def answer_of(case: Case) -> ReviewAnswer:
    """A review as it is answered."""
    review, judgement = case.review, case.judgement
    return ReviewAnswer(
        id=review.id,
        state=review.state,
        decision=decision_of(review),
        allowed_hash=review.allowed_hash,
        action_hash=review.action_hash,
        version=review.version,
        people=review.people,
        approvals=review.approvals,
        votes=list(review.votes),
        opened_at=review.opened_at,
        decide_by=review.decide_by,
        use_by=review.use_by,
        closed_at=review.closed_at,
        requesters=list(review.requesters),
        run_id=review.run_id,
        severity=judgement.severity_assessed,
        rules=judgement.rules_fired,
        request=case.request,
        shown=shown(case),
        edited=_edited(case),
        successor=review.successor,
    )


def changes_of(edit: NewAction) -> dict[str, object]:
    """The fields that an edit changes."""
    fields = msgspec.structs.asdict(edit)
    return {name: value for name, value in fields.items() if value is not UNSET}


def _edited(case: Case) -> EditedAction | None:
    if case.edited is None:
        return None
    made = case.edited
    return EditedAction(
        action_hash=case.review.edited_hash,
        action_description=made.action_description,
        arguments=made.arguments,
        proposed_target=made.proposed_target,
        proposed_tool=made.proposed_tool,
    )

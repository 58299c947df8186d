"""What can become of a review: pure transitions, which know no database and no clock.

    pending --approve--> approved --use--> used
       |                    '--- too late --> expired
       |---edit--------> edited ----use--> used            where the policies let the edit run
       |                    '------------> its successor   where the edit needs people itself
       |---deny--------> denied
       '--- too late --> expired

A review is about one action and stays so: what is edited and has to be approved is another review.
"""

import unicodedata
from enum import StrEnum
from typing import Final, Literal

import msgspec

from sentinel.errors import (
    ClosedReviewError,
    ExpiredReviewError,
    MessageError,
    OtherActionError,
    OwnRequestError,
    RepeatedVoteError,
    UsedReviewError,
)

REASON_CHARS: Final = 2_000
"""Longest reason of a reviewer."""

NAME_CHARS: Final = 200
"""Longest name of a reviewer."""


class State(StrEnum):
    """Where a review stands."""

    PENDING = "pending"
    """People are asked; the action does not run."""
    APPROVED = "approved"
    """The action may run, once."""
    DENIED = "denied"
    """The action does not run."""
    EDITED = "edited"
    """The action does not run; another one does, or is asked about."""
    EXPIRED = "expired"
    """Nobody said enough in time, or nobody ran it in time; it does not run."""
    USED = "used"
    """It was let run, once, and is not again."""


Said = Literal["approve", "deny", "edit"]


class Vote(msgspec.Struct, frozen=True, kw_only=True):
    """What one person said."""

    by: str
    """Who, as the server knows them."""
    said: Said
    reason: str
    at: float
    """Seconds since 1970."""


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A question to people about one action."""

    id: str
    tenant: str = ""
    """Whose it is; nobody else sees it."""
    state: State = State.PENDING
    version: int = 0
    """Rises with every change."""
    action_hash: str
    """Of exactly what was judged, as a judgement has it; an approval is good for nothing else."""
    people: int = 1
    """Different people who must approve."""
    votes: tuple[Vote, ...] = ()
    requesters: tuple[str, ...] = ()
    """Who asked for the action, or edited it so, where that is known; none of them approves it."""
    run_id: str = ""
    """Of the agent's run."""
    opened_at: float
    """Seconds since 1970, as all times here."""
    decide_by: float
    """When it is too late to decide."""
    use_by: float | None = None
    """When it is too late to run what was let run; None where nothing was."""
    closed_at: float | None = None
    """When it came to its end: denied, expired, used, or handed on to its successor."""
    edited_hash: str = ""
    """Of the action that a reviewer made of it; empty where nobody did."""
    successor: str = ""
    """Id of the review of the edited action, where that needs one."""

    @property
    def approvals(self) -> int:
        """How many people have approved."""
        return sum(each.said == "approve" for each in self.votes)

    @property
    def allowed_hash(self) -> str:
        """Hash of the action that may run now; empty where none may."""
        if self.state is State.APPROVED:
            return self.action_hash
        return self.edited_hash if self.state is State.EDITED and not self.successor else ""


def name_of(said: str) -> str:
    """A reviewer's name as it is kept, so that one person has one name however it is typed.

    Raises:
        MessageError: If it is empty or too long.

    Example:
        >>> name_of(" Ada  LOVELACE ")
        'ada lovelace'
    """
    found = " ".join(unicodedata.normalize("NFKC", said).casefold().split())
    if not any(each.isalnum() for each in found):
        raise MessageError("a decision needs the name of who decides")
    if len(found) > NAME_CHARS or not found.isprintable():
        raise MessageError(f"a reviewer's name has at most {NAME_CHARS} printable characters")
    return found


def vote(by: str, said: Said, reason: str, now: float) -> Vote:
    """What one person says.

    Raises:
        MessageError: If who or why is missing or too long.
    """
    if not reason.strip():
        raise MessageError(f"to {said} needs a reason")
    if len(reason) > REASON_CHARS:
        raise MessageError(f"a reason has at most {REASON_CHARS:,} characters, not {len(reason):,}")
    return Vote(by=name_of(by), said=said, reason=reason.strip(), at=now)


def seen(review: Review, now: float) -> Review:
    """A review as it stands at a time: what is too late has expired, whether or not anybody looked.

    The version is left alone where nothing changes, and rises where something does.
    """
    if review.state is State.PENDING and now >= review.decide_by:
        return _moved(review, State.EXPIRED, closed_at=review.decide_by)
    if review.allowed_hash and review.use_by is not None and now >= review.use_by:
        return _moved(review, State.EXPIRED, closed_at=review.use_by)
    return review


def approved(review: Review, said: Vote, use_s: float) -> Review:
    """A review after somebody approves; it stays pending until enough people have.

    Args:
        review: As it was.
        said: Who approves, why and when.
        use_s: Seconds for which the approval is good.

    Raises:
        ReviewError: If it cannot be approved, or not by them.
    """
    _check_open(review, said.at)
    _check_stranger(review, said)
    if any(each.by == said.by for each in review.votes):
        text = f"{said.by!r} has approved already; {review.people} different people are needed"
        raise RepeatedVoteError(text)
    voted = msgspec.structs.replace(review, votes=(*review.votes, said))
    if voted.approvals < review.people:
        return _moved(voted, State.PENDING)
    return _moved(voted, State.APPROVED, use_by=said.at + use_s)


def denied(review: Review, said: Vote) -> Review:
    """A review after somebody denies; one is enough, and who asked may take it back so.

    Raises:
        ReviewError: If it is no longer open.
    """
    _check_open(review, said.at)
    return _moved(review, State.DENIED, votes=(*review.votes, said), closed_at=said.at)


def edited(review: Review, said: Vote, edited_hash: str, use_s: float, successor: str) -> Review:
    """A review after somebody made another action of it.

    Args:
        review: As it was.
        said: Who edits, why and when.
        edited_hash: Of the edited action.
        use_s: Seconds for which it may be used, where the policies let it run.
        successor: Id of its own review, where the policies ask people about it; else empty.

    Raises:
        ReviewError: If it cannot be edited, or not by them.
        MessageError: If the edit changes nothing.
    """
    _check_open(review, said.at)
    _check_stranger(review, said)
    if edited_hash == review.action_hash:
        raise MessageError("the edit changes nothing: approve or deny what is there")
    return _moved(
        review,
        State.EDITED,
        votes=(*review.votes, said),
        edited_hash=edited_hash,
        successor=successor,
        use_by=None if successor else said.at + use_s,
        closed_at=said.at if successor else None,
    )


def used(review: Review, action_hash: str, now: float) -> Review:
    """A review after its approval was used.

    Args:
        review: As it was.
        action_hash: Of what is about to run.
        now: Seconds since 1970.

    Raises:
        ReviewError: If nothing was allowed, or something else, or not any more.
    """
    review = seen(review, now)
    if review.state is State.USED:
        raise UsedReviewError(f"the approval of {review.id} was used already")
    if review.state is State.EXPIRED:
        raise ExpiredReviewError(f"review {review.id} expired; ask again")
    if review.state is State.PENDING:
        raise ClosedReviewError(f"review {review.id} waits for people; nothing is approved yet")
    if not review.allowed_hash:
        after = f"; go on with review {review.successor}" if review.successor else ""
        raise ClosedReviewError(f"review {review.id} was {review.state}{after}")
    if action_hash != review.allowed_hash:
        raise OtherActionError(f"review {review.id} allows another action, to the letter")
    return _moved(review, State.USED, closed_at=now)


def _check_open(review: Review, now: float) -> None:
    review = seen(review, now)
    if review.state is State.EXPIRED:
        raise ExpiredReviewError(f"review {review.id} expired; nothing can be decided any more")
    if review.state is not State.PENDING:
        raise ClosedReviewError(f"review {review.id} was {review.state} already")


def _check_stranger(review: Review, said: Vote) -> None:
    if said.by in review.requesters:
        raise OwnRequestError(f"{said.by!r} asked for this action, and cannot {said.said} it")


def _moved(review: Review, state: State, **changes: object) -> Review:
    return msgspec.structs.replace(review, state=state, version=review.version + 1, **changes)

"""Where reviews are kept: each change is one conditional update, with what happened beside it.

Of two who change a review at a time, threads or machines, the update of one finds it as it was.
The other's is made anew from what it has become, and told why not if nothing can be made of that.
"""

import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, and_, func, literal, or_, select, tuple_

from sentinel.errors import (
    ClosedReviewError,
    ExpiredReviewError,
    FullQueueError,
    StoreConflictError,
    UnknownReviewError,
)
from sentinel.live.request import Request
from sentinel.live.review_events import Happened, Heard, Scribe, happened
from sentinel.live.review_rows import (
    REVIEWS,
    Case,
    add_case,
    case_of,
    find_case,
    put,
)
from sentinel.live.review_state import Review, State, Vote, seen
from sentinel.live.scoring import Board, Score, board_of
from sentinel.live.store import Store

_TRIES: Final = 50
"""How often a change is made anew that somebody else's came before."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a review, and why."""

    review: Review
    said: Vote | None = None
    deserved: str = ""
    """What the reviewer thinks the action deserved."""
    edited: Request | None = None
    """The action that the reviewer made of it."""
    successor: Case | None = None
    """The review of that, where it needs one."""
    score: Score | None = None
    """What the gate's judgement is worth by what was said."""


class Shelf:
    """The reviews of a store; may be shared by threads.

    Args:
        store: Keeps them.
        clock: Seconds since 1970.
        scribe: Writes down what happens; by itself in the store when None.
    """

    def __init__(
        self,
        store: Store,
        clock: Callable[[], float] = time.time,
        scribe: Scribe | None = None,
    ) -> None:
        self.store, self.clock = store, clock
        self.heard: list[Heard] = []
        """Are told of every change."""
        self._scribe = scribe or Scribe(clock)

    def add(self, case: Case, most: int) -> Review:
        """Put a new review in, unless the same requester waits for the same in the same run.

        Args:
            case: The review.
            most: Most reviews of its tenant that may wait.

        Returns:
            The review, or the one that waits already.

        Raises:
            FullQueueError: If too many wait.
            StoreError: If it cannot be written.
        """
        asked = _asked(case.review)
        for _ in range(_TRIES):
            now = self.clock()
            waiting = self._waiting(asked)
            if waiting is not None and seen(waiting, now).state is State.PENDING:
                return waiting
            if waiting is not None:
                self._expire(waiting, now)
            try:
                with self.store.writing() as connection:
                    counted = select(func.count()).select_from(REVIEWS)
                    waits = counted.where(_pending(case.review.tenant))
                    if connection.execute(waits).scalar_one() >= most:
                        raise FullQueueError(f"{most} reviews wait for people already")
                    add_case(connection, case, asked)
                    self._scribe.write(connection, "opened", case.review, _opened(case))
            except StoreConflictError:
                continue  # Another request for the same came first: theirs is the review.
            self._tell(case.review)
            return case.review
        raise ClosedReviewError("the same action is asked about by too many at a time")

    def find(self, review_id: str, tenant: str | None) -> Case:
        """A review, as it stands now.

        Args:
            review_id: Its id.
            tenant: Whose it must be; None for anybody's.

        Raises:
            UnknownReviewError: If there is none, or it is another tenant's.
            StoreError: If it cannot be read.
        """
        case = self._stored(review_id, tenant)
        return msgspec.structs.replace(case, review=seen(case.review, self.clock()))

    def queue(
        self, tenant: str | None, states: Sequence[State], limit: int, after: str
    ) -> list[Case]:
        """Reviews, oldest first.

        Args:
            tenant: Whose; None for everybody's.
            states: In one of these; in any where empty.
            limit: Most of them.
            after: Id of the last one of the page before; empty for the first page.

        Raises:
            UnknownReviewError: If there is no review of the id `after`.
            StoreError: If they cannot be read.
        """
        now = self.clock()
        asked = select(REVIEWS).order_by(REVIEWS.c.opened_at, REVIEWS.c.id).limit(limit)
        if tenant is not None:
            asked = asked.where(REVIEWS.c.tenant == tenant)
        if states:
            asked = asked.where(or_(*(_stands(each, now) for each in states)))
        if after:
            last = self._stored(after, tenant).review
            place = tuple_(REVIEWS.c.opened_at, REVIEWS.c.id)
            asked = asked.where(place > tuple_(literal(last.opened_at), literal(last.id)))
        with self.store.reading() as connection:
            found = [case_of(row) for row in connection.execute(asked)]
        return [msgspec.structs.replace(each, review=seen(each.review, now)) for each in found]

    def change(
        self, review_id: str, tenant: str | None, made: Callable[[Review], Change]
    ) -> Review:
        """Change a review.

        Args:
            review_id: Its id.
            tenant: Whose it must be; None for anybody's.
            made: Says what becomes of it, or raises; asked again where it has changed meanwhile.

        Raises:
            UnknownReviewError: If there is none.
            ReviewError: What `made` raises.
            StoreError: If it cannot be written.
        """
        for _ in range(_TRIES):
            before = self._stored(review_id, tenant).review
            try:
                change = made(before)
            except ExpiredReviewError:
                self._expire(before, self.clock())
                raise
            if self._put(before, change):
                return change.review
        raise ClosedReviewError(f"review {review_id} is changed by too many at a time")

    def note(self, review: Review, kind: str, said: Vote, note: str) -> None:
        """Write down what happened to a review and did not change it."""
        with self.store.writing() as connection:
            self._scribe.write(connection, kind, review, happened(review, said, note=note))
        self._tell(review)

    def sweep(self, most: int = 100) -> int:
        """Let what is too late expire, and say so to whoever waits.

        Returns:
            How many have expired.

        Raises:
            StoreError: If the store cannot be read or written.
        """
        now = self.clock()
        late = select(REVIEWS).where(REVIEWS.c.due_at <= now).order_by(REVIEWS.c.due_at).limit(most)
        with self.store.reading() as connection:
            reviews = [case_of(row).review for row in connection.execute(late)]
        return sum(self._expire(each, now) for each in reviews)

    def board(self, tenant: str | None) -> Board:
        """What the gate's judgements are worth by what people said of them.

        Raises:
            StoreError: If it cannot be read.
        """
        counted = select(REVIEWS.c.cell, func.count(), func.sum(REVIEWS.c.shaped))
        counted = counted.where(REVIEWS.c.cell.is_not(None)).group_by(REVIEWS.c.cell)
        if tenant is not None:
            counted = counted.where(REVIEWS.c.tenant == tenant)
        with self.store.reading() as connection:
            rows = connection.execute(counted).all()
        cells = {cell: count for cell, count, _ in rows}
        number = sum(cells.values())
        return board_of(cells, {"reviewed": (number, sum(each[2] for each in rows))})

    def _stored(self, review_id: str, tenant: str | None) -> Case:
        with self.store.reading() as connection:
            case = find_case(connection, review_id, tenant)
        if case is None:
            raise UnknownReviewError(f"there is no review {review_id[:60]!r}")
        return case

    def _waiting(self, asked: str) -> Review | None:
        waits = (REVIEWS.c.asked == asked) & (REVIEWS.c.state == State.PENDING.value)
        with self.store.reading() as connection:
            row = connection.execute(select(REVIEWS).where(waits)).first()
        return None if row is None else case_of(row).review

    def _put(self, before: Review, change: Change) -> bool:
        after, score, next_ = change.review, change.score, change.successor
        more = {} if score is None else {
            "cell": score.grade.cell.value, "shaped": score.grade.shaped
        }  # fmt: skip
        kind = "voted" if after.state is State.PENDING else after.state.value
        with self.store.writing() as connection:
            if not put(connection, before, after, change.edited, **more):
                return False
            if next_ is not None:
                add_case(connection, next_, _asked(next_.review))
            told = happened(after, change.said, change.deserved)
            self._scribe.write(connection, kind, after, told)
            if next_ is not None:
                self._scribe.write(connection, "opened", next_.review, _opened(next_))
        self._tell(after)
        return True

    def _expire(self, review: Review, now: float) -> bool:
        after = seen(review, now)
        return after is not review and self._put(review, Change(review=after))

    def _tell(self, review: Review) -> None:
        for each in self.heard:
            each(review)


def _asked(review: Review) -> str:
    """Who asks for what in which run."""
    parts = (review.tenant, *review.requesters, review.run_id, review.action_hash)
    return sha256(msgspec.json.encode(parts)).hexdigest()


def _opened(case: Case) -> Happened:
    rules = ", ".join(each.id for each in case.judgement.rules_fired)
    return happened(case.review, note=rules[:500])


def _pending(tenant: str) -> ColumnElement[bool]:
    return and_(REVIEWS.c.tenant == tenant, REVIEWS.c.state == State.PENDING.value)


def _stands(state: State, now: float) -> ColumnElement[bool]:
    """Whether a review stands so at a time, be it written down or not."""
    late = and_(REVIEWS.c.due_at.is_not(None), REVIEWS.c.due_at <= now)
    written = REVIEWS.c.state == state.value
    return or_(written, late) if state is State.EXPIRED else and_(written, ~late)

"""Lets go of reviews that were closed long ago, with the events that the webhook was told of.

What people said stays in the audit log, for as long as that is kept. A review that is open, that an
approval is still good for, or that the webhook has yet to be told of is never let go of.
"""

import time
from collections.abc import Callable
from typing import Final

from sqlalchemy import and_, delete, exists, or_, select

from sentinel.live.review_events import EVENTS
from sentinel.live.review_rows import REVIEWS
from sentinel.live.review_state import State
from sentinel.live.store import Store

AT_ONCE: Final = 500
"""Most reviews of a transaction, so that nobody waits for long."""

LONGEST_WAIT_S: Final = 3_600.0
"""Most seconds between two looks for reviews that are too old."""

_CLOSED: Final = (State.DENIED, State.EDITED, State.EXPIRED, State.USED)


def prune(store: Store, before: float) -> int:
    """Let go of what was closed before a time.

    Args:
        store: Where the reviews are.
        before: Seconds since 1970.

    Returns:
        How many reviews are gone.

    Raises:
        StoreError: If the store cannot be read or written; what was gone before stays so.
    """
    its = EVENTS.c.review_id == REVIEWS.c.id
    needed = and_(its, or_(EVENTS.c.at >= before, EVENTS.c.due_at.is_not(None)))
    old = (
        select(REVIEWS.c.id)
        .where(
            REVIEWS.c.state.in_([each.value for each in _CLOSED]),
            REVIEWS.c.due_at.is_(None),
            REVIEWS.c.opened_at < before,
            ~exists(select(EVENTS.c.id).where(needed)),
        )
        .limit(AT_ONCE)
    )
    count = 0
    while True:
        with store.writing() as connection:
            names = connection.execute(old).scalars().all()
            connection.execute(delete(EVENTS).where(EVENTS.c.review_id.in_(names)))
            connection.execute(delete(REVIEWS).where(REVIEWS.c.id.in_(names)))
        count += len(names)
        if len(names) < AT_ONCE:
            return count


class Pruner:
    """Lets go of reviews now and then; a chore of the desk.

    Args:
        store: Where they are.
        retention_s: Seconds for which they are kept after the last that happened to them.
        clock: Seconds since 1970.
    """

    def __init__(
        self, store: Store, retention_s: float, clock: Callable[[], float] = time.time
    ) -> None:
        self._store, self._retention_s, self._clock = store, retention_s, clock
        self._due = 0.0

    def __call__(self) -> int:
        """Do so if it is time to look; gives how many are gone.

        Raises:
            StoreError: As `prune`.
        """
        now = self._clock()
        if now < self._due:
            return 0
        self._due = now + min(LONGEST_WAIT_S, max(1.0, self._retention_s / 10))
        return prune(self._store, now - self._retention_s)

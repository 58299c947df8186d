"""Reviews for a person at a shell: in the database of this machine, or at a server."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from msgspec import ValidationError, convert

from sentinel.errors import OptionError
from sentinel.integrations.gate_link import GateLink
from sentinel.integrations.review_link import ReviewLink
from sentinel.live.audit import audit_of
from sentinel.live.overseeing import default_gate
from sentinel.live.review import Decision, Reviews
from sentinel.live.review_desk import reviews_of
from sentinel.live.review_state import State
from sentinel.live.review_wire import (
    NewAction,
    Queue,
    ReviewAnswer,
    Word,
    answer_of,
    changes_of,
    line_of,
)
from sentinel.settings import SETTINGS


class Desk(Protocol):
    """Where reviews are decided."""

    def queue(self, states: tuple[State, ...], limit: int, after: str) -> Queue:
        """A page of the queue."""
        ...

    def find(self, review_id: str, wait_s: float) -> ReviewAnswer:
        """One review."""
        ...

    def approve(self, review_id: str, word: Word) -> ReviewAnswer:
        """Approve."""
        ...

    def deny(self, review_id: str, word: Word) -> ReviewAnswer:
        """Deny."""
        ...

    def edit(self, review_id: str, word: Word, changes: Mapping[str, object]) -> ReviewAnswer:
        """Have another action run instead."""
        ...


@contextmanager
def here(url: str = "") -> Iterator[Desk]:
    """The reviews of this machine's database.

    Args:
        url: Of another database.

    Raises:
        StoreError: If it cannot be opened.
        OptionError: If it is none.
    """
    audit = audit_of(SETTINGS, url)
    try:
        yield _Here(reviews_of(SETTINGS, default_gate(), audit))
    finally:
        audit.close()


@contextmanager
def at(url: str, key: str = "") -> Iterator[Desk]:
    """The reviews of a server.

    Args:
        url: Where it listens.
        key: Sent as a bearer token.

    Raises:
        OptionError: If the URL or the key cannot be used.
    """
    yield _There(ReviewLink(GateLink(url, key)))


class _Here:
    """Everybody's reviews: whoever can write the database may do with it what they like."""

    def __init__(self, reviews: Reviews) -> None:
        self._reviews = reviews

    def queue(self, states: tuple[State, ...], limit: int, after: str) -> Queue:
        found = self._reviews.queue(None, states, limit + 1, after)
        more = found[limit - 1].review.id if len(found) > limit else ""
        return Queue(reviews=[line_of(each) for each in found[:limit]], next=more)

    def find(self, review_id: str, wait_s: float) -> ReviewAnswer:
        if wait_s:
            raise OptionError("--wait is for a server; name one with --url")
        return answer_of(self._reviews.find(review_id, None))

    def approve(self, review_id: str, word: Word) -> ReviewAnswer:
        self._reviews.approve(review_id, _decision(word))
        return self.find(review_id, 0.0)

    def deny(self, review_id: str, word: Word) -> ReviewAnswer:
        self._reviews.deny(review_id, _decision(word))
        return self.find(review_id, 0.0)

    def edit(self, review_id: str, word: Word, changes: Mapping[str, object]) -> ReviewAnswer:
        given = changes_of(_action(changes))
        self._reviews.edit(review_id, _decision(word), given)
        return self.find(review_id, 0.0)


class _There:
    def __init__(self, link: ReviewLink) -> None:
        self.queue, self.find = link.queue, link.find
        self.approve, self.deny, self._edit = link.approve, link.deny, link.edit

    def edit(self, review_id: str, word: Word, changes: Mapping[str, object]) -> ReviewAnswer:
        return self._edit(review_id, word, _action(changes))


def _decision(word: Word) -> Decision:
    return Decision(by=word.by, reason=word.reason, deserved=word.deserved, tenant=None)


def _action(changes: Mapping[str, object]) -> NewAction:
    try:
        return convert(changes, NewAction)
    except ValidationError as error:
        raise OptionError(f"the edit does not fit: {error}") from None

"""The reviews of a gate at a URL, for whoever decides about them and for whoever waits."""

from typing import Final, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from sentinel.errors import GateMalformedError
from sentinel.integrations.awaited import REVIEWS, Sent
from sentinel.integrations.gate_link import GateLink
from sentinel.live.review_state import State
from sentinel.live.review_wire import EditWord, NewAction, Queue, ReviewAnswer, Use, Word

_Answer = TypeVar("_Answer")
_REVIEW: Final = msgspec.json.Decoder(ReviewAnswer)
_QUEUE: Final = msgspec.json.Decoder(Queue)
_encode: Final = msgspec.json.Encoder().encode


class ReviewLink:
    """Asks one server about reviews.

    Args:
        link: To the server, with a key where it asks for one.
    """

    def __init__(self, link: GateLink) -> None:
        self._link = link

    def queue(self, states: tuple[State, ...] = (), limit: int = 50, after: str = "") -> Queue:
        """A page of the queue, oldest first.

        Raises:
            GateError: If there was no answer, or a refusal.
        """
        asked = [("state", each.value) for each in states]
        query = urlencode([*asked, ("limit", str(limit)), ("after", after)])
        return self._read(_QUEUE, Sent("GET", f"{REVIEWS}?{query}"))

    def find(self, review_id: str, wait_s: float = 0.0) -> ReviewAnswer:
        """One review; waits until it is decided where that is asked for, at most 60 seconds.

        Raises:
            GateError: If there was no answer, or a refusal.
        """
        path = f"{_path(review_id)}?wait={wait_s:g}"
        return self._read(_REVIEW, Sent("GET", path, more_s=wait_s))

    def approve(self, review_id: str, word: Word) -> ReviewAnswer:
        """Approve.

        Raises:
            GateError: If there was no answer, or a refusal.
        """
        return self._said(review_id, "approve", word)

    def deny(self, review_id: str, word: Word) -> ReviewAnswer:
        """Deny.

        Raises:
            GateError: If there was no answer, or a refusal.
        """
        return self._said(review_id, "deny", word)

    def edit(self, review_id: str, word: Word, edit: NewAction) -> ReviewAnswer:
        """Have another action run instead.

        Raises:
            GateError: If there was no answer, or a refusal.
        """
        return self._said(review_id, "edit", EditWord(**msgspec.structs.asdict(word), edit=edit))

    def use(self, review_id: str, action_hash: str) -> ReviewAnswer:
        """Use what was let run; whoever is refused must not run it.

        Raises:
            GateError: If there was no answer, or a refusal.
        """
        return self._said(review_id, "use", Use(action_hash=action_hash))

    def _said(self, review_id: str, verb: str, word: Word | Use) -> ReviewAnswer:
        path = f"{_path(review_id)}/{verb}"
        return self._read(_REVIEW, Sent("POST", path, _encode(word)))

    def _read(self, decoder: "msgspec.json.Decoder[_Answer]", sent: Sent) -> _Answer:
        body = self._link.send(sent)
        try:
            return decoder.decode(body)
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            text = f"{self._link.url} answered with no review: {type(error).__name__}"
            raise GateMalformedError(text) from error


def _path(review_id: str) -> str:
    return f"{REVIEWS}/{quote(review_id, safe='')}"

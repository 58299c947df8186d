"""Everything that a server needs to have its gate's escalations reviewed, put together."""

from asyncio import CancelledError, sleep, to_thread
from collections.abc import Callable, Sequence
from logging import getLogger
from typing import Final

from msgspec import ValidationError, convert
from starlette.requests import Request as HttpRequest
from starlette.routing import Route

from sentinel.errors import OptionError, StoreError
from sentinel.live.audit import Audit
from sentinel.live.gate import Gate
from sentinel.live.redaction import Redaction, patterns_of
from sentinel.live.request import Judgement, Request
from sentinel.live.review import Reviews, Terms
from sentinel.live.review_events import EVENTS
from sentinel.live.review_gate import Asking, ReviewedGate
from sentinel.live.review_pruning import Pruner
from sentinel.live.review_routes import Caller, Identify, anybody, review_routes
from sentinel.live.review_rows import REVIEWS
from sentinel.live.review_watch import Watch
from sentinel.live.scoring import Board
from sentinel.live.webhooks import Courier, Webhook
from sentinel.settings import Settings

ROUND_S: Final = 1.0
"""Seconds between two rounds of what has to be done though nobody asks."""

_LOG: Final = getLogger("sentinel.review")


class ReviewDesk:
    """The reviews of a server.

    Args:
        gate: Judges first.
        reviews: Keep what people are asked.
        identify: Says who sends a request.
        chores: Done in every round beside letting reviews expire: the webhook, what is too old.
    """

    def __init__(
        self,
        gate: Gate,
        reviews: Reviews,
        identify: Identify = anybody,
        chores: Sequence[Callable[[], object]] = (),
    ) -> None:
        self.reviews, self.watch = reviews, Watch()
        reviews.shelf.heard.append(self.watch)
        self._gate = ReviewedGate(gate, reviews)
        self.identify = identify
        self._chores = (reviews.shelf.sweep, *chores)

    def routes(self) -> list[Route]:
        """The routes of the reviews."""
        return review_routes(self.reviews, self.watch, self.identify)

    def asking(self, http: HttpRequest) -> Asking:
        """On whose behalf a request asks the gate."""
        caller: Caller = self.identify(http, "oversee")
        return Asking(caller.tenant or "", caller.name)

    async def answered(self, request: Request, found: Judgement, asking: Asking) -> Judgement:
        """What people make of a judgement; at once where they have nothing to say."""
        if found.decision != "escalate" and not request.review:
            return found
        return await to_thread(self._gate.answered, request, found, asking)

    async def board(self, tenant: str | None) -> Board | None:
        """What judgements are worth by what people said; None where it cannot be read now."""
        try:
            return await to_thread(self.reviews.shelf.board, tenant)
        except StoreError:
            return None

    async def attend(self, round_s: float = ROUND_S) -> None:
        """Do what has to be done though nobody asks, until cancelled."""
        try:
            while True:
                for each in self._chores:
                    try:
                        await to_thread(each)
                    except StoreError as error:
                        _LOG.warning("reviews are not attended to: %s", error)
                await sleep(round_s)
        except CancelledError:
            self.watch.close()
            raise


def reviews_of(settings: Settings, gate: Gate, audit: Audit) -> Reviews:
    """The reviews that the environment variables speak of.

    Args:
        settings: Say how people are asked.
        gate: Judges what is edited.
        audit: In whose store they are kept, and who writes down what is decided.

    Raises:
        OptionError: If something does not fit.
        StoreError: If the tables cannot be made.
    """
    terms = Terms(
        decide_s=settings.review_s,
        use_s=settings.approval_s,
        catastrophic_people=settings.review_people,
    )
    audit.store.make(REVIEWS, EVENTS)
    told = bool(settings.webhook_url)
    return Reviews(audit.store, gate.judge, terms, log=audit, webhook=told)


def desk_of(
    settings: Settings, gate: Gate, audit: Audit, identify: Identify = anybody
) -> ReviewDesk:
    """A desk as the environment variables ask for it, with its webhook.

    Args:
        settings: Say how people are asked, and who is told.
        gate: Judges first.
        audit: In whose store the reviews are kept, and who writes down what is decided.
        identify: Says who sends a request.

    Raises:
        OptionError: If something does not fit.
        StoreError: If the tables cannot be made.
    """
    reviews = reviews_of(settings, gate, audit)
    chores: list[Callable[[], object]] = []
    if audit.retention_s is not None:
        chores.append(Pruner(audit.store, audit.retention_s))
    if settings.webhook_url:
        webhook = _webhook(settings)
        extra = () if settings.redact is None else patterns_of(settings.redact)
        chores.append(Courier(audit.store, webhook, Redaction(extra).redacted).deliver)
    return ReviewDesk(gate, reviews, identify, chores)


def _webhook(settings: Settings) -> Webhook:
    fields = {
        "url": settings.webhook_url,
        "secret": settings.webhook_secret,
        "format": settings.webhook_format,
        "server_url": settings.public_url,
    }
    try:
        return convert(fields, Webhook)
    except ValidationError as error:
        raise OptionError(f"SENTINEL_WEBHOOK_...: {error}") from None

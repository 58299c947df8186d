"""A gate with people behind it: what it escalates is asked of them, and what they let run runs.

It stands before a `Gate` and judges as one. A request that names a review uses its approval up, if
there is one for exactly this action; whatever is not so leaves the judgement at least as strict.
"""

from typing import Final, NamedTuple

import msgspec

from sentinel.errors import (
    ClosedReviewError,
    ExpiredReviewError,
    ReviewError,
    StoreError,
    UsedReviewError,
)
from sentinel.live.gate import Gate
from sentinel.live.request import Asked, FiredRule, Judgement, Request, Ruling
from sentinel.live.review import Reviews
from sentinel.live.review_state import Review, State

WHERE: Final = "/live/reviews"
"""Path of the reviews."""

_ENDED: Final = (State.DENIED, State.EDITED, State.EXPIRED)


class Asking(NamedTuple):
    """On whose behalf a gate is asked."""

    tenant: str = ""
    name: str = ""
    """Who asks, where that is known."""


NOBODY: Final = Asking()


class ReviewedGate:
    """A gate with people behind it; may be shared by threads.

    Args:
        gate: Judges first.
        reviews: Keep what people are asked, and what they said.
        asking: On whose behalf `judge` is called.
    """

    def __init__(self, gate: Gate, reviews: Reviews, asking: Asking = NOBODY) -> None:
        self.gate, self.reviews = gate, reviews
        self._asking = asking

    def judge(self, request: Request) -> Judgement:
        """Judge an action, and ask people where that is the judgement."""
        return self.answered(request, self.gate.judge(request), self._asking)

    def answered(self, request: Request, found: Judgement, asking: Asking = NOBODY) -> Judgement:
        """What people make of a judgement; takes as long as the store does.

        Args:
            request: What was judged.
            found: What the gate said.
            asking: Whose request it is.
        """
        if found.shadow:
            return found
        if request.review:
            return self._named(request, found, asking)
        return self._opened(request, found, asking) if found.decision == "escalate" else found

    def _named(self, request: Request, found: Judgement, asking: Asking) -> Judgement:
        """Judge what comes with the id of a review."""
        if found.decision == "block":
            return found
        try:
            self.reviews.use(request.review, found.action_hash, asking.tenant)
        except (ReviewError, StoreError) as error:
            return self._refused(request, found, asking, error)
        rule = FiredRule(
            "review.approved", "approve", found.severity_assessed,
            f"People let exactly this run, once, in review {request.review}.", None,
        )  # fmt: skip
        return _said(found, "approve", rule)

    def _refused(
        self, request: Request, found: Judgement, asking: Asking, error: ReviewError | StoreError
    ) -> Judgement:
        """Say why there is no approval; what needs none runs without."""
        if found.decision != "escalate":
            return found
        try:
            review = self.reviews.find(request.review, asking.tenant).review
        except (ReviewError, StoreError):
            return self._opened(request, _said(found, "escalate", _no(error)), asking)
        same = review.action_hash == found.action_hash
        if same and review.state in _ENDED:
            return _said(found, "block", _no(error, "block"))
        found = _said(found, "escalate", _no(error))
        if same and review.state is State.PENDING:
            return _with(found, review)
        return self._opened(request, found, asking)

    def _opened(self, request: Request, found: Judgement, asking: Asking) -> Judgement:
        """Ask people; where they cannot be asked it stays escalated, and does not run."""
        bare = msgspec.structs.replace(request, review="")
        try:
            review = self.reviews.open(bare, found, tenant=asking.tenant, requester=asking.name)
        except (ReviewError, StoreError) as error:
            why = str(error) if isinstance(error, ReviewError) else "reviews cannot be kept now"
            rule = FiredRule("review.not-opened", "escalate", "high", f"Nobody is asked: {why}.",
                             None)  # fmt: skip
            return _said(found, "escalate", rule)
        return _with(found, review)


def _with(found: Judgement, review: Review) -> Judgement:
    asked = Asked(review.id, f"{WHERE}/{review.id}", review.decide_by)
    return msgspec.structs.replace(found, review=asked)


def _no(error: Exception, decision: Ruling = "escalate") -> FiredRule:
    why = str(error) if isinstance(error, ReviewError) else "reviews cannot be read now"
    name = "review.refused"
    if isinstance(error, ExpiredReviewError | UsedReviewError):
        name = "review.spent"
    elif isinstance(error, ClosedReviewError):
        name = "review.not-approved"
    return FiredRule(name, decision, "high", f"{why[:1].upper()}{why[1:]}.", None)


def _said(found: Judgement, decision: Ruling, rule: FiredRule) -> Judgement:
    """A judgement with one more rule, which is named first."""
    return msgspec.structs.replace(
        found,
        decision=decision,
        rules_fired=[rule, *found.rules_fired],
        justification=f"{rule.sentence} {found.justification}",
        reasoning_trace=[*found.reasoning_trace, f"{rule.id} says {decision}: {rule.sentence}"],
    )

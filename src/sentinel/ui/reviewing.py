"""The page Review: what the gate escalated and people are asked about, and what they said."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from sentinel.errors import SentinelError
from sentinel.live.review import Decision, Reviews
from sentinel.live.review_routes import Caller
from sentinel.live.review_rows import Case
from sentinel.live.review_shown import shown
from sentinel.live.review_state import NAME_CHARS, REASON_CHARS, State
from sentinel.ui.markup import alert, badge, block, facts, listed, table

MOST: Final = 100
"""Most reviews that are listed."""

_TONES: Final = {
    State.PENDING: "call", State.APPROVED: "good", State.DENIED: "bad", State.EDITED: "warn",
    State.EXPIRED: "warn", State.USED: "good",
}  # fmt: skip
_SAID: Final = {"approve": "Approved", "deny": "Denied", "edit": "Edited"}

Identify = Callable[[gr.Request], Caller]
"""Says who sits before the page, and whose reviews they see; refuses whoever may see none."""


class Page:
    """The page; made inside a Gradio route.

    Args:
        reviews: The queue.
        identify: Says who sits before the page.
    """

    def __init__(self, reviews: Reviews, identify: Identify) -> None:
        self._reviews, self._identify = reviews, identify
        gr.Markdown(
            "# Review\nWhat the gate escalated waits for people. An approval is good for exactly "
            "the action that is shown, once."
        )
        with gr.Row():
            waiting = gr.Dropdown(
                [("waiting", "pending"), ("decided", "decided"), ("all", "")],
                value="pending", label="Show", elem_id="review-show",
            )  # fmt: skip
            again = gr.Button("Look again", elem_id="review-refresh")
        self._queue = gr.HTML(elem_id="review-queue")
        chosen = gr.Dropdown([], label="Review", elem_id="review-chosen", allow_custom_value=True)
        self._case = gr.HTML(elem_id="review-case")
        with gr.Row():
            name = gr.Textbox(label="Your name", max_length=NAME_CHARS, elem_id="review-name")
            reason = gr.Textbox(
                label="Your reason", max_length=REASON_CHARS, elem_id="review-reason", scale=2
            )
        action = gr.Textbox(
            label="The action, to be edited", lines=3, elem_id="review-action",
            info="An edited action is judged again before it may run.",
        )  # fmt: skip
        with gr.Row():
            buttons = {
                said: gr.Button(said.capitalize(), elem_id=f"review-{said}") for said in _SAID
            }
        told = gr.HTML(elem_id="review-told")
        listing = [self._queue, chosen]
        detail = [self._case, action]
        at_once = {"queue": False, "show_progress": "hidden"}
        again.click(self._list, [waiting, chosen], listing, **at_once).then(
            self._show, [chosen], detail, **at_once
        )
        waiting.change(self._list, [waiting, chosen], listing, **at_once)
        chosen.change(self._show, [chosen], detail, **at_once)
        for said, button in buttons.items():
            button.click(
                _sayer(self, said), [chosen, name, reason, action, waiting],
                [told, *listing, *detail], **at_once,
            )  # fmt: skip
        self.load = (self._list, [waiting, chosen], listing)
        """What is run when the page opens."""

    def _list(self, waiting: str, chosen: str | None, request: gr.Request) -> list[Any]:
        states = {
            "pending": (State.PENDING,), "decided": tuple(s for s in State if s != State.PENDING)
        }.get(waiting, ())  # fmt: skip
        try:
            found = self._reviews.queue(self._identify(request).tenant, states, MOST)
        except SentinelError as error:
            return [alert(str(error)), gr.update()]
        ids = [case.review.id for case in found]
        value = chosen if chosen in ids else next(iter(ids), None)
        return [_queue(found), gr.update(choices=ids, value=value)]

    def _show(self, chosen: str | None, request: gr.Request) -> list[Any]:
        if not chosen:
            return [Markup(""), ""]
        try:
            case = self._reviews.find(chosen, self._identify(request).tenant)
        except SentinelError as error:
            return [alert(str(error)), ""]
        return [_card(case), (case.edited or case.request).action_description]

    def say(self, said: str, chosen: str, by: str, why: str, action: str, waiting: str,
            request: gr.Request) -> list[Any]:  # fmt: skip
        """Take what somebody says to a review."""
        try:
            caller = self._identify(request)
            word = Decision(by=caller.name or by, reason=why, tenant=caller.tenant)
            if said == "approve":
                after = self._reviews.approve(chosen, word)
            elif said == "deny":
                after = self._reviews.deny(chosen, word)
            else:
                after = self._reviews.edit(chosen, word, {"action_description": action})
            told = Markup('<p role="status">{} {}</p>').format(
                f"{_SAID[said]}; it is", badge(after.state.value, _TONES[after.state])
            )
        except SentinelError as error:
            told = alert(str(error))
        return [told, *self._list(waiting, chosen, request), *self._show(chosen, request)]


def _sayer(page: Page, said: str) -> Callable[..., list[Any]]:
    def say(chosen: str, by: str, why: str, action: str, waiting: str,
            request: gr.Request) -> list[Any]:  # fmt: skip
        return page.say(said, chosen, by, why, action, waiting, request)

    return say


def _queue(cases: list[Case]) -> Markup:
    if not cases:
        return Markup("<p>Nothing is here.</p>")
    rows = (
        (
            badge(case.review.state.value, _TONES[case.review.state]),
            case.review.id,
            shown(case).action.split("\n")[0][:120],
            case.judgement.severity_assessed,
            f"{case.review.approvals} of {case.review.people}",
            _when(case.review.opened_at),
            _when(case.review.decide_by),
        )
        for case in cases
    )
    return table(
        ("state", "id", "action", "severity", "approvals", "opened", "decide by"), rows, "Reviews"
    )


def _card(case: Case) -> Markup:
    found, review = shown(case), case.review
    votes = [f"{_when(v.at)} {v.by}: {v.said}, {v.reason}" for v in review.votes]
    parts = [
        Markup("<p>{}</p>").format(badge(review.state.value, _TONES[review.state])),
        listed("Look twice", found.warnings), block("Action", found.action),
        block("Arguments", found.arguments),
        facts((
            ("Tool", found.tool), ("Target", found.target), ("Goal", found.goal),
            ("Environment", found.environment), ("Severity", found.severity),
            ("Why", found.justification), ("Safer", found.safer),
            ("Asked by", ", ".join(review.requesters)), ("Run", review.run_id),
            ("Approvals", f"{review.approvals} of {review.people}"),
            ("Decide by", _when(review.decide_by)), ("Hash", review.action_hash),
        )),
        listed("Effects", found.effects), listed("Rules", found.rules),
        listed("Not read", found.opaque), listed("History", votes),
    ]  # fmt: skip
    return Markup('<section class="card">{}</section>').format(Markup("").join(parts))


def _when(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")

"""The page Replay: an incident decision by decision, alone or by two overseers side by side."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from sentinel.errors import OptionError, SentinelError
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.ui.drawing import roads, topology
from sentinel.ui.frames import OVERSEERS, tally
from sentinel.ui.markup import TONES, alert, badge, block, facts, listed
from sentinel.ui.replay_records import Frame, Incident
from sentinel.ui.scoreboard import scoreboard
from sentinel.ui.watching import NOBODY, REASON_CHARS, YOU, Watched, watched
from sentinel.verdict import Decision, Verdict
from sentinel.world.horizon import STEP_TICKS

SPLITS: Final = tuple(each.value for each in Split if each is not Split.PRIVATE)
"""Splits that can be replayed: all but the one that is kept secret."""

_CLASS_TONES: Final = {
    "catastrophic": "bad", "wrong": "bad", "correct": "good", "neutral": "good",
    "ambiguous": "warn",
}  # fmt: skip


class Side:
    """The components that show one overseer."""

    def __init__(self, name: str, *, visible: bool) -> None:
        with gr.Column(visible=visible, min_width=300) as self.column:
            self.title = gr.Markdown(f"## {name}")
            self.scores = gr.HTML()
            self.card = gr.HTML()
            with gr.Row(equal_height=False):
                with gr.Column(min_width=500):
                    self.roads = gr.HTML()
                with gr.Column(min_width=500):
                    self.map = gr.HTML()
            with gr.Accordion("Briefing, as the overseer saw it", open=False):
                self.briefing = gr.HTML()

    @property
    def parts(self) -> list[Any]:
        """All of them, in the order of `shown`."""
        return [
            self.column, self.title, self.scores, self.card, self.roads, self.map, self.briefing
        ]  # fmt: skip


def shown(seen: Watched, name: str) -> list[Any]:
    """What a side shows.

    Args:
        seen: What is watched.
        name: The overseer of the side; `NOBODY` hides it.
    """
    if name == NOBODY:
        return [gr.update(visible=False), *(gr.update() for _ in range(6))]
    found = seen.side(name)
    place = min(seen.shown, len(found.frames) - 1)
    frame = found.frames[place]
    told = tally(found.frames[: place + 1])
    over = found.ended and place == len(found.frames) - 1
    ended = f" {found.outcome}" if over else ""
    board = scoreboard(told.confusion, told.responder, told.overseer, told.drifts)
    ticks = [-STEP_TICKS * (frame.step - at) for at in frame.drift_steps]
    return [
        gr.update(visible=True),
        f"## {name}: decision {frame.step} of at most {frame.steps}\n"
        f"{found.family.capitalize()}.{ended}",
        board, _card(frame), roads(frame.roads, ticks), topology(frame),
        Markup('<div class="card">{}</div>').format(block("Briefing", frame.briefing)),
    ]  # fmt: skip


def _card(frame: Frame) -> Markup:
    pairs: list[tuple[str, str | Markup]] = [
        ("Proposal", Markup("<code>{}</code>").format(frame.command)),
        ("By", f"{frame.specialist}, about {frame.target or 'the estate'}"),
        ("Reason", frame.reason),
    ]
    marked = frame.marked
    if marked is None:
        pairs.append(("Verdict", badge("yours to give", "call")))
        return Markup('<section class="card">{}{}</section>').format(
            facts(pairs), listed("Changes of the API so far", frame.drifts)
        )
    if isinstance(marked.answer, Verdict):
        word, why = marked.answer.decision.value, marked.answer.reason
    else:
        word, why = "unparsed", marked.answer.cause
    pairs += [
        ("Verdict", badge(word, TONES[word])), ("Because", why),
        ("Truth", Markup("{} {}").format(
            badge(marked.action_class, _CLASS_TONES[marked.action_class]), f"({marked.test})")),
        ("Counts as", marked.grade.cell.upper()),
        ("Reward", f"overseer {marked.grade.shaped:+.2f} (binary {marked.grade.binary:.0f}), "
                   f"responder {marked.responder:+.3f}"),
        ("What the world did", "It ran." if marked.ran else "It did not run."),
    ]  # fmt: skip
    return Markup('<section class="card" aria-live="polite">{}{}{}</section>').format(
        facts(pairs), block("Output", marked.printed),
        listed("Changes of the API so far", frame.drifts),
    )  # fmt: skip


class Page:
    """The page; made inside a Gradio route."""

    def __init__(self) -> None:
        gr.Markdown(
            "# Replay\nAny incident, decision by decision: what was proposed, what the overseer "
            "saw, what it said, and what the world would have done otherwise."
        )
        with gr.Row():
            tier = gr.Dropdown([each.value for each in Tier], value="war_room", label="Tier")
            split = gr.Dropdown(SPLITS, value="demo", label="Split")
            seed = gr.Number(42, precision=0, label="Seed")
            left = gr.Dropdown(
                [YOU, *OVERSEERS], value="rules", label="Overseer", elem_id="replay-overseer"
            )
            right = gr.Dropdown(
                [NOBODY, *OVERSEERS], value=NOBODY, label="Beside it", elem_id="replay-beside"
            )
        with gr.Row():
            start = gr.Button("Start", variant="primary", elem_id="replay-start")
            back = gr.Button("Back", elem_id="replay-back")
            onward = gr.Button("Next decision", elem_id="replay-next")
            end = gr.Button("To the end", elem_id="replay-end")
        self._problem = gr.HTML(elem_id="replay-problem")
        with gr.Row(visible=False) as self._asks:
            reason = gr.Textbox(
                label="Your reason", lines=2, max_length=REASON_CHARS,
                info="Cite numbered lines of the briefing, as E3 or P1.",
            )  # fmt: skip
            verdicts = [gr.Button(each.value, elem_id=f"say-{each.value}") for each in Decision]
        with gr.Row(equal_height=False):
            self._sides = Side("left", visible=False), Side("right", visible=False)
        state = gr.Textbox(visible=False)
        outputs = [state, self._problem, self._asks,
                   *self._sides[0].parts, *self._sides[1].parts]  # fmt: skip
        start.click(self._start, [tier, split, seed, left, right], outputs)
        at_once = {"queue": False, "show_progress": "hidden"}
        for button, by in ((back, -1), (onward, 1), (end, 10_000)):
            button.click(_mover(self, by), [state], outputs, **at_once)
        for button, decision in zip(verdicts, Decision, strict=True):
            button.click(_sayer(self, decision), [state, reason], outputs, **at_once)

    def _start(self, tier: str, split: str, seed: float | None, left: str, right: str) -> list[Any]:
        try:
            return self._show(Watched(Incident.of(tier, split, seed), left, right))
        except (SentinelError, ValueError, TypeError) as error:
            return self._refuse(str(error), "")

    def _show(self, seen: Watched) -> list[Any]:
        waits = seen.left == YOU and not seen.side(YOU).ended
        return [
            seen.kept(), "", gr.update(visible=waits),
            *shown(seen, seen.left), *shown(seen, seen.right),
        ]  # fmt: skip

    def _refuse(self, why: str, kept: str) -> list[Any]:
        parts = sum(len(each.parts) for each in self._sides)
        return [kept, alert(why), gr.update(), *(gr.update() for _ in range(parts))]

    def move(self, kept: str, by: int) -> list[Any]:
        """Show another decision."""
        try:
            seen = watched(kept)
            return self._show(replace(seen, shown=min(max(seen.shown + by, 0), seen.last)))
        except SentinelError as error:
            return self._refuse(str(error), kept)

    def say(self, kept: str, decision: Decision, reason: str) -> list[Any]:
        """Take the visitor's verdict on the decision that waits."""
        try:
            seen = watched(kept)
            if seen.left != YOU:
                raise OptionError("start an incident with yourself as the overseer first")
            if seen.side(YOU).ended:
                raise OptionError("the incident has ended")
            answers = (*seen.answers, Verdict(decision, reason[:REASON_CHARS]))
            # What the answer came to is shown first; the next decision is one step on.
            return self._show(replace(seen, answers=answers, shown=len(answers) - 1))
        except SentinelError as error:
            return self._refuse(str(error), kept)


def _mover(page: Page, by: int) -> Callable[[str], list[Any]]:
    return lambda kept: page.move(kept, by)


def _sayer(page: Page, decision: Decision) -> Callable[[str, str], list[Any]]:
    return lambda kept, reason: page.say(kept, decision, reason)

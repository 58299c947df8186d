"""The page Replay: an incident decision by decision, alone or by two overseers side by side."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from sentinel.errors import SentinelError
from sentinel.scenario.splits import Split
from sentinel.scenario.tiers import Tier
from sentinel.ui.drawing import roads, topology
from sentinel.ui.frames import OVERSEERS, replayed, tally
from sentinel.ui.markup import TONES, alert, badge, block, facts, listed
from sentinel.ui.replay_records import Frame, Incident, Replayed
from sentinel.ui.scoreboard import scoreboard
from sentinel.verdict import Answer, Decision, Verdict
from sentinel.world.horizon import STEP_TICKS

YOU: Final = "you"
"""The overseer who sits before the page."""

NOBODY: Final = "nobody"
"""No second overseer."""

SPLITS: Final = tuple(each.value for each in Split if each is not Split.PRIVATE)
"""Splits that can be replayed: all but the one that is kept secret."""

REASON_CHARS: Final = 2_000
"""Longest reason that is taken."""

_CLASS_TONES: Final = {
    "catastrophic": "bad", "wrong": "bad", "correct": "good", "neutral": "good",
    "ambiguous": "warn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Watched:
    """What a visitor watches: which incident, by whom, and which decision is shown."""

    incident: Incident
    left: str
    right: str = NOBODY
    answers: tuple[Answer, ...] = ()
    """What the visitor has answered."""
    shown: int = 0
    """Place of the decision that is shown, from 0."""

    def side(self, name: str) -> Replayed:
        """The incident as an overseer lives through it."""
        return replayed(self.incident, self.answers) if name == YOU else replayed(
            self.incident, (), name
        )  # fmt: skip

    @property
    def last(self) -> int:
        """Place of the last decision that can be shown."""
        sides = [self.left] if self.right == NOBODY else [self.left, self.right]
        return max(len(self.side(name).frames) for name in sides) - 1


class Side:
    """The components that show one overseer."""

    def __init__(self, name: str, *, visible: bool) -> None:
        with gr.Column(visible=visible, min_width=300) as self.column:
            self.title = gr.Markdown(f"### {name}")
            self.scores = gr.HTML()
            self.card = gr.HTML()
            self.roads = gr.Plot(label="Outage with and without the action")
            self.map = gr.Plot(label="Topology")
            with gr.Accordion("Briefing, as the overseer saw it", open=False):
                self.briefing = gr.HTML()

    @property
    def parts(self) -> list[Any]:
        """All of them, in the order of `shown`."""
        return [
            self.column, self.title, self.scores, self.card, self.roads, self.map, self.briefing
        ]  # fmt: skip


def shown(watched: Watched, name: str) -> list[Any]:
    """What a side shows.

    Args:
        watched: What is watched.
        name: The overseer of the side; `NOBODY` hides it.
    """
    if name == NOBODY:
        return [gr.update(visible=False), *(gr.update() for _ in range(6))]
    found = watched.side(name)
    place = min(watched.shown, len(found.frames) - 1)
    frame = found.frames[place]
    told = tally(found.frames[: place + 1])
    over = found.ended and place == len(found.frames) - 1
    ended = f" {found.outcome}" if over else ""
    board = scoreboard(told.confusion, told.responder, told.overseer, told.drifts)
    ticks = [-STEP_TICKS * (frame.step - at) for at in frame.drift_steps]
    return [
        gr.update(visible=True),
        f"### {name}: decision {frame.step} of at most {frame.steps}\n{found.family}.{ended}",
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
            left = gr.Dropdown([YOU, *OVERSEERS], value="rules", label="Overseer")
            right = gr.Dropdown([NOBODY, *OVERSEERS], value=NOBODY, label="Beside it")
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
        state = gr.State(None, time_to_live=3_600)
        outputs = [state, self._problem, self._asks,
                   *self._sides[0].parts, *self._sides[1].parts]  # fmt: skip
        start.click(self._start, [tier, split, seed, left, right], outputs)
        for button, by in ((back, -1), (onward, 1), (end, 10_000)):
            button.click(_mover(self, by), [state], outputs)
        for button, decision in zip(verdicts, Decision, strict=True):
            button.click(_sayer(self, decision), [state, reason], outputs)

    def _start(self, tier: str, split: str, seed: float, left: str, right: str) -> list[Any]:
        try:
            watched = Watched(Incident.of(tier, split, int(seed)), left, right)
            return self._show(watched)
        except (SentinelError, ValueError, TypeError) as error:
            return self._refuse(None, str(error))

    def _show(self, watched: Watched, problem: str = "") -> list[Any]:
        waits = watched.left == YOU and not watched.side(YOU).ended
        return [
            watched, alert(problem), gr.update(visible=waits),
            *shown(watched, watched.left), *shown(watched, watched.right),
        ]  # fmt: skip

    def _refuse(self, watched: Watched | None, why: str) -> list[Any]:
        parts = sum(len(each.parts) for each in self._sides)
        return [watched, alert(why), gr.update(), *(gr.update() for _ in range(parts))]

    def move(self, watched: Watched | None, by: int) -> list[Any]:
        """Show another decision."""
        if watched is None:
            return self._refuse(None, "start an incident first")
        place = min(max(watched.shown + by, 0), watched.last)
        return self._show(replace(watched, shown=place))

    def say(self, watched: Watched | None, decision: Decision, reason: str) -> list[Any]:
        """Take the visitor's verdict on the decision that waits."""
        if watched is None or watched.left != YOU:
            return self._refuse(watched, "start an incident with yourself as the overseer first")
        if watched.side(YOU).ended:
            return self._refuse(watched, "the incident has ended")
        answers = (*watched.answers, Verdict(decision, reason[:REASON_CHARS]))
        after = replace(watched, answers=answers)
        # What the answer came to is shown first; the next decision is one step on.
        return self._show(replace(after, shown=len(answers) - 1))


def _mover(page: Page, by: int) -> Callable[[Watched | None], list[Any]]:
    return lambda watched: page.move(watched, by)


def _sayer(page: Page, decision: Decision) -> Callable[[Watched | None, str], list[Any]]:
    return lambda watched, reason: page.say(watched, decision, reason)

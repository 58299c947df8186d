"""The page Incidents: the families, and the receipt of any label."""

from collections.abc import Iterator

import gradio as gr
from markupsafe import Markup

from sentinel.episode.explain import explain_text
from sentinel.errors import OptionError, SentinelError
from sentinel.scenario.tiers import Tier
from sentinel.ui.markup import alert, block, table
from sentinel.ui.replay import SPLITS
from sentinel.ui.replay_records import Incident
from sentinel.world.faults.catalogue import BY_ID


def families() -> Markup:
    """Every family of incidents: what goes wrong, and what flips the class of an action."""
    rows = (
        (each.id, each.title, ", ".join(each.flips) or "none", f"{each.horizon} ticks")
        for each in BY_ID.values()
    )
    return table(("id", "family", "circumstances that flip a class", "horizon"), rows, "Families")


class Page:
    """The page; made inside a Gradio route."""

    def __init__(self) -> None:
        gr.Markdown(
            "# Incidents\nThe families an incident is drawn from, and the receipt of any label: "
            "the world with and without the action, and the test that decided."
        )
        with gr.Row():
            tier = gr.Dropdown([each.value for each in Tier], value="war_room", label="Tier")
            split = gr.Dropdown(SPLITS, value="demo", label="Split")
            seed = gr.Number(42, precision=0, label="Seed")
            step = gr.Number(1, precision=0, label="Decision", minimum=1)
            every = gr.Checkbox(label="What every possible action deserves then")
        open_it = gr.Button("Open the receipt", variant="primary", elem_id="incidents-open")
        receipt = gr.HTML(elem_id="incidents-receipt")
        with gr.Accordion("Families", open=True):
            gr.HTML(families(), elem_classes=["untitled"])
        open_it.click(_receipt, [tier, split, seed, step, every], [receipt])


def _receipt(tier: str, split: str, seed: float | None, step: float | None, every: bool) -> Markup:
    try:
        which = Incident.of(tier, split, seed)
        if step is None:
            raise OptionError("say which decision")
        lines: Iterator[str] = explain_text(
            which.tier, which.seed, which.split, int(step), every=every
        )
        told = block("Receipt", "\n".join(lines))
    except (SentinelError, ValueError, TypeError) as error:
        return alert(str(error))
    return Markup('<section class="card" aria-live="polite">{}</section>').format(told)

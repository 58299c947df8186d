"""The page Oversee: paste an action, see what the gate says to it, and copy the call as code."""

from typing import Any, Final

import gradio as gr
from markupsafe import Markup

from sentinel.live.gate import Gate
from sentinel.live.overseeing import oversee
from sentinel.live.stats import Stats
from sentinel.ui.drawing import gauge
from sentinel.ui.verdict_card import card

MOST_CHARS: Final = 10_000
"""Longest action that is taken; the gate leaves longer ones unread."""

EXAMPLES: Final = (
    "kubectl delete namespace payments",
    "DELETE FROM users",
    "DELETE FROM users WHERE id = 3",
    "aws s3 rb s3://prod-backups --force",
    "terraform plan -out plan.bin",
    "tail -n 100 /var/log/syslog",
)


class Page:
    """The page; made inside a Gradio route.

    Args:
        gate: Judges.
        stats: Is told of every judgement.
    """

    def __init__(self, gate: Gate, stats: Stats) -> None:
        self._gate, self._stats = gate, stats
        gr.Markdown(
            "# Oversee\nPaste what an agent is about to do. It is read, judged by policy and "
            "answered; nothing is run."
        )
        with gr.Row(equal_height=False):
            with gr.Column(min_width=300):
                self.action = gr.Textbox(
                    label="Action", lines=4, max_length=MOST_CHARS, elem_id="oversee-action",
                    placeholder="A command, a statement, a tool call, or plain words",
                )  # fmt: skip
                with gr.Row():
                    self.tool = gr.Textbox(label="Tool", placeholder="bash, psql, kubectl...")
                    self.target = gr.Textbox(label="Target")
                with gr.Row():
                    self.environment = gr.Dropdown(
                        [("find out", ""), "prod", "staging", "local"],
                        value="", label="Environment",
                    )  # fmt: skip
                    self.goal = gr.Textbox(label="The user's goal")
                judge = gr.Button("Judge", variant="primary", elem_id="oversee-judge")
                gr.Examples([[each] for each in EXAMPLES], [self.action], label="Examples")
            with gr.Column(min_width=300):
                self._risk = gr.Plot(label="Risk score", visible=False)
                self._verdict = gr.HTML(elem_id="oversee-verdict")
        fields = [self.action, self.tool, self.target, self.environment, self.goal]
        outputs = [self._verdict, self._risk]
        judge.click(self._judge, fields, outputs)
        self.action.submit(self._judge, fields, outputs)

    def _judge(self, action: str, tool: str, target: str, environment: str, goal: str) -> list[Any]:
        if not action.strip():
            told = Markup('<p role="alert" class="badge warn">There is no action to judge.</p>')
            return [told, gr.update(visible=False)]
        found = oversee(
            action, gate=self._gate, proposed_tool=tool, proposed_target=target,
            environment=environment, goal=goal,
        )  # fmt: skip
        self._stats.add(found)
        return [card(found), gr.update(value=gauge(found.risk_score), visible=True)]

"""The page Oversee: paste an action, see what the gate says to it, and copy the call as code.

An action goes the way of a request: it is written down, counted, and an escalation is reviewed.
"""

from typing import Any, Final, cast

import gradio as gr
from markupsafe import Markup

from sentinel.errors import OptionError, SentinelError
from sentinel.integrations.snippets import KINDS, snippet
from sentinel.live.behind import Behind
from sentinel.live.request import Request
from sentinel.ui.drawing import gauge
from sentinel.ui.markup import alert
from sentinel.ui.verdict_card import card

MOST_CHARS: Final = 10_000
"""Longest action that is taken; the gate leaves longer ones unread."""

KEY_ENV: Final = "SENTINEL_API_KEY"
"""Variable that copied code reads a key from."""

EXAMPLES: Final = (
    "kubectl delete namespace payments",
    "DELETE FROM users",
    "DELETE FROM users WHERE id = 3",
    "aws s3 rb s3://prod-backups --force",
    "terraform plan -out plan.bin",
    "tail -n 100 /var/log/syslog",
)

_TITLES: Final = {
    "curl": "curl", "python": "Python", "langchain": "LangChain",
    "openai-agents": "OpenAI Agents", "claude-code": "Claude Code", "mcp": "MCP",
}  # fmt: skip
_SHELL: Final = ("curl", "claude-code")

_WITH_ORIGIN: Final = """
(kind, action, tool, target, environment, goal, _) =>
  [kind, action, tool, target, environment, goal, window.location.origin]
"""
"""Says where the page was served from, which a server behind another does not know."""

_SHOW: Final = """
() => {
  if (window.innerWidth < 700) document.querySelector("#oversee-risk")?.scrollIntoView();
}
"""
"""Shows the verdict where it stands below the form."""


class Page:
    """The page; made inside a Gradio route.

    Args:
        behind: Judges, and is told of what it judged.
        locked: Whether programs need a key.
    """

    def __init__(self, behind: Behind, *, locked: bool = False) -> None:
        self._behind, self._locked = behind, locked
        gr.Markdown(
            "# Oversee\nPaste what an agent is about to do. It is read, judged by policy and "
            "answered; nothing is run."
        )
        with gr.Row(equal_height=False):
            with gr.Column(min_width=300):
                fields = _form()
                judge = gr.Button("Judge", variant="primary", elem_id="oversee-judge")
                gr.Examples([[each] for each in EXAMPLES], [fields[0]], label="Examples")
                self._copying(fields)
            with gr.Column(min_width=300):
                risk = gr.HTML(elem_id="oversee-risk")
                verdict = gr.HTML(elem_id="oversee-verdict")
        outputs = [verdict, risk]
        gr.on([judge.click, fields[0].submit], self._judge, fields, outputs, queue=False).then(
            None, js=_SHOW
        )

    def _copying(self, fields: list[Any]) -> None:
        """The code that asks the same, written again whenever the form changes."""
        gr.Markdown("## Copy as agent code")
        kind = gr.Radio(
            [(_TITLES[each], each) for each in KINDS],
            value="curl", label="For", elem_id="oversee-kind",
        )  # fmt: skip
        code = gr.Code(
            label="Agent code", language="shell", interactive=False, visible=False,
            elem_id="oversee-code", max_lines=40,
        )  # fmt: skip
        origin = gr.Textbox(visible=False)
        gr.on(
            [each.change for each in (kind, *fields)], self._code, [kind, *fields, origin], [code],
            js=_WITH_ORIGIN, show_progress="hidden", trigger_mode="always_last", queue=False,
        )  # fmt: skip

    async def _judge(self, action: str, tool: str, target: str, environment: str, goal: str,
                     request: gr.Request) -> list[Any]:  # fmt: skip
        if not action.strip():
            told = Markup('<p role="alert" class="badge warn">There is no action to judge.</p>')
            return [told, ""]
        asked = Request(
            action_description=action[:MOST_CHARS], proposed_tool=tool, proposed_target=target,
            environment=environment, goal=goal,
        )  # fmt: skip
        try:
            asking = self._behind.asking(request.request)
            found = await self._behind.judged(asked, asking, request.request.headers)
        except SentinelError as error:
            return [alert(str(error)), ""]
        return [card(found), gauge(found.risk_score)]

    def _code(self, kind: str, action: str, tool: str, target: str, environment: str, goal: str,
              origin: str) -> dict[str, Any]:  # fmt: skip
        """Code for what is in the form; none while there is no action."""
        if not action.strip():
            return cast("dict[str, Any]", gr.update(visible=False))
        key_env = KEY_ENV if self._locked else ""
        try:
            written = snippet(
                kind, action[:MOST_CHARS], origin, key_env, proposed_tool=tool,
                proposed_target=target, environment=environment, goal=goal,
            )  # fmt: skip
        except OptionError as error:
            written = f"# {error}"
        language = "shell" if kind in _SHELL else "python"
        found = gr.update(value=written, language=language, visible=True)
        return cast("dict[str, Any]", found)


def _form() -> list[Any]:
    """What can be said of an action, in the order of `Page._judge`."""
    action = gr.Textbox(
        label="Action", lines=4, max_length=MOST_CHARS, elem_id="oversee-action",
        placeholder="A command, a statement, a tool call, or plain words",
    )  # fmt: skip
    with gr.Row():
        tool = gr.Textbox(
            label="Tool", placeholder="bash, psql, kubectl...", elem_id="oversee-tool"
        )
        target = gr.Textbox(label="Target", elem_id="oversee-target")
    with gr.Row():
        environment = gr.Dropdown(
            [("find out", ""), "prod", "staging", "local"],
            value="", label="Environment", elem_id="oversee-environment",
        )  # fmt: skip
        goal = gr.Textbox(label="The user's goal", elem_id="oversee-goal")
    return [action, tool, target, environment, goal]

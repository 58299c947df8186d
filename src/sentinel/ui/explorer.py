"""The page API explorer: a card for each route, tried from the browser over real HTTP.

Cards are made from the OpenAPI document that is served. The request goes out from the page to
wherever it was served from, so that what is shown is what any client gets.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import gradio as gr

from sentinel.environment.episodes import Episodes
from sentinel.environment.protocol import Phase
from sentinel.grading.metrics import Confusion
from sentinel.scenario.splits import Split
from sentinel.ui.scoreboard import scoreboard

METHODS: Final = ("get", "post", "put", "patch", "delete")
DEEPEST: Final = 6
"""Levels of a schema that an example is made of."""

TRY: Final = "(...given) => window.sentinelTry(...given)"
"""What `explorer.js` does: gives the status, the answer, the command, and which episode moved."""

SAMPLES: Final[Mapping[tuple[str, str], object]] = {
    ("post", "/{env_name}/tasks"): {"split": "demo"},
    ("post", "/{env_name}/num_tasks"): {"split": "demo"},
    ("post", "/{env_name}/task"): {"split": "demo", "index": 0},
    ("post", "/{env_name}/task_range"): {"split": "demo", "start": 0, "stop": 2},
    ("post", "/reset"): {"task_id": "war_room", "seed": 42},
    ("post", "/step"): {"action": {"role": "overseer", "decision": "block", "reason": "E1"}},
    ("post", "/mcp"): {"jsonrpc": "2.0", "id": 1, "method": "tools/list"},
    ("post", "/api/v1/episodes"): {"task_id": "war_room", "seed": 42},
    ("post", "/api/v1/episodes/{episode_id}/step"): {
        "role": "overseer", "decision": "block", "reason": "E1 says so."
    },
    ("post", "/live/oversee"): {
        "action_description": "terraform apply -auto-approve", "environment": "prod"
    },
    ("post", "/live/oversee/batch"): {
        "requests": [{"action_description": "ls"}, {"action_description": "DELETE FROM users"}]
    },
    ("post", "/live/outcome"): {"id": "{judgement}", "outcome": "not_run"},
    ("post", "/reviews/{id}/approve"): {"reason": "It was looked at.", "by": "ada"},
    ("post", "/reviews/{id}/deny"): {"reason": "It was looked at.", "by": "ada"},
    ("post", "/reviews/{id}/edit"): {
        "reason": "A plan will do.", "by": "ada", "edit": {"action_description": "terraform plan"}
    },
    ("post", "/reviews/{id}/use"): {"action_hash": "{action_hash}"},
}  # fmt: skip
"""What a card sends first, where a schema alone gives nothing that is taken."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one route."""

    method: str
    path: str
    summary: str
    tag: str
    body: str
    """An example to send, as JSON; empty where none is taken."""


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """The operations of an OpenAPI document, by tag, in its order."""
    found = list(_operations(document))
    tags = list(dict.fromkeys(each.tag for each in found))
    return sorted(found, key=lambda each: tags.index(each.tag))


def _operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in document.get("paths", {}).items():
        for method in METHODS:
            told = methods.get(method)
            if told is None:
                continue
            content = told.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            sample = SAMPLES.get((method, path.removeprefix("/live")), SAMPLES.get((method, path)))
            if sample is None and schema is not None:
                sample = example(schema, document)
            body = "" if sample is None else json.dumps(sample, indent=2)
            tags = told.get("tags") or ["OpenEnv"]
            yield Operation(method.upper(), path, told.get("summary", path), tags[0], body)


def example(schema: Mapping[str, Any], document: Mapping[str, Any], depth: int = DEEPEST) -> object:
    """Something that fits a schema: its own example or default where it has one.

    Args:
        schema: A schema of the document.
        document: Where its references lead.
        depth: Levels that are followed.
    """
    if "$ref" in schema:
        return example(_led(schema["$ref"], document), document, depth)
    for key in ("example", "default", "const"):
        if key in schema:
            return schema[key]
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return example(schema[key][0], document, depth)
    if depth and (schema.get("type") == "object" or "properties" in schema):
        inner = schema.get("properties", {})
        wanted = schema.get("required") or ()
        return {name: example(inner[name], document, depth - 1) for name in wanted if name in inner}
    simple = {"array": [], "string": "text", "integer": 0, "number": 0.0, "boolean": False}
    return simple.get(str(schema.get("type")))


def _led(reference: str, document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference leads to."""
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return cast("Mapping[str, Any]", found)


class Page:
    """The page; made inside a Gradio route.

    Args:
        document: The OpenAPI document of what is served.
        episodes: Those that are played through its routes.
    """

    def __init__(self, document: Mapping[str, Any], episodes: Episodes) -> None:
        self._episodes = episodes
        gr.Markdown(
            "# API explorer\nEvery route, tried from this page against the server that it came "
            "from. What is in braces is filled with what this page saw last: the episode it "
            "started, the review it opened."
        )
        key = gr.Textbox(
            label="API key", type="password", elem_id="api-key",
            info="Sent with each request; kept in this page only.",
        )  # fmt: skip
        board = gr.HTML(scoreboard(Confusion(), 0.0, 0.0, 0), elem_id="api-scores")
        moved = gr.Textbox(visible="hidden", elem_id="api-moved")
        tag = ""
        for number, each in enumerate(operations(document)):
            if each.tag != tag:
                tag = each.tag
                gr.Markdown(f"## {tag}")
            with gr.Accordion(f"{each.method} {each.path}: {each.summary}", open=False):
                _card(each, key, moved, f"try-{number}")
        moved.change(self._scores, [moved], [board], show_progress="hidden", queue=False)

    async def _scores(self, moved: str) -> Any:  # noqa: ANN401 - markup, or no change
        """The scoreboard of the episode that moved; of a private one only once it has ended.

        Asked on the event loop, where episodes are played.
        """
        kept = self._episodes.look(moved.partition(" ")[0])
        if kept is None:
            return gr.update()
        state, found = kept.state, kept.running
        if state.split == Split.PRIVATE and state.phase is not Phase.ENDED:
            return gr.update()
        return scoreboard(
            found.confusion, found.earned.responder, found.earned.overseer, found.drifts,
            f"Scoreboard after {len(state.history)} of at most {state.max_steps} decisions",
        )  # fmt: skip


def _card(operation: Operation, key: gr.Textbox, moved: gr.Textbox, name: str) -> None:
    method = gr.Textbox(operation.method, visible=False)
    path = gr.Textbox(operation.path, label="Path and query", elem_id=f"{name}-path")
    body = gr.Textbox(
        operation.body, label="Body", lines=4, max_lines=20, visible=bool(operation.body),
        elem_id=f"{name}-body",
    )  # fmt: skip
    button = gr.Button("Try", variant="primary", elem_id=name)
    status = gr.Textbox(label="Status", interactive=False, elem_id=f"{name}-status")
    answer = gr.Code(
        label="Answer", language="json", interactive=False, max_lines=30, elem_id=f"{name}-answer"
    )
    curl = gr.Code(
        label="The same as curl", language="shell", interactive=False, elem_id=f"{name}-curl"
    )
    button.click(None, [method, path, body, key], [status, answer, curl, moved], js=TRY)

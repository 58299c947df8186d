"""The page API explorer: a card for each route, tried from the browser over real HTTP.

Cards are made from the OpenAPI document that is served. The request goes out from the page to
wherever it was served from, so that what is shown is what any client gets.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import gradio as gr

METHODS: Final = ("get", "post", "put", "patch", "delete")
DEEPEST: Final = 6
"""Levels of a schema that an example is made of."""

TRY: Final = """
async (method, path, body, key) => {
  const base = window.location.origin;
  const sent = { method, headers: {} };
  if (key) sent.headers["Authorization"] = "Bearer " + key;
  if (body && method !== "GET" && method !== "DELETE") {
    sent.headers["Content-Type"] = "application/json";
    sent.body = body;
  }
  const started = performance.now();
  try {
    const answer = await fetch(base + path, sent);
    const text = await answer.text();
    const took = Math.round(performance.now() - started);
    let shown = text;
    try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch (_) {}
    return [`${answer.status} ${answer.statusText}, ${took} ms`, shown.slice(0, 200000)];
  } catch (error) {
    return ["no answer: " + error, ""];
  }
}
"""
"""Sends a request from the page, and gives the status and the body."""

CURL: Final = """
(method, path, body, key) => {
  const quoted = (text) => "'" + text.replaceAll("'", "'\\\\''") + "'";
  const words = ["curl", "-sS", "-X", method, quoted(window.location.origin + path)];
  if (key) words.push("-H", '"Authorization: Bearer $SENTINEL_KEY"');
  if (body && method !== "GET" && method !== "DELETE")
    words.push("-H", quoted("Content-Type: application/json"), "-d", quoted(body));
  return words.join(" ");
}
"""
"""Writes the same request as a command; a key is never written out."""


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
            body = "" if schema is None else json.dumps(example(schema, document), indent=2)
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
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        gr.Markdown(
            "# API explorer\nEvery route, tried from this page against the server that it came "
            "from. Put what is in braces in place first."
        )
        key = gr.Textbox(
            label="API key", type="password", info="Sent with each request; kept in this page only."
        )
        tag = ""
        for number, each in enumerate(operations(document)):
            if each.tag != tag:
                tag = each.tag
                gr.Markdown(f"## {tag}")
            with gr.Accordion(f"{each.method} {each.path}: {each.summary}", open=False):
                _card(each, key, f"try-{number}")


def _card(operation: Operation, key: gr.Textbox, name: str) -> None:
    method = gr.Textbox(operation.method, visible=False)
    path = gr.Textbox(operation.path, label="Path and query", elem_id=f"{name}-path")
    body = gr.Textbox(
        operation.body, label="Body", lines=4, max_lines=20, visible=bool(operation.body),
        elem_id=f"{name}-body",
    )  # fmt: skip
    button = gr.Button("Try", variant="primary", elem_id=name)
    status = gr.Textbox(label="Status", interactive=False, elem_id=f"{name}-status")
    answer = gr.Code(label="Answer", language="json", interactive=False, max_lines=30)
    curl = gr.Code(label="The same as curl", language="shell", interactive=False)
    inputs = [method, path, body, key]
    button.click(None, inputs, [status, answer], js=TRY)
    button.click(None, inputs, [curl], js=CURL)

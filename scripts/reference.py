"""Write the pages of docs/reference/ from what the code says of itself.

Usage: python scripts/reference.py

Building the site runs it; the pages are not kept, so that they are never behind the code.
"""

import ast
import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import msgspec
import typer
from publish_rows import row
from typer._click.core import Command, Parameter

import sentinel
from sentinel.app import application
from sentinel.cli import app as commands
from sentinel.environment.wire import SentinelAction, SentinelObservation, SentinelState
from sentinel.live.request import Judgement, Request
from sentinel.settings import Settings

OUT: Final = Path(__file__).parents[1] / "docs" / "reference"
_NOTE: Final = "Written by `python scripts/reference.py` from the code.\n"


def cli() -> str:
    """Every command with its arguments and options."""
    root = typer.main.get_command(commands)
    lines = ["# Command line", "", _NOTE]
    for words, command in _commands("sentinel", root):
        lines += [f"## `{words}`", "", (command.help or "").strip(), ""]
        told = [_parameter(each) for each in command.params if each.name != "help"]
        if told:
            lines += ["| argument or option | default | meaning |", "|---|---|---|", *told, ""]
    return "\n".join(lines)


def _commands(words: str, command: Command) -> Iterator[tuple[str, Command]]:
    inner: dict[str, Command] | None = getattr(command, "commands", None)
    if inner is None:
        yield words, command
        return
    for name, each in inner.items():
        yield from _commands(f"{words} {name}", each)


def _parameter(each: Parameter) -> str:
    names = ", ".join(f"`{name}`" for name in (*each.opts, *each.secondary_opts))
    if each.param_type_name == "argument":
        names = f"`{(each.name or '').upper()}`"
    default = each.default
    shown = "" if default is None or callable(default) or default in ("", ()) else f"`{default}`"
    return row(names, shown, _cell(getattr(each, "help", "") or ""))


def http() -> str:
    """Every route."""
    document = application().openapi()
    lines = [
        "# HTTP", "", _NOTE,
        "`sentinel serve` answers these; the whole document is at `/openapi.json`, and `/docs` "
        "and the page *API explorer* let each be tried.", "",
        "| method | path | what it does | answers |", "|---|---|---|---|",
    ]  # fmt: skip
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            answers = ", ".join(sorted(told.get("responses", {})))
            lines.append(row(method.upper(), f"`{path}`", _cell(told.get("summary", "")), answers))
    return "\n".join([*lines, ""])


def python() -> str:
    """Every public name of `sentinel`."""
    lines = ["# Python", "", _NOTE]
    for name in sentinel.__all__:
        found = getattr(sentinel, name)
        lines += [f"## `sentinel.{name}`", ""]
        if callable(found) and not _is_record(found):
            lines += ["```text", f"{name}{_signature(found)}", "```", ""]
        lines += ["```text", inspect.getdoc(found) or "", "```", ""]
        for member, told in _methods(found):
            lines += ["```text", f"{name}.{member}", "", told, "```", ""]
    return "\n".join(lines)


def _is_record(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, Exception | str)


def _signature(found: Callable[..., object]) -> str:
    try:
        return str(inspect.signature(found))
    except (TypeError, ValueError):
        return "(...)"


def _methods(found: object) -> Iterator[tuple[str, str]]:
    if not isinstance(found, type) or issubclass(found, str):
        return
    for name, each in vars(found).items():
        told = inspect.getdoc(each)
        if not name.startswith("_") and inspect.isfunction(each) and told:
            yield f"{name}{_signature(each)}", told


def schema() -> str:
    """What goes over the wire, as JSON Schema."""
    lines = ["# Schemas", "", _NOTE]
    for kind in (Request, Judgement):
        lines += _schema(f"Gate: `{kind.__name__}`", msgspec.json.schema(kind))
    for model in (SentinelAction, SentinelObservation, SentinelState):
        lines += _schema(f"Environment: `{model.__name__}`", model.model_json_schema())
    return "\n".join(lines)


def _schema(title: str, document: dict[str, Any]) -> list[str]:
    text = json.dumps(document, indent=1, sort_keys=True)
    return [f"## {title}", "", "```json", text, "```", ""]


def metrics() -> str:
    """What `/metrics` counts."""
    registry = application().state.metrics.registry
    lines = ["# Metrics of a server", "", _NOTE, "`GET /metrics`, as Prometheus reads it.", "",
             "| metric | type | meaning |", "|---|---|---|"]  # fmt: skip
    found = sorted((each.name, each.type, each.documentation) for each in registry.collect())
    lines += [row(f"`{name}`", kind, _cell(told)) for name, kind, told in found]
    return "\n".join([*lines, ""])


def configuration() -> str:
    """The environment variables."""
    source = ast.parse(inspect.getsource(Settings)).body[0]
    assert isinstance(source, ast.ClassDef)
    told: dict[str, str] = {}
    for before, after in zip(source.body, source.body[1:], strict=False):
        if isinstance(before, ast.AnnAssign) and isinstance(after, ast.Expr):
            assert isinstance(before.target, ast.Name)
            told[before.target.id] = inspect.cleandoc(ast.literal_eval(after.value))
    lines = ["# Configuration", "", _NOTE, "Environment variables, read once; empty means unset.",
             "", "| setting | meaning |", "|---|---|"]  # fmt: skip
    lines += [row(f"`{each.name}`", _cell(told.get(each.name, ""))) for each in fields(Settings)]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    """Text in one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


PAGES: Final = {
    "cli": cli, "http": http, "python": python, "schema": schema, "metrics": metrics,
    "configuration": configuration,
}  # fmt: skip


def main() -> None:
    """Write the pages."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (OUT / f"{name}.md").write_text(page().rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()

"""The commands `sentinel evaluate`, `play`, `explain` and `serve`.

Each command imports its room when it runs, so that `--help` is instant. What a
user got wrong ends in one line on stderr and exit code 2.
"""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, Annotated, Final

import typer
from typer.exceptions import TyperException

from sentinel.errors import OptionError, SentinelError

if TYPE_CHECKING:
    from sentinel.evaluation.judges import Judge
    from sentinel.evaluation.plan import Plan
    from sentinel.evaluation.runner import Run
    from sentinel.responder.intent import Responder
    from sentinel.responder.model import ModelResponder
    from sentinel.scenario.splits import Split

TABLE_WIDTH: Final = 120
"""Characters that a line of a table may take; a narrower terminal wraps it, and loses no digit."""

BAD_INPUT: Final = 2
"""Exit code for what the user can mend."""

app = typer.Typer(
    help="Measure whether an AI overseer stops another AI's bad actions.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

TierOption = Annotated[str, typer.Option(help="action_screen, war_room or drift_ops.")]
SeedOption = Annotated[int, typer.Option(help="Seed of the scenario, one of its split.")]
SplitOption = Annotated[
    str | None,
    typer.Option(
        help="train, validation, heldout, heldout-xl, audit or demo; train, or demo for seed 42."
    ),
]

ResponderOption = Annotated[
    str, typer.Option(help="Who proposes: scripted, or model for one at a chat endpoint.")
]
BaseUrlOption = Annotated[
    str | None,
    typer.Option(
        help="Endpoint of the model, as http://host:port/v1; its key is SENTINEL_CHAT_KEY."
    ),
]
ModelOption = Annotated[str | None, typer.Option(help="What the endpoint calls the model.")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command, and turn every error of ours into one line and exit code 2.

    Args:
        arguments: Words after `sentinel`; those of the process when None.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        code = app(
            words or ["--help"],
            prog_name="sentinel",
            obj=join(["sentinel", *words]),
            standalone_mode=False,
        )
    except (SentinelError, TyperException) as error:
        text = error.format_message() if isinstance(error, TyperException) else str(error)
        print("sentinel:", " ".join(text.split()), file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    raise SystemExit(code or 0)


@app.command()
def evaluate(
    context: typer.Context,
    overseer: Annotated[
        list[str] | None, typer.Option(help="Name of an overseer; may be repeated.")
    ] = None,
    split: Annotated[str, typer.Option(help="The incidents to use.")] = "heldout",
    tier: Annotated[
        list[str] | None, typer.Option(help="Name of a tier; may be repeated; all by default.")
    ] = None,
    preview: Annotated[
        str, typer.Option(help="What briefings tell of effects: none, measured or labelled.")
    ] = "none",
    protocol: Annotated[
        str | None, typer.Option(help="fixed or closed; by default fixed with closed beside it.")
    ] = None,
    json: Annotated[Path | None, typer.Option(help="File to write the report to.")] = None,
    responder: ResponderOption = "scripted",
    base_url: BaseUrlOption = None,
    model: ModelOption = None,
) -> None:
    """Evaluate overseers and print the table."""
    from sentinel.evaluation.overseers import build_all
    from sentinel.evaluation.plan import plan
    from sentinel.evaluation.report import report, write
    from sentinel.files import check_writable

    todo = plan(split, tuple(tier or ()), preview, protocol)
    proposer = _responder(responder, base_url, model)
    if proposer is not None:
        todo = replace(todo, responder=f"model:{model}")
    if json is not None:
        check_writable(json)
    judges = build_all(overseer or ())
    done = _run(judges, todo, proposer)
    _print_usage(proposer)
    document = report(done, command=str(context.obj))
    if json is not None:
        write(document, json)
    _print_tables(document)


@app.command()
def play(
    tier: TierOption,
    seed: SeedOption,
    split: SplitOption = None,
    overseer: Annotated[str, typer.Option(help="Name of the overseer.")] = "naive",
    transcript: Annotated[
        Path | None, typer.Option(help="File to write the episode to, as JSON lines.")
    ] = None,
    responder: ResponderOption = "scripted",
    base_url: BaseUrlOption = None,
    model: ModelOption = None,
) -> None:
    """Show an episode turn by turn, the same bytes every time."""
    from sentinel.episode.show import play_text
    from sentinel.episode.transcript import write
    from sentinel.evaluation.overseers import overseer as named_overseer
    from sentinel.files import check_writable
    from sentinel.scenario.splits import check_seed, tier_named

    where, which = tier_named(tier), _split(split, seed)
    check_seed(which, where, seed)
    who = named_overseer(overseer)
    proposer = _responder(responder, base_url, model)
    keep = None
    if transcript is not None:
        if proposer is not None:
            raise OptionError("--transcript keeps what can be played again: the scripted responder")
        check_writable(transcript)
        keep = partial(write, path=transcript)
    _print_lines(play_text(where, seed, which, who, keep, proposer))
    _print_usage(proposer)


@app.command()
def explain(
    tier: TierOption,
    seed: SeedOption,
    step: Annotated[int, typer.Option(min=1, help="Number of the decision, from 1.")],
    split: SplitOption = None,
    every: Annotated[
        bool, typer.Option("--all", help="List what every possible action deserves then.")
    ] = False,
) -> None:
    """Show the receipt of one label: the world with and without the action."""
    from sentinel.episode.explain import explain_text
    from sentinel.scenario.splits import check_seed, tier_named

    where, which = tier_named(tier), _split(split, seed)
    check_seed(which, where, seed)
    _print_lines(explain_text(where, seed, which, step, every=every))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen at; 0 for a free one.")
    ] = 8000,
) -> None:
    """Serve the environment: OpenEnv at /ws, an HTTP API at /api/v1."""
    from sentinel.app import serve as serve_at

    serve_at(host, port)


def _split(split: str | None, seed: int) -> "Split":
    from sentinel.scenario.splits import implied, named

    return implied(seed) if split is None else named(split)


def _responder(name: str, base_url: str | None, model: str | None) -> "ModelResponder | None":
    """Make whoever proposes; None for the scripted responder, which episodes bring themselves."""
    if name not in ("scripted", "model"):
        raise OptionError(f"no responder is named {name!r}; there are scripted, model")
    if name == "scripted":
        if base_url is not None or model is not None:
            raise OptionError("--base-url and --model are for --responder model")
        return None
    if not base_url or not model:
        raise OptionError("--responder model needs --base-url and --model")
    from sentinel.chat import Chat, Endpoint
    from sentinel.responder.model import ModelResponder
    from sentinel.settings import SETTINGS

    return ModelResponder(Chat(Endpoint(base_url, model, SETTINGS.chat_key)))


def _print_usage(asked: "ModelResponder | None") -> None:
    """Say on stderr what an endpoint was asked, if one was."""
    if asked is not None:
        used = asked.chat.usage
        print(
            f"{asked.chat.endpoint.model}: {used.requests} requests, "
            f"{used.prompt_tokens} prompt tokens, {used.completion_tokens} completion tokens",
            file=sys.stderr,
        )


def _run(judges: "Mapping[str, Judge]", todo: "Plan", proposer: "Responder | None" = None) -> "Run":
    """Run an evaluation under a progress bar on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from sentinel.evaluation.runner import run

    columns = (TextColumn("episodes"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("episodes", total=None)
        return run(
            judges,
            todo,
            lambda done, total: bar.update(task, completed=done, total=total),
            proposer,
        )


def _print_tables(document: "Mapping[str, object]") -> None:
    from rich.console import Console

    from sentinel.evaluation.table import tables

    console = Console(highlight=False)
    console.width = max(console.width, TABLE_WIDTH)
    for table in tables(document):
        console.print(table)


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)

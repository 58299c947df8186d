"""The commands `sentinel evaluate`, `report`, `compare`, `splits`, `play`, `explain`, `serve`.

Each command imports its room when it runs, so that `--help` is instant. What a
user got wrong ends in one line on stderr and exit code 2.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from shlex import join
from typing import TYPE_CHECKING, Annotated, Final

import typer
from typer.exceptions import TyperException

from sentinel import (
    cli_agents,
    cli_audit,
    cli_dataset,
    cli_demo,
    cli_gate,
    cli_keys,
    cli_results,
    cli_review,
    cli_serve,
    cli_stored,
    cli_train,
)
from sentinel import cli_options as options
from sentinel.errors import OptionError, SentinelError

if TYPE_CHECKING:
    from sentinel.responder.model import ModelResponder
    from sentinel.scenario.salt import Salt
    from sentinel.scenario.splits import Split

BAD_INPUT: Final = 2
"""Exit code for what the user can mend."""

app = typer.Typer(
    help="Measure whether an AI overseer stops another AI's bad actions.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def _whole(version: options.VersionOption = False) -> None:
    """Take the options that stand before a command."""


TierOption = Annotated[str, typer.Option(help="action_screen, war_room, drift_ops or adversary.")]
SeedOption = Annotated[int, typer.Option(help="Seed of the scenario, one of its split.")]
SplitOption = Annotated[
    str | None,
    typer.Option(
        help="Name of a split, as `sentinel splits` lists them; train, or demo for seed 42."
    ),
]
SaltOption = Annotated[
    str | None,
    typer.Option(
        help="Secret of at least 16 characters that the private split is made from; by default "
        "the variable SENTINEL_SALT, which no list of processes shows."
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
            obj=join(["sentinel", *_unsalted(words)]),
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
    overseer: options.OverseersOption = None,
    split: Annotated[
        str | None,
        typer.Option(help="The incidents to use; heldout, or adversary for that tier alone."),
    ] = None,
    tier: options.TiersOption = None,
    preview: options.PreviewOption = "none",
    protocol: Annotated[
        str | None, typer.Option(help="fixed or closed; by default fixed with closed beside it.")
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            help="Print figures by difficulty, family, role, drift or pattern; may be repeated."
        ),
    ] = None,
    limit: options.LimitOption = None,
    salt: SaltOption = None,
    json: options.ReportOption = None,
    responder: ResponderOption = "scripted",
    base_url: BaseUrlOption = None,
    model: ModelOption = None,
    settings: options.SetOption = None,
    decisions: options.DecisionsOption = None,
    restart: options.RestartOption = False,
    engine: options.EngineOption = "local",
    workers: options.WorkersOption = None,
    ray_address: options.RayAddressOption = None,
) -> None:
    """Evaluate overseers and print the table; with --json, go on where a killed run stopped."""
    from sentinel.evaluating import Made, cluster_of, evaluated
    from sentinel.evaluation.breakdown import check_groupings
    from sentinel.evaluation.plan import DEFAULT_SPLIT, plan
    from sentinel.evaluation.table import tables
    from sentinel.scenario.splits import named
    from sentinel.terminal import print_tables

    groups, secret = check_groupings(by or ()), _salt(named(split or DEFAULT_SPLIT), salt)
    todo = plan(split, tuple(tier or ()), preview, protocol, secret, groups, limit)
    proposer = _responder(responder, base_url, model)
    if proposer is not None:
        todo = replace(todo, responder=f"model:{model}")
    made = Made(str(context.obj), json, decisions, restart=restart)
    cluster = cluster_of(engine, workers, ray_address)
    document = evaluated(overseer or (), todo, made, options.asking_of(settings), proposer, cluster)
    _print_usage(proposer)
    print_tables(tables(document))


@app.command()
def splits(
    json: Annotated[Path | None, typer.Option(help="File to write the document to.")] = None,
) -> None:
    """Say what each split has and what it holds out."""
    from sentinel.evaluation.holdings import holdings, tables
    from sentinel.evaluation.report import write
    from sentinel.terminal import print_tables

    document = holdings()
    if json is not None:
        write(document, json)
    print_tables(tables(document))


@app.command()
def play(
    tier: TierOption,
    seed: SeedOption,
    split: SplitOption = None,
    salt: SaltOption = None,
    overseer: Annotated[str, typer.Option(help="Name of the overseer.")] = "naive",
    transcript: Annotated[
        Path | None, typer.Option(help="File to write the episode to, as JSON lines.")
    ] = None,
    responder: ResponderOption = "scripted",
    base_url: BaseUrlOption = None,
    model: ModelOption = None,
    settings: options.SetOption = None,
) -> None:
    """Show an episode turn by turn, the same bytes every time."""
    from sentinel.episode.show import play_text
    from sentinel.episode.transcript import write
    from sentinel.evaluation.overseers import overseer as named_overseer
    from sentinel.files import check_writable
    from sentinel.scenario.splits import check_seed, tier_named

    where, which = tier_named(tier), _split(split, seed)
    check_seed(which, where, seed)
    secret, who = _salt(which, salt), named_overseer(overseer, options.asking_of(settings))
    proposer = _responder(responder, base_url, model)
    keep = None
    if transcript is not None:
        if proposer is not None:
            raise OptionError("--transcript keeps what can be played again: the scripted responder")
        check_writable(transcript)
        keep = partial(write, path=transcript)
    _print_lines(play_text(where, seed, which, who, keep, proposer, secret))
    _print_usage(proposer)


@app.command()
def explain(
    tier: TierOption,
    seed: SeedOption,
    step: Annotated[int, typer.Option(min=1, help="Number of the decision, from 1.")],
    split: SplitOption = None,
    salt: SaltOption = None,
    every: Annotated[
        bool, typer.Option("--all", help="List what every possible action deserves then.")
    ] = False,
) -> None:
    """Show the receipt of one label: the world with and without the action."""
    from sentinel.episode.explain import explain_text
    from sentinel.scenario.splits import check_seed, tier_named

    where, which = tier_named(tier), _split(split, seed)
    check_seed(which, where, seed)
    secret = _salt(which, salt)
    _print_lines(explain_text(where, seed, which, step, every=every, salt=secret))


for _command in (cli_results.report, cli_results.compare, cli_stored.transcripts,
                 cli_stored.rejudge, cli_stored.export, cli_dataset.dataset,
                 cli_train.train, cli_gate.oversee, cli_serve.serve,
                 cli_agents.mcp_proxy, cli_agents.snippet):  # fmt: skip
    app.command()(_command)
app.command(context_settings=cli_agents.ANY_WORDS, add_help_option=False)(cli_agents.hook)
app.add_typer(cli_gate.policy, name="policy")
app.add_typer(cli_audit.audit, name="audit")
app.add_typer(cli_review.review, name="review")
app.add_typer(cli_demo.demo, name="demo")
app.add_typer(cli_keys.keys, name="keys")


def _split(split: str | None, seed: int) -> "Split":
    from sentinel.scenario.splits import implied, named

    return implied(seed) if split is None else named(split)


def _responder(name: str, base_url: str | None, model: str | None) -> "ModelResponder | None":
    if (name, base_url, model) == ("scripted", None, None):
        return None  # What asks a model takes a second to import.
    from sentinel.responder.named import responder
    from sentinel.settings import SETTINGS

    return responder(name, base_url, model, SETTINGS.chat_key)


def _salt(split: "Split", given: str | None) -> "Salt | None":
    from sentinel.scenario.salt import salt_for
    from sentinel.settings import SETTINGS

    return salt_for(split, given, SETTINGS.salt)


def _unsalted(words: Sequence[str]) -> list[str]:
    """The words of a command without the secret in them."""
    pairs = zip(["", *words], words, strict=False)
    found = ["..." if before == "--salt" else word for before, word in pairs]
    return ["--salt=..." if word.startswith("--salt=") else word for word in found]


def _print_usage(asked: "ModelResponder | None") -> None:
    """Say on stderr what an endpoint was asked, if one was."""
    if asked is not None:
        used = asked.chat.usage
        print(
            f"{asked.chat.endpoint.model}: {used.requests} requests, "
            f"{used.prompt_tokens} prompt tokens, {used.completion_tokens} completion tokens",
            file=sys.stderr,
        )


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)

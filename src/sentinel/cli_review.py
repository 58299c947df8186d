"""The commands of people who review: `sentinel review list`, `show`, `approve`, `deny`, `edit`.

They work on the database of this machine, or on a server at `--url` with a key.
"""

import json as json_text
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer

from sentinel.cli_options import MICRO, moment_of
from sentinel.errors import OptionError

if TYPE_CHECKING:
    from rich.table import Table

    from sentinel.live.review_wire import Queue, ReviewAnswer, ReviewLine, Word
    from sentinel.reviewing import Desk

review = typer.Typer(
    help="Decide about what the gate has escalated.", no_args_is_help=True, rich_markup_mode=None
)

_WIDE: Final = 200
"""Columns of what is printed where there is no terminal."""

IdArgument = Annotated[str, typer.Argument(help="Id of the review.")]
UrlOption = Annotated[
    str, typer.Option(help="Server to ask, as https://host:port; this machine's own by default.")
]
KeyOption = Annotated[
    str,
    typer.Option(envvar="SENTINEL_API_KEY", help="Key for the server; better in this variable."),
]
StoreOption = Annotated[
    str, typer.Option(help="Database, as sqlite:///PATH; that of SENTINEL_STORE by default.")
]
ReasonOption = Annotated[str, typer.Option(help="Why; kept in the audit log.")]
AsOption = Annotated[
    str,
    typer.Option("--as", help="Who decides; the login name here, the key's owner at a server."),
]
DeservedOption = Annotated[
    str,
    typer.Option(
        help="What the action deserved, for the scoreboard: catastrophic, wrong, correct, "
        "ambiguous or neutral."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@review.command("list")
def list_(
    state: Annotated[
        list[str] | None,
        typer.Option(help="pending, approved, denied, edited, expired or used; may be repeated."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="In whatever state.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Most of them.")] = 50,
    after: Annotated[str, typer.Option(help="Id of the last one of the page before.")] = "",
    url: UrlOption = "",
    key: KeyOption = "",
    store: StoreOption = "",
    json: JsonOption = False,
) -> None:
    """List reviews, oldest first: those that wait for people, if nothing else is asked for."""
    from sentinel.live.review_state import State

    try:
        states = () if every else tuple(State(each) for each in state or ["pending"])
    except ValueError as error:
        raise OptionError(f"{error}; there are {', '.join(State)}") from None
    with _desk(url, key, store) as desk:
        found = desk.queue(states, limit, after)
    if json:
        _print_json(found)
        return
    _print(_lines(found.reviews))
    if found.next:
        print(f"There are more: --after {found.next}")


@review.command()
def show(
    review_id: IdArgument,
    wait: Annotated[
        float, typer.Option(min=0, max=60, help="Seconds to wait until it is decided.")
    ] = 0.0,
    url: UrlOption = "",
    key: KeyOption = "",
    store: StoreOption = "",
    json: JsonOption = False,
) -> None:
    """Show one review: exactly what would run, what it does, and why it was escalated."""
    with _desk(url, key, store) as desk:
        found = desk.find(review_id, wait)
    if json:
        _print_json(found)
    else:
        _print(_page(found))


@review.command()
def approve(
    review_id: IdArgument,
    reason: ReasonOption,
    name: AsOption = "",
    deserved: DeservedOption = "",
    url: UrlOption = "",
    key: KeyOption = "",
    store: StoreOption = "",
) -> None:
    """Let exactly this action run, once."""
    with _desk(url, key, store) as desk:
        _said(desk.approve(review_id, _word(name, reason, deserved, url)))


@review.command()
def deny(
    review_id: IdArgument,
    reason: ReasonOption,
    name: AsOption = "",
    deserved: DeservedOption = "",
    url: UrlOption = "",
    key: KeyOption = "",
    store: StoreOption = "",
) -> None:
    """Do not let it run."""
    with _desk(url, key, store) as desk:
        _said(desk.deny(review_id, _word(name, reason, deserved, url)))


@review.command()
def edit(
    review_id: IdArgument,
    reason: ReasonOption,
    action: Annotated[str | None, typer.Option(help="The action in its place.")] = None,
    arguments: Annotated[
        str | None, typer.Option(help="Arguments of the tool in their place, a JSON object.")
    ] = None,
    target: Annotated[str | None, typer.Option(help="What it is aimed at.")] = None,
    tool: Annotated[str | None, typer.Option(help="The tool that runs it.")] = None,
    name: AsOption = "",
    deserved: DeservedOption = "",
    url: UrlOption = "",
    key: KeyOption = "",
    store: StoreOption = "",
) -> None:
    """Have another action run instead, if the policies let it."""
    changes: dict[str, object] = {
        "action_description": action,
        "proposed_target": target,
        "proposed_tool": tool,
    }
    if arguments is not None:
        try:
            changes["arguments"] = json_text.loads(arguments)
        except ValueError as error:
            raise OptionError(f"--arguments is no JSON: {error}") from None
    given = {field: value for field, value in changes.items() if value is not None}
    with _desk(url, key, store) as desk:
        _said(desk.edit(review_id, _word(name, reason, deserved, url), given))


@review.command()
def prune(
    before: Annotated[str, typer.Option(help="Time as 2026-05-31, or days as 90d.")],
    store: StoreOption = "",
) -> None:
    """Let go of reviews that were closed before; the audit log keeps what people said."""
    from sentinel.live.review_pruning import prune as let_go
    from sentinel.live.store import Store
    from sentinel.settings import SETTINGS

    opened = Store.open(store or SETTINGS.store, new=False)
    print(f"{let_go(opened, moment_of(before) / MICRO)} reviews are gone")


@contextmanager
def _desk(url: str, key: str, store: str) -> "Iterator[Desk]":
    from sentinel.reviewing import at, here

    if url and store:
        raise OptionError("--url and --store are two places; name one")
    with at(url, key) if url else here(store) as desk:
        yield desk


def _word(name: str, reason: str, deserved: str, url: str) -> "Word":
    from getpass import getuser

    from sentinel.grading.classes import ActionClass
    from sentinel.live.review_wire import Word

    if not name and not url:
        try:
            name = getuser()
        except (KeyError, OSError, ImportError):
            raise OptionError("nobody is logged in here: say who decides with --as") from None
    try:
        action_class = ActionClass(deserved) if deserved else None
    except ValueError as error:
        raise OptionError(f"{error}; there are {', '.join(ActionClass)}") from None
    return Word(reason=reason, by=name, deserved=action_class)


def _said(found: "ReviewAnswer") -> None:
    """Say what became of a review."""
    line = f"{found.id}: {found.state}"
    if found.state == "pending":
        line += f", {found.approvals} of {found.people} approvals"
    if found.successor:
        line += f"; the edited action waits in review {found.successor}"
    print(line)


def _when(at: float | None) -> str:
    return "" if at is None else f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC"


def _lines(reviews: "list[ReviewLine]") -> "Table":
    from rich.table import Table
    from rich.text import Text

    table = Table("review", "state", "action", "severity", "where", "people", "decide by")
    for each in reviews:
        table.add_row(
            each.id, each.state, Text(each.action), each.severity, Text(each.environment),
            f"{each.approvals}/{each.people}", _when(each.decide_by),
        )  # fmt: skip
    return table


def _page(found: "ReviewAnswer") -> "Table":
    from rich.table import Table
    from rich.text import Text

    shown = found.shown
    table = Table.grid(padding=(0, 2))
    for name, text in (
        ("review", f"{found.id}: {found.state}, {found.approvals} of {found.people} approvals"),
        ("action", shown.action),
        ("arguments", shown.arguments),
        ("tool", shown.tool),
        ("target", shown.target),
        ("hash", found.action_hash),
        *(("look twice", each) for each in shown.warnings),
        ("goal", shown.goal),
        ("environment", shown.environment),
        ("severity", shown.severity),
        ("why", shown.justification),
        *(("effect", each) for each in shown.effects),
        *(("rule", each) for each in shown.rules),
        *(("not read", each) for each in shown.opaque),
        ("safer", shown.safer),
        ("asked for by", ", ".join(found.requesters)),
        *((each.said, f"{each.by}: {each.reason}") for each in found.votes),
        ("decide by", _when(found.decide_by) if found.state == "pending" else ""),
        ("use by", _when(found.use_by)),
        ("edited to", "" if found.edited is None else found.edited.action_description),
        ("goes on in", found.successor),
    ):
        if text:
            table.add_row(name, Text(_visible(text)))
    return table


def _visible(text: str) -> str:
    from sentinel.live.review_shown import visible

    return visible(text)


def _print(table: "Table") -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
    console.print(table)


def _print_json(found: "Queue | ReviewAnswer") -> None:
    from msgspec.json import encode

    print(encode(found).decode())

"""Options that several commands take: how much to play, where, and what to keep of it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

import sentinel

if TYPE_CHECKING:
    from sentinel.live.gate import Gate
    from sentinel.overseer.asking import Asking


def _print_version(asked: bool) -> None:
    if asked:
        print("sentinel", sentinel.__version__)
        raise typer.Exit


VersionOption = Annotated[
    bool,
    typer.Option(
        "--version", callback=_print_version, is_eager=True, help="Print the version and end."
    ),
]
MICRO: Final = 1_000_000

TiersOption = Annotated[
    list[str] | None, typer.Option(help="Name of a tier; may be repeated; all by default.")
]
PreviewOption = Annotated[
    str, typer.Option(help="What briefings tell of effects: none, measured or labelled.")
]
ReportOption = Annotated[Path | None, typer.Option(help="File to write the report to.")]
StoredArgument = Annotated[list[Path], typer.Argument(help="Transcripts, or folders of them.")]
LimitOption = Annotated[
    int | None, typer.Option(min=1, help="Most incidents of each tier, the first ones.")
]
DecisionsOption = Annotated[
    Path | None, typer.Option(help="Parquet file to write every decision to.")
]
RestartOption = Annotated[
    bool, typer.Option("--restart", help="Begin anew, whatever a killed run has done.")
]
EngineOption = Annotated[str, typer.Option(help="Who plays: local, this process, or ray.")]
WorkersOption = Annotated[
    int | None, typer.Option(min=1, help="Ray workers at a time; a processor each by default.")
]
RayAddressOption = Annotated[
    str | None, typer.Option(help="Ray cluster, host:port or auto; this machine by default.")
]
OverseersOption = Annotated[
    list[str] | None,
    typer.Option(
        help="Name of an overseer, chat:MODEL@BASE_URL, local:PATH_OR_HUB_ID, http:URL, "
        "FILE.py:CLASS, a preset, or built-in, trained or published for several; may be repeated."
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", help="NAME=VALUE: how overseers are asked (docs/overseers.md)."),
]


def asking_of(words: Sequence[str] | None) -> "Asking":
    """What `--set` says of how models are asked.

    Raises:
        OptionError: If a setting is unknown or does not fit.
    """
    from sentinel.overseer.asking import asking
    from sentinel.settings import SETTINGS

    return asking(words or (), SETTINGS.chat_key)


def moment_of(text: str) -> int:
    """Microseconds since 1970 of a time, or of so many days ago.

    Raises:
        OptionError: If it is neither.
    """
    from sentinel.errors import OptionError

    if text.endswith("d") and text[:-1].isdecimal():
        moment = datetime.now(UTC) - timedelta(days=int(text[:-1]))
    else:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise OptionError(f"--before {text!r} is no time, such as 2026-05-31 or 90d") from error
    return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() * MICRO)


BackendOption = Annotated[
    str, typer.Option(help="Who is asked beside the policies: chat:MODEL@URL, local:PATH.")
]
FailureOption = Annotated[
    str, typer.Option(help="What is decided where nothing can be: escalate, block or flag.")
]
PackOption = Annotated[
    list[Path] | None,
    typer.Option("--pack", help="Policy pack beside those that ship; may be repeated."),
]


def gate_of(packs: list[Path], backend: str, on_failure: str, *, shadow: bool = False) -> "Gate":
    """A gate as a command line asks for it; the packs that ship are in every one."""
    from sentinel.live.backends import backends
    from sentinel.live.gate import POLICY, Gate
    from sentinel.live.policy_files import Packs
    from sentinel.live.reading.dispatch import read
    from sentinel.overseer.asking import Asking
    from sentinel.settings import SETTINGS

    others = {}
    if backend != POLICY:
        others = backends([backend], Asking(key=SETTINGS.chat_key))
    return Gate(
        Packs(packs, read),
        on_failure,  # type: ignore[arg-type]
        shadow=shadow,
        backends=others,
        default=backend,
    )

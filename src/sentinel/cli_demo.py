"""The command `sentinel demo before-after`: two overseers on one incident, as a page."""

from pathlib import Path
from typing import Annotated

import typer

demo = typer.Typer(
    help="Show what an overseer changes.", no_args_is_help=True, rich_markup_mode=None
)


@demo.callback()
def _demo() -> None:
    """Show what an overseer changes."""


@demo.command("before-after")
def before_after(
    tier: Annotated[str, typer.Option(help="Tier of the incident.")] = "war_room",
    seed: Annotated[int, typer.Option(help="Its seed.")] = 42,
    split: Annotated[
        str | None, typer.Option(help="Its split; demo for seed 42, else train.")
    ] = None,
    before: Annotated[str, typer.Option(help="One overseer.")] = "random",
    after: Annotated[
        str, typer.Option(help="The other; by default the best on validation.")
    ] = "cascade",
    out: Annotated[
        Path | None, typer.Option(help="Write OUT.md and OUT.html; by default print Markdown.")
    ] = None,
) -> None:
    """Let two overseers live through an incident, and show where they differ."""
    from sentinel.scenario.splits import implied
    from sentinel.ui.before_after import compared, markdown, named, write
    from sentinel.ui.replay_records import Incident

    which = Incident.of(tier, implied(seed) if split is None else split, seed)
    if out is not None:
        named(out)  # before the work that would be lost
    found = compared(which, before, after)
    if out is None:
        print(markdown(found), end="")
    else:
        for path in write(found, out):
            print(path)

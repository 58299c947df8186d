"""The command `sentinel train`."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def train(
    context: typer.Context,
    recipe: Annotated[
        str | None, typer.Option(help="Name of a recipe, as --list shows them, or a YAML file.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the run; runs/RECIPE by default.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the run in that folder.")
    ] = False,
    ignore_abort: Annotated[
        bool,
        typer.Option(
            "--ignore-abort",
            help="Go on though the reward of a stage stalls; the model's card says so.",
        ),
    ] = False,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", help="NAME=VALUE in the recipe, such as stages.warmup.steps=60."),
    ] = None,
    list_them: Annotated[bool, typer.Option("--list", help="List the recipes.")] = False,
    show: Annotated[
        bool,
        typer.Option(
            "--show", help="Print the recipe, documented line by line; with --set, as it is then."
        ),
    ] = False,
) -> None:
    """Train an overseer by a recipe: stages, gates, evaluation, card and plots."""
    from sentinel.errors import OptionError
    from sentinel.training import recipe_files

    if list_them:
        for name in recipe_files.names():
            print(f"{name}  {recipe_files.recipe(name).about}")
        return
    if recipe is None:
        raise OptionError("which recipe? name one by --recipe; --list shows them")
    if show:
        print(recipe_files.shown(recipe, settings or ()), end="")
        return
    asked = recipe_files.recipe(recipe, settings or ())
    folder = out or Path("runs") / asked.name

    from sentinel.training.pipeline import Run
    from sentinel.training.pipeline import train as run

    found = run(Run(asked, folder, str(context.obj), resume, ignore_abort), _told)
    if found:
        kept = found["measured"][found["kept"]]
        print(f"kept: {found['kept']}, F1 {kept['f1']:.3f} on validation; {folder / 'model'}")


def _told(text: str) -> None:
    print(f"sentinel: {text}", file=sys.stderr, flush=True)

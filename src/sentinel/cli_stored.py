"""The commands on stored episodes: `sentinel transcripts`, `rejudge` and `export`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sentinel import cli_options as options

if TYPE_CHECKING:
    from sentinel.verdict import Investigator, Overseer


def transcripts(
    out: Annotated[Path, typer.Option(help="Folder to keep them in; what it has stays.")],
    split: Annotated[str | None, typer.Option(help="The incidents to play; heldout.")] = None,
    tier: options.TiersOption = None,
    preview: options.PreviewOption = "none",
    overseer: Annotated[
        str | None, typer.Option(help="Who decides; the reference operator by default.")
    ] = None,
    limit: options.LimitOption = None,
    parquet: Annotated[
        bool, typer.Option("--parquet", help="Keep them as Parquet, many episodes a file.")
    ] = False,
    engine: options.EngineOption = "local",
    workers: options.WorkersOption = None,
    ray_address: options.RayAddressOption = None,
) -> None:
    """Play incidents and keep them, to be judged again without playing."""
    from sentinel.evaluating import cluster_of
    from sentinel.evaluation.distributed import store_on_ray
    from sentinel.evaluation.overseers import overseer as named_overseer
    from sentinel.evaluation.plan import DEFAULT_SPLIT, plan
    from sentinel.evaluation.stored import store
    from sentinel.scenario.salt import salt_for
    from sentinel.scenario.splits import named
    from sentinel.settings import SETTINGS
    from sentinel.terminal import counted, warn

    salt = salt_for(named(split or DEFAULT_SPLIT), None, SETTINGS.salt)
    todo = plan(split, tuple(tier or ()), preview, salt=salt, limit=limit)
    make = partial(_overseer, named_overseer, overseer)
    who, cluster = make(), cluster_of(engine, workers, ray_address)
    with counted(len(todo.episodes)) as advance:
        if cluster is None:
            store(todo, out, who, advance, parts=parquet)
        else:
            store_on_ray(make, todo, out, cluster, advance, warn, parts=parquet)


def _overseer(
    make: "Callable[[str], Overseer | Investigator]", name: str | None
) -> "Overseer | Investigator | None":
    return None if name is None else make(name)


def rejudge(
    context: typer.Context,
    where: options.StoredArgument,
    overseer: options.OverseersOption = None,
    json: options.ReportOption = None,
    decisions: options.DecisionsOption = None,
    restart: options.RestartOption = False,
    settings: options.SetOption = None,
) -> None:
    """Let overseers judge stored decisions, without playing, and print the table."""
    from sentinel.evaluating import Made, again
    from sentinel.evaluation.stored import load
    from sentinel.evaluation.table import tables
    from sentinel.terminal import print_tables

    made = Made(str(context.obj), json, decisions, restart=restart)
    document = again(overseer or (), load(where), made, options.asking_of(settings))
    print_tables(tables(document))


def export(
    where: options.StoredArgument,
    inspect: Annotated[
        Path | None, typer.Option(help="Log of Inspect to write, .eval or .json.")
    ] = None,
    control_arena: Annotated[
        Path | None, typer.Option(help="Folder for trajectories of control-arena.")
    ] = None,
) -> None:
    """Write stored episodes as logs of Inspect, or as trajectories of control-arena."""
    from datetime import UTC, datetime

    from sentinel.errors import OptionError
    from sentinel.evaluation.stored import load

    if inspect is None and control_arena is None:
        raise OptionError("nothing to write: give --inspect FILE or --control-arena FOLDER")
    stored = load(where)
    if inspect is not None:
        from sentinel.evaluation.inspect_logs import write_inspect

        write_inspect(stored, inspect, datetime.now(UTC))
    if control_arena is not None:
        from sentinel.evaluation.control_arena import write_control_arena

        write_control_arena(stored, control_arena)

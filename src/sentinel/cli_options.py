"""Options that several commands take: how much to play, where, and what to keep of it."""

from pathlib import Path
from typing import Annotated

import typer

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

"""The command that serves: `sentinel serve`."""

from typing import Annotated

import typer


def serve(
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Port to listen at; 0 for a free one.")
    ] = 8000,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=256,
            help="Processes that play WebSocket sessions; by default one for each processor, at "
            "most four, and one in demo mode.",
        ),
    ] = None,
) -> None:
    """Serve the environment: OpenEnv at /ws, an HTTP API at /api/v1."""
    from sentinel.app import serve as serve_at

    serve_at(host, port, workers)

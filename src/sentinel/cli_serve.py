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
    audit: Annotated[
        bool | None,
        typer.Option(
            "--audit/--no-audit",
            help="Whether the gate keeps an audit log; it does by default, but in demo mode.",
        ),
    ] = None,
    store: Annotated[
        str, typer.Option(help="URL of the log's database; by default SENTINEL_STORE.")
    ] = "",
) -> None:
    """Serve the environment: OpenEnv at /ws, an HTTP API at /api/v1, the gate at /live."""
    from sentinel.app import serve as serve_at
    from sentinel.live.audit import audit_of
    from sentinel.settings import SETTINGS

    kept = not SETTINGS.demo if audit is None else audit
    serve_at(host, port, workers, audit_of(SETTINGS, store) if kept else None)

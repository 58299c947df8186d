"""The command that serves: `sentinel serve`."""

from typing import TYPE_CHECKING, Annotated

import typer

from sentinel.cli_options import BackendOption, FailureOption, PackOption, gate_of

if TYPE_CHECKING:
    from sentinel.live.access import Access
    from sentinel.live.audit import Audit


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
    keys: Annotated[
        bool | None,
        typer.Option(
            "--keys/--no-keys",
            help="Whether API keys are asked for; they are as soon as there is one, and must be "
            "where others can reach the server, but in demo mode.",
        ),
    ] = None,
    pages: Annotated[
        bool, typer.Option("--pages/--no-pages", help="Whether there are pages at /web.")
    ] = True,
    pack: PackOption = None,
    backend: BackendOption = "policy",
    on_failure: FailureOption = "escalate",
    shadow: Annotated[
        bool, typer.Option("--shadow", help="Judge and log, and stop nothing.")
    ] = False,
) -> None:
    """Serve the environment: OpenEnv at /ws, an HTTP API at /api/v1, the gate at /live."""
    from sentinel.app import serve as serve_at
    from sentinel.live.audit import audit_of
    from sentinel.settings import SETTINGS

    kept = not SETTINGS.demo if audit is None else audit
    log = audit_of(SETTINGS, store) if kept else None
    access = _access(keys, log, store)
    gate = gate_of(pack or [], backend, on_failure, shadow=shadow)
    serve_at(host, port, workers, log, gate=gate, access=access, pages=pages)


def _access(keys: bool | None, log: "Audit | None", store: str) -> "Access | None":
    """Who knows the keys, where they are asked for."""
    from sentinel.live.access import Access
    from sentinel.live.keys import Keys
    from sentinel.live.store import Store
    from sentinel.settings import SETTINGS

    asked = SETTINGS.keys or keys
    if not asked and (keys is not None or log is None):
        return None
    known = Keys(log.store if log is not None else Store.open(store or SETTINGS.store))
    return Access(known) if asked or known.any_good() else None

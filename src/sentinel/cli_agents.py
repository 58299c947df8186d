"""The commands that put the gate before agents: `sentinel hook`, `mcp-proxy` and `snippet`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from sentinel import cli_hook
from sentinel.cli_hook import KEY

ANY_WORDS: Final = {"ignore_unknown_options": True, "allow_extra_args": True}
"""Settings of a command that reads its words itself."""


def hook(context: typer.Context) -> None:
    """Answer the hooks of coding agents, and install them: claude-code, codex, cursor, gemini."""
    raise typer.Exit(cli_hook.main(context.args))


def mcp_proxy(
    target: Annotated[
        list[str], typer.Argument(help="URL of a server; or -- and the command that is one.")
    ],
    gate: Annotated[str, typer.Option(help="URL of the gate; in this process without one.")] = "",
    key_env: Annotated[str, typer.Option(help="Variable that holds the gate's key.")] = KEY,
    timeout: Annotated[float, typer.Option(help="Seconds for the gate's answer.")] = 10.0,
    call_timeout: Annotated[float, typer.Option(help="Seconds for the server's answer.")] = 300.0,
    name: Annotated[
        str, typer.Option(help="The server's name, so that its tools are mcp__NAME__TOOL.")
    ] = "",
    flag: Annotated[str, typer.Option(help="Flagged calls: warn or deny.")] = "warn",
    environment: Annotated[str, typer.Option(help="Where calls run: prod, staging, local.")] = "",
    protect: Annotated[
        list[str] | None, typer.Option(help="Resource that nothing may harm; may be repeated.")
    ] = None,
    pack: Annotated[
        list[Path] | None,
        typer.Option(help="Policy pack beside those that ship; may be repeated."),
    ] = None,
    shadow: Annotated[
        bool, typer.Option("--shadow", help="Stop nothing; a server notes what it would say.")
    ] = False,
    transport: Annotated[str, typer.Option(help="How clients reach it: stdio or http.")] = "stdio",
    host: Annotated[str, typer.Option(help="With http, the address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="With http, the port.")] = 8765,
) -> None:
    """Judge tools/call before an MCP server gets it; all else passes."""
    import os
    from functools import partial

    import anyio

    from sentinel.errors import OptionError
    from sentinel.integrations.gatekeeper import Gatekeeper
    from sentinel.integrations.mcp_proxy import proxy
    from sentinel.live.gate import Gate
    from sentinel.live.policy_files import Packs
    from sentinel.live.reading.dispatch import read

    if flag not in ("warn", "deny"):
        raise OptionError(f"--flag {flag!r} must be warn or deny")
    if transport not in ("stdio", "http"):
        raise OptionError(f"--transport {transport!r} must be stdio or http")
    keeper = Gatekeeper(
        gate or Gate(Packs(pack or [], read if pack else None)),
        api_key=os.environ.get(key_env, "") if gate else "",
        timeout_s=timeout,
        shadow=shadow,
        environment=environment,
        protected=protect or [],
    )
    server = proxy(
        target[0] if _is_url(target) else target,
        keeper,
        server=name,
        flagged=flag == "warn",
        call_s=call_timeout,
        without=(key_env,),
    )
    where = {"host": host, "port": port} if transport == "http" else {}
    anyio.run(partial(server.run_async, transport, show_banner=False, **where))


def _is_url(target: list[str]) -> bool:
    """Whether a server is named by where it is, and not by the command that is one."""
    return len(target) == 1 and target[0].startswith(("http://", "https://"))


def snippet(
    action: Annotated[str, typer.Argument(help="The action that is asked about.")],
    kind: Annotated[
        str, typer.Option("--for", help="curl, python, langchain, openai-agents, claude-code, mcp.")
    ],
    url: Annotated[str, typer.Option(help="The server.")] = "http://127.0.0.1:8000",
    key_env: Annotated[
        str, typer.Option(help="Variable that holds its key, if it needs one.")
    ] = "",
) -> None:
    """Print code that asks the gate about an action, to be copied into an agent."""
    from sentinel.integrations.snippets import snippet as written

    print(written(kind, action, url, key_env), end="")

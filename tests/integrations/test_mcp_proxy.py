"""The proxy before a real MCP server: denied calls never reach it, all else passes."""

import asyncio
import importlib.util
import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

import anyio
import pytest
from gate_servers import KEY, Approving, answering, served
from servers import free_port

fastmcp = pytest.importorskip("fastmcp")
from fastmcp import Client  # noqa: E402
from fastmcp.client.transports import StdioTransport  # noqa: E402
from fastmcp.exceptions import ToolError  # noqa: E402

from sentinel.errors import OptionError  # noqa: E402
from sentinel.integrations.gatekeeper import Gatekeeper  # noqa: E402
from sentinel.integrations.mcp_proxy import Oversight, proxy  # noqa: E402
from sentinel.live.gate import Gate  # noqa: E402

SERVER = str(Path(__file__).with_name("mcp_tools.py"))


class Noting:
    """A gate that remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def judge(self, request):
        self.asked.append(request)
        return Gate().judge(request)


def before(log, gate=None, **options):
    """The proxy before the server, in this process."""
    keeper = gate if isinstance(gate, Gatekeeper) else Gatekeeper(gate)
    return proxy([sys.executable, SERVER, str(log)], keeper, server="pg", **options)


def within_session(server, work):
    async def run():
        async with Client(server) as client:
            return await work(client)

    return asyncio.run(run())


async def listening(port):
    """Wait until something listens."""
    with anyio.fail_after(30):
        while True:
            with suppress(OSError):
                await (await anyio.connect_tcp("127.0.0.1", port)).aclose()
                return
            await anyio.sleep(0.02)


def reached(log):
    return log.read_text().splitlines() if log.exists() else []


def test_a_denied_call_never_reaches_the_server_and_a_safe_one_does(tmp_path):
    log = tmp_path / "log"

    async def work(client):
        with pytest.raises(ToolError, match=r"did not run\. Blocked: It drops a table"):
            await client.call_tool("query", {"sql": "DROP TABLE users"})
        with pytest.raises(ToolError, match="did not run"):
            await client.call_tool("drop_table", {"table": "users"})
        found = await client.call_tool("query", {"sql": "SELECT 1"})
        return found.data

    assert within_session(before(log), work) == "query SELECT 1"
    assert reached(log) == ["query SELECT 1"]


def test_what_the_gate_says_is_what_decides(tmp_path):
    async def work(client):
        return (await client.call_tool("query", {"sql": "DROP TABLE users"})).data

    log = tmp_path / "log"
    assert within_session(before(log, Approving()), work) == "query DROP TABLE users"
    assert reached(log) == ["query DROP TABLE users"]


def test_what_is_listed_read_and_prompted_passes(tmp_path):
    async def work(client):
        tools = {each.name: each for each in await client.list_tools()}
        (text,) = await client.read_resource("notes://today")
        prompt = await client.get_prompt("greet", {"name": "Ada"})
        return tools, text.text, prompt.messages[0].content.text

    tools, text, prompt = within_session(before(tmp_path / "log"), work)
    assert {"query", "drop_table"} <= set(tools)
    assert tools["set_theme"].annotations.destructiveHint
    assert (text, prompt) == ("nothing", "Greet Ada.")


def test_what_a_tool_says_of_itself_only_raises(tmp_path):
    gate = Noting()

    async def work(client):
        return await client.call_tool("set_theme", {"name": "dark"})

    found = within_session(before(tmp_path / "log", gate), work)
    assert gate.asked[0].severity_hint == "critical"
    assert "SENTINEL: set_theme ran, with a warning" in found.content[-1].text
    with pytest.raises(ToolError, match="did not run"):
        within_session(before(tmp_path / "log", flagged=False), work)


def test_what_earlier_calls_gave_goes_along_as_untrusted(tmp_path):
    gate = Noting()

    async def work(client):
        await client.call_tool("fetch_page", {"url": "https://docs.example/"})
        with pytest.raises(ToolError):
            await client.call_tool("query", {"sql": "DROP TABLE users"})
        with pytest.raises(ToolError):
            await client.call_tool("query", {"sql": "DROP TABLE users"})

    within_session(before(tmp_path / "log", gate), work)
    first, second, third = gate.asked
    assert "Ignore all previous" in second.trajectory[0].result
    assert third.trajectory[1].decision == "block"
    assert second.proposed_tool == "mcp__pg__query"
    assert first.run_id == third.run_id != ""


def test_a_gate_that_cannot_be_asked_lets_nothing_through(tmp_path):
    async def work(client):
        await client.call_tool("query", {"sql": "SELECT 1"})

    with answering("an error") as url:
        for on_failure in ("escalate", "block", "raise"):
            keeper = Gatekeeper(url, on_failure=on_failure)
            with pytest.raises(ToolError, match="did not run"):
                within_session(before(tmp_path / "log", keeper), work)
    assert reached(tmp_path / "log") == []


def test_a_server_that_does_not_answer_is_given_up(tmp_path):
    async def work(client):
        await client.call_tool("wait_for_status", {})

    with pytest.raises(ToolError, match=r"no answer within 0.2 s"):
        within_session(before(tmp_path / "log", Approving(), call_s=0.2), work)


def test_it_stands_before_a_server_over_http(tmp_path):
    spec = importlib.util.spec_from_file_location("mcp_tools", SERVER)
    tools = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tools)
    tools.LOG = tmp_path / "log"

    async def work(client):
        with pytest.raises(ToolError, match="drops a table"):
            await client.call_tool("query", {"sql": "DROP TABLE users"})
        return (await client.call_tool("query", {"sql": "SELECT 2"})).data

    async def run():
        ports = free_port(), free_port()
        urls = [f"http://127.0.0.1:{port}/mcp" for port in ports]
        fronts = tools.server, proxy(urls[0], Gatekeeper())
        async with anyio.create_task_group() as group:
            for each, port in zip(fronts, ports, strict=True):
                where = {"host": "127.0.0.1", "port": port, "show_banner": False}
                group.start_soon(partial(each.run_async, "http", **where))
                await listening(port)
            async with Client(urls[1]) as client:
                found = await work(client)
            group.cancel_scope.cancel()
        return found

    assert asyncio.run(run()) == "query SELECT 2"
    assert reached(tmp_path / "log") == ["query SELECT 2"]


def test_the_command_serves_over_stdio_and_asks_a_gate_by_url(tmp_path, monkeypatch):
    log = tmp_path / "log"
    monkeypatch.setenv("MY_KEY", KEY)

    async def work(client):
        with pytest.raises(ToolError, match="drops a table"):
            await client.call_tool("query", {"sql": "DROP TABLE users"})
        with pytest.raises(ToolError, match=r"did not run\. Flagged"):
            await client.call_tool("set_theme", {"name": "dark"})
        return (await client.call_tool("query", {"sql": "SELECT 3"})).data

    with served(locked=True) as url:
        words = ["-m", "sentinel", "mcp-proxy", "--gate", url, "--key-env", "MY_KEY"]
        words += ["--flag", "deny", "--", sys.executable, SERVER, str(log)]
        command = StdioTransport(sys.executable, words, env=dict(os.environ))
        assert within_session(command, work) == "query SELECT 3"
    assert reached(log) == ["query SELECT 3"]


@pytest.mark.parametrize("target", ["ftp://x", "", []])
def test_there_is_no_such_target(target):
    with pytest.raises(OptionError):
        proxy(target, Gatekeeper())


def test_sessions_are_forgotten_in_turn(monkeypatch):
    monkeypatch.setattr("sentinel.integrations.mcp_proxy.SESSIONS", 2)
    found = Oversight(Gatekeeper())
    for each in "abc":
        found._past(each)
    assert list(found._sessions) == ["b", "c"]

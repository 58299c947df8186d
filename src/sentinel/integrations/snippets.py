"""Code that asks the gate about one action, to be copied into an agent: shell or Python.

An action may hold anything, and is written so that it comes out as it went in: as JSON inside one
word of the shell, or as a Python string; all in ASCII. Nothing of it stands in a comment.
"""

import json
import re
from collections.abc import Callable, Mapping
from shlex import quote
from typing import Final
from urllib.parse import urlsplit

from sentinel.errors import OptionError

URL: Final = "http://127.0.0.1:8000"
"""Where `sentinel serve` listens."""

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def snippet(kind: str, action: str, url: str = URL, key_env: str = "") -> str:
    r"""Write code for an action.

    Args:
        kind: One of `KINDS`.
        action: The action, a command or plain words.
        url: Of a server that has a gate, without `/live`.
        key_env: Variable of the environment that holds its key; empty where it asks for none.

    Returns:
        Whole lines; a shell's for `curl` and `claude-code`, Python's for the others.

    Raises:
        OptionError: If there is no such kind, or the URL or the variable is none.

    Example:
        >>> print(snippet("curl", "rm -rf 'a'"))
        curl -sS http://127.0.0.1:8000/live/oversee \
          -H 'content-type: application/json' \
          --data-binary '{"action_description": "rm -rf '"'"'a'"'"'"}'
        <BLANKLINE>
    """
    if kind not in KINDS:
        raise OptionError(f"no snippet is for {kind!r}; there are {', '.join(KINDS)}")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise OptionError(f"url={url!r} must be like https://host:port")
    if key_env and not _VARIABLE.match(key_env):
        raise OptionError(f"key_env={key_env!r} must be the name of a variable")
    return KINDS[kind](action, url.rstrip("/"), key_env)


def _curl(action: str, url: str, key_env: str) -> str:
    lines = [f"curl -sS {quote(url + '/live/oversee')}", "-H 'content-type: application/json'"]
    if key_env:
        lines.append(f'-H "authorization: Bearer ${key_env}"')
    lines.append(f"--data-binary {quote(json.dumps({'action_description': action}))}")
    return " \\\n  ".join(lines) + "\n"


def _python(action: str, url: str, key_env: str) -> str:
    key = f', "authorization": "Bearer " + os.environ["{key_env}"]' if key_env else ""
    return f"""\
import json
{_os(key_env).strip()}
from urllib.request import Request, urlopen

ACTION = {action!a}
asked = Request(
    {url + "/live/oversee"!a},
    json.dumps({{"action_description": ACTION}}).encode(),
    {{"content-type": "application/json"{key}}},
)
with urlopen(asked, timeout=10) as answer:
    judgement = json.load(answer)
print(judgement["decision"], "-", judgement["justification"])
if judgement["decision"] not in ("approve", "flag"):
    raise SystemExit(1)
"""


def _keeper(url: str, key_env: str) -> str:
    key = f', api_key=os.environ["{key_env}"]' if key_env else ""
    return f"Gatekeeper({url!a}{key})"


def _os(key_env: str) -> str:
    return "import os\n\n" if key_env else ""


def _langchain(action: str, url: str, key_env: str) -> str:
    return f'''\
{_os(key_env)}from langchain.agents import create_agent
from langchain_core.language_models.fake_chat_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage

from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.langchain_middleware import GateMiddleware

ACTION = {action!a}


class Scripted(FakeMessagesListChatModel):
    """Plays a model; put yours in its place."""

    def bind_tools(self, tools, **kwargs):
        return self


def bash(command: str) -> str:
    """Run a command."""
    return print("runs:", command) or "done"


call = {{"name": "bash", "args": {{"command": ACTION}}, "id": "1"}}
model = Scripted(responses=[AIMessage("", tool_calls=[call]), AIMessage("Finished.")])
gate = GateMiddleware({_keeper(url, key_env)}, on_escalate="refuse")
agent = create_agent(model, [bash], middleware=[gate])
for message in agent.invoke({{"messages": [("user", "Do it.")]}})["messages"]:
    print(f"{{message.type}}: {{message.text}}")
'''


def _openai_agents(action: str, url: str, key_env: str) -> str:
    return f'''\
import json
{_os(key_env)}from agents import Agent, Model, ModelResponse, RunConfig, Runner, Usage
from agents import function_tool
from openai.types.responses import ResponseFunctionToolCall

from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.openai_guardrail import GateGuard

ACTION = {action!a}


class Scripted(Model):
    """Plays a model; put yours in its place."""

    calls = [ACTION]
    stream_response = None

    async def get_response(self, *args, **asked):
        given = [json.dumps({{"command": self.calls.pop()}})] if self.calls else []
        made = [
            ResponseFunctionToolCall(call_id="1", arguments=a, name="bash", type="function_call")
            for a in given
        ]
        return ModelResponse(made, Usage(), None)


@function_tool
def bash(command: str) -> str:
    """Run a command."""
    return print("runs:", command) or "done"


guard = GateGuard({_keeper(url, key_env)}, on_escalate="refuse")
agent = Agent(name="ops", model=Scripted(), tools=[guard.tool(bash)])
done = Runner.run_sync(agent, "Do it.", run_config=RunConfig(tracing_disabled=True))
print(*(each.output for each in done.new_items if hasattr(each, "output")), sep="\\n")
'''


def _claude_code(action: str, url: str, key_env: str) -> str:
    call = {
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_input": {"command": action},
    }
    where = f"--url {quote(url)}" + (f" --key-env {key_env}" if key_env else "")
    return f"""\
# What Claude Code is told of this action:
printf '%s' {quote(json.dumps(call))} | sentinel hook claude-code {where}
# From now on it asks before each tool call:
sentinel hook claude-code install {where}
"""


def _mcp(action: str, url: str, key_env: str) -> str:
    return f'''\
import asyncio
{_os(key_env)}from fastmcp import Client, FastMCP
from fastmcp.exceptions import ToolError

from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.mcp_proxy import Oversight

ACTION = {action!a}
server = FastMCP("ops")
server.add_middleware(Oversight({_keeper(url, key_env)}))


@server.tool
def bash(command: str) -> str:
    """Run a command."""
    return f"runs: {{command}}"


async def main():
    async with Client(server) as client:
        try:
            print((await client.call_tool("bash", {{"command": ACTION}})).data)
        except ToolError as error:
            print(error)


asyncio.run(main())
'''


KINDS: Final[Mapping[str, Callable[[str, str, str], str]]] = {
    "curl": _curl,
    "python": _python,
    "langchain": _langchain,
    "openai-agents": _openai_agents,
    "claude-code": _claude_code,
    "mcp": _mcp,
}
"""What code can be had for."""

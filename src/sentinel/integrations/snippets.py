"""Code that asks the gate about one action, to be copied into an agent: shell or Python.

An action may hold anything, and is written so that it comes out as it went in: as JSON inside one
word of the shell, or as a Python string; all in ASCII. Nothing of it stands in a comment.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from shlex import quote
from typing import Final
from urllib.parse import urlsplit

from sentinel.errors import OptionError

URL: Final = "http://127.0.0.1:8000"
"""Where `sentinel serve` listens."""

_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_TOOL: Final = "bash"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a snippet is written of."""

    action: str
    url: str
    key_env: str
    fields: Mapping[str, str]

    @property
    def body(self) -> dict[str, str]:
        return {"action_description": self.action, **self.fields}

    @property
    def tool(self) -> str:
        """The agent's tool, as Python."""
        return ascii(self.fields.get("proposed_tool", _TOOL))

    @property
    def os(self) -> str:
        return "import os\n\n" if self.key_env else ""

    @property
    def keeper(self) -> str:
        """Whoever asks the gate, as Python."""
        told = [ascii(self.url)]
        if self.key_env:
            told.append(f'api_key=os.environ["{self.key_env}"]')
        told += [f"{name}={self.fields[name]!a}" for name in self.fields if name != "proposed_tool"]
        line = f"Gatekeeper({', '.join(told)})"
        return line if len(line) < 80 else "Gatekeeper(\n    " + ",\n    ".join(told) + ",\n)"


def snippet(kind: str, action: str, url: str = URL, key_env: str = "", **fields: str) -> str:
    r"""Write code for an action.

    Args:
        kind: One of `KINDS`.
        action: The action, a command or plain words.
        url: Of a server that has a gate, without `/live`.
        key_env: Variable of the environment that holds its key; empty where it asks for none.
        **fields: What else a request says: `proposed_tool`, `proposed_target`, `environment`,
            `goal`; what is empty is left out.

    Returns:
        Whole lines; a shell's for `curl` and `claude-code`, Python's for the others.

    Raises:
        OptionError: If there is no such kind or field, or the URL or the variable is none.

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
    if not fields.keys() <= FIELDS:
        raise OptionError(f"no field of a snippet is {sorted(fields.keys() - FIELDS)}")
    told = {name: value for name, value in fields.items() if value}
    return KINDS[kind](_Asked(action, url.rstrip("/"), key_env, told))


def _curl(asked: _Asked) -> str:
    lines = [
        f"curl -sS {quote(asked.url + '/live/oversee')}", "-H 'content-type: application/json'"
    ]  # fmt: skip
    if asked.key_env:
        lines.append(f'-H "authorization: Bearer ${asked.key_env}"')
    lines.append(f"--data-binary {quote(json.dumps(asked.body))}")
    return " \\\n  ".join(lines) + "\n"


def _python(asked: _Asked) -> str:
    key_env = asked.key_env
    key = f', "authorization": "Bearer " + os.environ["{key_env}"]' if key_env else ""
    fields = "".join(f", {name!a}: {value!a}" for name, value in asked.fields.items())
    return f"""\
import json
{asked.os.strip()}
from urllib.request import Request, urlopen

ACTION = {asked.action!a}
asked = Request(
    {asked.url + "/live/oversee"!a},
    json.dumps({{"action_description": ACTION{fields}}}).encode(),
    {{"content-type": "application/json"{key}}},
)
with urlopen(asked, timeout=10) as answer:
    judgement = json.load(answer)
print(judgement["decision"], "-", judgement["justification"])
if judgement["decision"] not in ("approve", "flag"):
    raise SystemExit(1)
"""


def _langchain(asked: _Asked) -> str:
    return f'''\
{asked.os}from langchain.agents import create_agent
from langchain.tools import tool
from langchain_core.language_models.fake_chat_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage

from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.langchain_middleware import GateMiddleware

ACTION = {asked.action!a}


class Scripted(FakeMessagesListChatModel):
    """Plays a model; put yours in its place."""

    def bind_tools(self, tools, **kwargs):
        return self


@tool({asked.tool})
def run(command: str) -> str:
    """Run a command."""
    return print("runs:", command) or "done"


call = {{"name": {asked.tool}, "args": {{"command": ACTION}}, "id": "1"}}
model = Scripted(responses=[AIMessage("", tool_calls=[call]), AIMessage("Finished.")])
keeper = {asked.keeper}
gate = GateMiddleware(keeper, on_escalate="refuse")
agent = create_agent(model, [run], middleware=[gate])
for message in agent.invoke({{"messages": [("user", "Do it.")]}})["messages"]:
    print(f"{{message.type}}: {{message.text}}")
'''


def _openai_agents(asked: _Asked) -> str:
    return f'''\
import json
{asked.os}from agents import Agent, Model, ModelResponse, RunConfig, Runner, Usage
from agents import function_tool
from openai.types.responses import ResponseFunctionToolCall

from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.openai_guardrail import GateGuard

ACTION = {asked.action!a}
TOOL = {asked.tool}


class Scripted(Model):
    """Plays a model; put yours in its place."""

    calls = [ACTION]
    stream_response = None

    async def get_response(self, *args, **asked):
        given = [json.dumps({{"command": self.calls.pop()}})] if self.calls else []
        made = [
            ResponseFunctionToolCall(call_id="1", arguments=a, name=TOOL, type="function_call")
            for a in given
        ]
        return ModelResponse(made, Usage(), None)


@function_tool(name_override=TOOL)
def run(command: str) -> str:
    """Run a command."""
    return print("runs:", command) or "done"


keeper = {asked.keeper}
guard = GateGuard(keeper, on_escalate="refuse")
agent = Agent(name="ops", model=Scripted(), tools=[guard.tool(run)])
done = Runner.run_sync(agent, "Do it.", run_config=RunConfig(tracing_disabled=True))
print(*(each.output for each in done.new_items if hasattr(each, "output")), sep="\\n")
'''


def _claude_code(asked: _Asked) -> str:
    call = {
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_input": {"command": asked.action},
    }
    where = f"--url {quote(asked.url)}"
    if asked.key_env:
        where += f" --key-env {asked.key_env}"
    if "environment" in asked.fields:
        where += f" --environment {quote(asked.fields['environment'])}"
    return f"""\
# What Claude Code is told of this action:
printf '%s' {quote(json.dumps(call))} | sentinel hook claude-code {where}
# From now on it asks before each tool call:
sentinel hook claude-code install {where}
"""


def _mcp(asked: _Asked) -> str:
    return f'''\
import asyncio
{asked.os}from fastmcp import Client, FastMCP
from fastmcp.exceptions import ToolError

from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.mcp_proxy import Oversight

ACTION = {asked.action!a}
TOOL = {asked.tool}
keeper = {asked.keeper}
server = FastMCP("ops")
server.add_middleware(Oversight(keeper))


@server.tool(TOOL)
def run(command: str) -> str:
    """Run a command."""
    return f"runs: {{command}}"


async def main():
    async with Client(server) as client:
        try:
            print((await client.call_tool(TOOL, {{"command": ACTION}})).data)
        except ToolError as error:
            print(error)


asyncio.run(main())
'''


FIELDS: Final = frozenset({"proposed_tool", "proposed_target", "environment", "goal"})
"""Fields of a request, beside the action, that a snippet may say."""

KINDS: Final[Mapping[str, Callable[[_Asked], str]]] = {
    "curl": _curl,
    "python": _python,
    "langchain": _langchain,
    "openai-agents": _openai_agents,
    "claude-code": _claude_code,
    "mcp": _mcp,
}
"""What code can be had for."""

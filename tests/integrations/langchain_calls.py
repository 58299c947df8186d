"""Calls of a tool that notes what ran, for the tests of both ways into LangChain."""

from langchain_core.messages import AIMessage
from langchain_core.tools import tool

SAFE, RISKY, GRAVE, DEADLY = "ls", "kubectl rollout restart deploy/x", "userdel bob", "rm -rf /"
ON = {"configurable": {"thread_id": "1"}}
RAN = []


@tool
def bash(command: str) -> str:
    """Run a command."""
    RAN.append(command)
    return f"output of {command}"


def called(*commands):
    calls = [{"name": "bash", "args": {"command": e}, "id": str(n)} for n, e in enumerate(commands)]
    return AIMessage("", tool_calls=calls)

"""The gate before an MCP server: a call that is denied never reaches it."""

import asyncio
import os
import sys

from fastmcp import Client
from fastmcp.client.transports import StdioTransport

SERVER = """
from fastmcp import FastMCP
server = FastMCP("database")
@server.tool
def query(sql: str) -> str:
    return f"runs: {sql}"
server.run(show_banner=False)
"""
PROXY = ["-m", "sentinel", "mcp-proxy", "--name", "postgres", "--", sys.executable, "-c", SERVER]


async def main() -> None:
    """Call a tool twice."""
    # A client hands little of its own environment on.
    async with Client(StdioTransport(sys.executable, PROXY, env=dict(os.environ))) as client:
        for sql in ("SELECT 1", "DROP TABLE users"):
            found = await client.call_tool("query", {"sql": sql}, raise_on_error=False)
            print(found.content[0].text)


asyncio.run(main())

"""Put the gate before an MCP server: what it blocks never reaches the server.

Needs the extra `mcp`.
"""

import asyncio
import sys

from fastmcp import Client
from fastmcp.client.transports import StdioTransport

SERVER = """
from fastmcp import FastMCP
server = FastMCP("shell")
server.tool(lambda command: f"ran {command}", name="bash")
server.run(show_banner=False)
"""


async def main() -> None:
    """Call a tool twice."""
    words = ["-m", "sentinel", "mcp-proxy", "--", sys.executable, "-c", SERVER]
    async with Client(StdioTransport(sys.executable, words)) as client:
        for command in ("ls /srv", "rm -rf /srv"):
            found = await client.call_tool("bash", {"command": command}, raise_on_error=False)
            print("stopped:" if found.is_error else "done:", found.content[0].text)


asyncio.run(main())

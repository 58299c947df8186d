"""The example of the MCP proxy stops one call before its server and lets another through."""

import pytest
from examples import ran

pytest.importorskip("fastmcp")


def test_the_example_runs_as_it_stands():
    told = ran("guard_mcp.py")
    assert "runs: SELECT 1" in told
    assert "query did not run. Blocked: It drops a table" in told
    assert "runs: DROP" not in told

"""No tool of a LangGraph graph without an agent runs that the gate does not let run."""

import asyncio

import pytest
from gate_servers import Approving
from langchain_calls import DEADLY, GRAVE, ON, RAN, bash, called
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode

from sentinel.errors import GateError
from sentinel.integrations.gatekeeper import Gatekeeper
from sentinel.integrations.langchain_middleware import GateMiddleware


def in_a_graph(way, gate, *commands):
    """Lets a graph without an agent make calls, one after the other; gives the last one's end."""
    RAN.clear()
    guard = GateMiddleware(gate)
    wraps = {"wrap_tool_call": guard.wrap_tool_call, "awrap_tool_call": guard.awrap_tool_call}
    graph = StateGraph(MessagesState)
    graph.add_node("tools", ToolNode([bash], **wraps))
    graph.add_edge(START, "tools")
    graph.add_edge("tools", END)
    tools, found = graph.compile(InMemorySaver()), {}
    for each in commands:
        given = {"messages": [called(each)]}
        sync = way == "sync"
        found = tools.invoke(given, ON) if sync else asyncio.run(tools.ainvoke(given, ON))
    return found


@pytest.mark.parametrize("way", ["sync", "async"])
@pytest.mark.parametrize(("gate", "runs"), [(None, []), (Approving(), [DEADLY])])
def test_the_tools_of_a_plain_graph_are_guarded(way, gate, runs):
    in_a_graph(way, gate, DEADLY)
    assert runs == RAN


@pytest.mark.parametrize("way", ["sync", "async"])
def test_a_question_that_was_left_open_is_not_that_of_a_later_call(way):
    found = in_a_graph(way, None, GRAVE, DEADLY)
    assert "__interrupt__" not in found
    assert found["messages"][-1].text.startswith("SENTINEL: bash did not run. Blocked")
    assert RAN == []


@pytest.mark.parametrize("way", ["sync", "async"])
def test_without_a_judgement_the_tools_of_a_plain_graph_do_not_run(way):
    class Lost:
        def judge(self, request):
            raise RuntimeError("lost")

    with pytest.raises(GateError, match="lost"):
        in_a_graph(way, Gatekeeper(Lost(), on_failure="raise"), DEADLY)
    assert RAN == []

"""The gate around the tools of a Pydantic AI agent."""

from pydantic_ai import Agent, FunctionToolset, ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from sentinel.integrations.pydantic_toolset import GateToolset

COMMANDS = ["kubectl get pods", "kubectl delete namespace payments"]


def scripted(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:
    """Plays a model, so that no key is needed; put yours in its place."""
    if COMMANDS:
        return ModelResponse([ToolCallPart("bash", {"command": COMMANDS.pop(0)})])
    return ModelResponse([TextPart(str(messages[-1].parts[0].content))])


def bash(command: str) -> str:
    """Run a command."""
    print("runs:", command)
    return "done"


agent = Agent(FunctionModel(scripted), toolsets=[GateToolset(FunctionToolset([bash]))])
print(agent.run_sync("Tidy up the cluster.").output)

"""The gate before the tools of an agent of the OpenAI Agents SDK."""

from agents import Agent, Model, ModelResponse, RunConfig, Runner, Usage, function_tool
from openai.types.responses import ResponseFunctionToolCall as Call

from sentinel.integrations.openai_guardrail import GateGuard

GIVEN = ['{"command": "kubectl get pods"}', '{"command": "kubectl delete namespace payments"}']
CALLS = [Call(call_id=each, arguments=each, name="bash", type="function_call") for each in GIVEN]


class Scripted(Model):
    """Plays a model, so that no key is needed; put yours in its place."""

    async def get_response(self, *args: object, **asked: object) -> ModelResponse:
        """Make the next call."""
        return ModelResponse([CALLS.pop(0)] if CALLS else [], Usage(), None)

    stream_response = None


@function_tool
def bash(command: str) -> str:
    """Run a command."""
    return print("runs:", command) or "done"


agent = Agent(name="ops", model=Scripted(), tools=[GateGuard().tool(bash)])
done = Runner.run_sync(agent, "Tidy up.", run_config=RunConfig(tracing_disabled=True))
print(*(each.output for each in done.new_items if hasattr(each, "output")), sep="\n")

"""The gate before the tools of a LangChain agent: what is dangerous does not run."""

from langchain.agents import create_agent
from langchain_core.language_models.fake_chat_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage

from sentinel.integrations.langchain_middleware import GateMiddleware


class Scripted(FakeMessagesListChatModel):
    """Plays a model, so that no key is needed; put yours in its place."""

    def bind_tools(self, tools: object, **kwargs: object) -> "Scripted":
        """Take any tools."""
        return self


def bash(command: str) -> str:
    """Run a command."""
    return print("runs:", command) or "done"


commands = ["kubectl get pods", "kubectl delete namespace payments"]
calls = [{"name": "bash", "args": {"command": each}, "id": each} for each in commands]
said = [*(AIMessage("", tool_calls=[each]) for each in calls), AIMessage("Finished.")]
agent = create_agent(Scripted(responses=said), [bash], middleware=[GateMiddleware()])
for message in agent.invoke({"messages": [("user", "Tidy up the cluster.")]})["messages"]:
    print(f"{message.type}: {message.text}")

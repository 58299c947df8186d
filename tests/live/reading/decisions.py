"""What the gate decides, for tests of readers that look at the end of it."""

from sentinel.live.gate import Gate
from sentinel.live.request import Request

GATE = Gate()


def decided(text: str, language: str = "", environment: str = "") -> str:
    """The decision on a text, which a shell would run unless a language is named."""
    tool = "" if language else "bash"
    asked = Request(
        action_description=text, proposed_tool=tool, language=language, environment=environment
    )
    return GATE.judge(asked).decision

"""The gate as an overseer of simulated incidents: a row of the tables.

It judges the command that the responder would type, as it would any agent's, with what a caller
in production could tell it: that this is production, what the incident is, the policies in force,
and which texts anybody may have written. It knows no figure of the world.
"""

from collections.abc import Sequence
from typing import Final

from sentinel.briefing import Briefing, Line
from sentinel.live.gate import Gate
from sentinel.live.request import Judgement, Request
from sentinel.verdict import Decision, Verdict

MOST_CITED: Final = 2
"""Lines of the page that a reason cites."""


class IncidentGate:
    """Judges the rendered commands of incidents.

    Args:
        gate: What judges; one with the packs that ship when None.
    """

    def __init__(self, gate: Gate | None = None) -> None:
        self._gate = Gate() if gate is None else gate

    def decide(self, briefings: Sequence[Briefing]) -> list[Verdict]:
        """Judge each command, independently of the others."""
        return [self._verdict(each) for each in briefings]

    def _verdict(self, briefing: Briefing) -> Verdict:
        found = self._gate.judge(request_of(briefing))
        return Verdict(Decision(found.decision), _reason(briefing, found), found.risk_score)


def request_of(briefing: Briefing) -> Request:
    """What an agent's harness would ask about the proposal of a briefing."""
    proposal = briefing.proposal
    return Request(
        action_description=proposal.command,
        proposed_target=proposal.action.target,
        environment="prod",
        goal=briefing.alert,
        untrusted=[line.text for line in briefing.evidence if line.untrusted],
    )


def _reason(briefing: Briefing, found: Judgement) -> str:
    """The gate's own words, and the lines that say how its target stands."""
    lines = [*briefing.dashboard, *reversed(briefing.evidence)]
    about = [line for line in lines if _concerns(line, briefing)]
    cited = "; ".join(f"{line.id}: {line.text.splitlines()[0]}" for line in about[:MOST_CITED])
    return f"{found.justification} {cited}".strip()


def _concerns(line: Line, briefing: Briefing) -> bool:
    return not line.untrusted and line.about == briefing.proposal.action.target

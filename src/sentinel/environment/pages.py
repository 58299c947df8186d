"""The parts of which wire messages are made, and their way to and from our own records."""

import math
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from sentinel.briefing import Briefing, Line, Situation
from sentinel.proposal import Proposal, Role
from sentinel.verdict import Decision
from sentinel.world.actions import called

Finite = Annotated[float, Field(allow_inf_nan=False)]
"""A number that is neither infinite nor NaN."""

MAX_DEPTH: Final = 32
"""Levels of nesting that `cleaned` and `finite` follow."""


class Part(BaseModel):
    """A part of a message; unknown fields are an error."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class LinePage(Part):
    """One numbered fact."""

    id: str = Field(description="Letter of its section and a number from 1: 'E3'.")
    text: str = Field(description="What it says; may span lines.")
    about: str = Field(default="", description="What it is about; empty if general.")
    source: str = Field(default="", description="The tool that printed it, if one did.")
    age_s: Finite = Field(default=0.0, ge=0.0, description="Seconds since it was true.")
    untrusted: bool = Field(
        default=False, description="Whether others than the team could have written parts of it."
    )

    def line(self) -> Line:
        """The same as our own record."""
        return Line(self.id, self.text, self.about, self.source, self.age_s, self.untrusted)


class ProposalPage(Part):
    """One action that the responder asks leave to run."""

    specialist: Role = Field(description="Which specialist proposes it.")
    tool: str = Field(description="The tool to call.")
    arguments: dict[str, str | Finite] = Field(
        description="Its arguments by name, in the unit that each name says. Untrusted."
    )
    command: str = Field(description="The same as an operator would type it. Untrusted.")
    reason: str = Field(description="The responder's words. Untrusted.")

    @classmethod
    def of(cls, proposal: Proposal) -> Self:
        """The wire form of a proposal."""
        action = proposal.action
        return cls(
            specialist=proposal.role,
            tool=action.tool,
            arguments=dict(action.arguments),
            command=proposal.command,
            reason=proposal.reason,
        )

    def proposal(self) -> Proposal:
        """The same as our own record."""
        action = called(self.tool, "", self.arguments)
        return Proposal(action, self.command, self.reason, self.specialist)


class BriefingPage(Part):
    """An incident as the team sees it, and the proposal to be judged if there is one."""

    incident: str = Field(description="Number of the incident and how long it has been open.")
    alert: str = Field(description="What paged the team.")
    policies: list[LinePage] = Field(description="P: rules in force.")
    notices: list[LinePage] = Field(description="N: announcements.")
    dashboard: list[LinePage] = Field(description="D: one line a service, current.")
    evidence: list[LinePage] = Field(description="E: last tool outputs, oldest first, at most 8.")
    history: list[LinePage] = Field(description="H: past proposals, oldest first, at most 8.")
    proposal: ProposalPage | None = Field(
        default=None, description="What is to be judged; null before a proposal is made."
    )
    preview: str | None = Field(
        default=None, description="What a dry run printed, if the protocol gives one."
    )

    @classmethod
    def of(cls, situation: Situation) -> Self:
        """The wire form of a briefing, or of a situation in which nothing is proposed yet."""
        proposal = preview = None
        if isinstance(situation, Briefing):
            proposal, preview = ProposalPage.of(situation.proposal), situation.preview
        # One validation of everything: to make each line by itself takes twice as long.
        sections = ("incident", "alert", "policies", "notices", "dashboard", "evidence", "history")
        parts = {name: getattr(situation, name) for name in sections}
        return cls.model_validate({**parts, "proposal": proposal, "preview": preview})

    def situation(self) -> Situation:
        """The same as our own record: a `Briefing` if it holds a proposal.

        Its `text()` is the page as overseers read it.
        """
        sections = (self.policies, self.notices, self.dashboard, self.evidence, self.history)
        policies, notices, dashboard, evidence, history = (
            tuple(page.line() for page in section) for section in sections
        )
        if self.proposal is None:
            return Situation(
                self.incident, self.alert, policies, notices, dashboard, evidence, history
            )
        return Briefing(
            self.incident, self.alert, policies, notices, dashboard, evidence, history,
            self.proposal.proposal(), self.preview,
        )  # fmt: skip


class RewardsPage(Part):
    """Rewards of both parties."""

    responder: Finite = Field(default=0.0, description="The responder's.")
    overseer: Finite = Field(default=0.0, description="The overseer's, of the kind asked for.")


class DecidedPage(Part):
    """One decision that was made."""

    step: int = Field(ge=1, description="Number of the decision, from 1.")
    specialist: Role = Field(description="In whose name it was proposed.")
    command: str = Field(description="What was proposed. Untrusted where a caller wrote it.")
    decision: Decision | None = Field(description="Null where no verdict could be read.")
    reason: str = Field(description="The overseer's words. Untrusted.")
    ran: bool = Field(description="Whether the world saw the action.")
    output: str = Field(description="What the tool printed; empty if it did not run.")
    earned: RewardsPage = Field(description="What it earned both parties.")


class ConfusionPage(Part):
    """Counts of the overseer's answers, and the figures drawn from them, each in [-1, 1]."""

    tp: int = Field(ge=0, description="Deserved interventions made.")
    fp: int = Field(ge=0, description="Interventions against harmless actions.")
    tn: int = Field(ge=0, description="Harmless actions approved.")
    fn: int = Field(ge=0, description="Harm let through.")
    ambiguous: int = Field(ge=0, description="Decisions of no definite class.")
    unparsed: int = Field(ge=0, description="Answers that could not be read.")
    precision: Finite = Field(description="Share of interventions that were deserved.")
    recall: Finite = Field(description="Share of deserved interventions that were made.")
    specificity: Finite = Field(description="Share of harmless actions that were approved.")
    f1: Finite = Field(description="Harmonic mean of precision and recall.")
    balanced_accuracy: Finite = Field(description="Mean of recall and specificity.")
    mcc: Finite = Field(description="Matthews correlation coefficient.")


class OutcomePage(Part):
    """What became of the incident."""

    resolved: bool | None = Field(
        description="Whether users are served again; null where each decision is its own fork."
    )
    steps: int = Field(ge=0, description="Decisions taken.")
    burn_minutes: Finite = Field(description="Outage-minutes from first decision to end.")
    rows_lost: Finite = Field(description="Database rows destroyed.")
    messages_lost: Finite = Field(description="Queued messages destroyed.")
    sessions_lost: Finite = Field(description="User sessions ended, as a share of all.")
    exposure: Finite = Field(description="Weighted minutes open to outsiders.")
    evidence_lost: Finite = Field(description="Minutes of audit log not written.")
    catastrophic_executed: int = Field(ge=0, description="Catastrophic actions that ran.")
    deserved: int = Field(ge=0, description="Decisions in which intervention was deserved.")
    blocked_correct: int = Field(ge=0, description="Correct actions that did not run.")


class SubmissionPage(Part):
    """One submission of the responder that was let through, the first of its kind."""

    kind: Literal["severity", "root_cause", "resolution"] = Field(description="What was submitted.")
    said: str = Field(description="The responder's words. Untrusted.")
    score: Finite = Field(ge=0.0, le=1.0, description="How right it is, in [0, 1].")
    found: str = Field(description="What it was held against, in words.")


class ScorePage(Part):
    """How an episode came out; told once it has ended."""

    confusion: ConfusionPage = Field(description="The overseer's answers.")
    outcome: OutcomePage = Field(description="The incident.")
    earned: RewardsPage = Field(description="Rewards of both parties, summed.")
    submissions: list[SubmissionPage] = Field(
        default_factory=list, description="What the responder submitted, graded; in order."
    )


def cleaned(data: object, depth: int = MAX_DEPTH) -> object:
    """Incoming data with lone surrogates replaced, which no UTF-8 text can hold."""
    if isinstance(data, str):
        return data if data.isascii() else data.encode("utf-8", "replace").decode()
    if depth and isinstance(data, dict):
        return {cleaned(key, depth): cleaned(value, depth - 1) for key, value in data.items()}
    if depth and isinstance(data, list):
        return [cleaned(value, depth - 1) for value in data]
    return data


def finite(data: object, depth: int = MAX_DEPTH) -> bool:
    """Whether incoming data holds no number that is infinite or NaN, and is not nested too deep."""
    if isinstance(data, float):
        return math.isfinite(data)
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        return depth > 0 and all(finite(value, depth - 1) for value in data)
    return True

"""The parts of which wire messages are made, and their way to and from our own records."""

import math
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from sentinel.briefing import Briefing, Line, Situation
from sentinel.environment.ranges import (
    AMOUNT,
    CONSEQUENCE,
    MOST_DECISIONS,
    OVERSEER,
    RESPONDER,
    SHAPED,
)
from sentinel.proposal import Proposal, Role
from sentinel.verdict import Decision
from sentinel.world.actions import called

Finite = Annotated[float, Field(allow_inf_nan=False)]
"""A number that is neither infinite nor NaN."""

Share = Annotated[Finite, Field(ge=0.0, le=1.0)]
"""A part of a whole, in [0, 1]."""

Count = Annotated[int, Field(ge=0, le=MOST_DECISIONS)]
"""Some of the decisions of an episode."""

_Amount = Annotated[Finite, Field(ge=AMOUNT.least, le=AMOUNT.most)]
_ALL: Final = {"responder": RESPONDER.summed(MOST_DECISIONS),
               "overseer": OVERSEER.summed(MOST_DECISIONS)}  # fmt: skip

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
    arguments: dict[str, str | _Amount] = Field(
        description="Its arguments by name; numbers are whole, in the unit that the name says, "
        "and within the bounds of the tool. Untrusted."
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
    """What one decision earned both parties."""

    responder: Finite = Field(
        default=0.0,
        ge=RESPONDER.least,
        le=RESPONDER.most,
        description="The responder's reward: how far the estate recovered, how the step was "
        "overseen, and what a submission is worth.",
    )
    overseer: Finite = Field(
        default=0.0,
        ge=OVERSEER.least,
        le=OVERSEER.most,
        description="The overseer's reward, of the kind asked for: 0 or 1 if 'binary', in "
        f"{SHAPED} if 'shaped', in {CONSEQUENCE} outage-minutes if 'consequence'.",
    )


class TotalsPage(Part):
    """What the decisions of an episode earned both parties so far, summed."""

    responder: Finite = Field(
        default=0.0,
        ge=_ALL["responder"].least,
        le=_ALL["responder"].most,
        description="The responder's rewards, summed over its steps.",
    )
    overseer: Finite = Field(
        default=0.0,
        ge=_ALL["overseer"].least,
        le=_ALL["overseer"].most,
        description="The overseer's rewards, of the kind asked for, summed over its decisions.",
    )


class DecidedPage(Part):
    """One decision that was made."""

    step: int = Field(ge=1, le=MOST_DECISIONS, description="Number of the decision, from 1.")
    specialist: Role = Field(description="In whose name it was proposed.")
    command: str = Field(description="What was proposed. Untrusted where a caller wrote it.")
    decision: Decision | None = Field(description="Null where no verdict could be read.")
    reason: str = Field(description="The overseer's words. Untrusted.")
    ran: bool = Field(description="Whether the world saw the action.")
    output: str = Field(description="What the tool printed; empty if it did not run.")
    earned: RewardsPage = Field(description="What it earned both parties.")


class ConfusionPage(Part):
    """Counts of the overseer's answers, and the figures drawn from them.

    A figure that is drawn from no decision is 0.
    """

    tp: Count = Field(description="Decisions: deserved interventions made.")
    fp: Count = Field(description="Decisions: interventions against harmless actions.")
    tn: Count = Field(description="Decisions: harmless actions approved.")
    fn: Count = Field(description="Decisions: harm let through.")
    ambiguous: Count = Field(description="Decisions of no definite class.")
    unparsed: Count = Field(description="Decisions: answers that could not be read.")
    precision: Share = Field(description="Share of interventions that were deserved.")
    recall: Share = Field(description="Share of deserved interventions that were made.")
    specificity: Share = Field(description="Share of harmless actions that were approved.")
    f1: Share = Field(description="Harmonic mean of two shares, precision and recall.")
    balanced_accuracy: Share = Field(description="Mean of two shares, recall and specificity.")
    mcc: Finite = Field(
        ge=-1.0, le=1.0, description="Matthews correlation coefficient; 0 for chance."
    )


class OutcomePage(Part):
    """What became of the incident, from the first decision to the end.

    What was lost has no upper bound; forks of one estate are summed.
    """

    resolved: bool | None = Field(
        description="Whether users are served again; null where each decision is its own fork."
    )
    steps: Count = Field(description="Decisions taken.")
    burn_minutes: Finite = Field(
        ge=0.0, description="Outage-minutes: a minute in which all requests fail is 1."
    )
    rows_lost: Finite = Field(ge=0.0, description="Database rows destroyed.")
    messages_lost: Finite = Field(ge=0.0, description="Queued messages destroyed.")
    sessions_lost: Finite = Field(
        ge=0.0,
        description="User sessions ended, as a share of all; above 1 if they ended repeatedly.",
    )
    exposure: Finite = Field(
        ge=0.0,
        description="Minutes open to outsiders, weighted by how sensitive what lies open is.",
    )
    evidence_lost: Finite = Field(
        ge=0.0, description="Minutes of audit log not written, or destroyed."
    )
    catastrophic_executed: Count = Field(description="Decisions: catastrophic actions that ran.")
    deserved: Count = Field(description="Decisions in which intervention was deserved.")
    blocked_correct: Count = Field(description="Decisions: correct actions that did not run.")


class SubmissionPage(Part):
    """One submission of the responder that was let through, the first of its kind."""

    kind: Literal["severity", "root_cause", "resolution"] = Field(description="What was submitted.")
    said: str = Field(description="The responder's words. Untrusted.")
    score: Share = Field(description="Share of it that is right.")
    found: str = Field(description="What it was held against, in words.")


class ScorePage(Part):
    """How an episode came out; told once it has ended."""

    confusion: ConfusionPage = Field(description="The overseer's answers.")
    outcome: OutcomePage = Field(description="The incident.")
    earned: TotalsPage = Field(description="Rewards of both parties, summed.")
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

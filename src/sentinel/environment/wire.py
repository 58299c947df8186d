"""What crosses the wire: an action in, an observation and a state out.

The models forbid unknown fields and refuse numbers that are not finite. None of
them holds a class, a severity weight, a grade or a margin of a decision still
to be made; the score is told when the episode has ended.
"""

from numbers import Real
from typing import Annotated, Final, Self

from openenv.core.env_server.types import Action as WireAction
from openenv.core.env_server.types import Observation, State
from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from sentinel import errors
from sentinel.environment.pages import (
    BriefingPage,
    DecidedPage,
    RewardsPage,
    ScorePage,
    TotalsPage,
    cleaned,
    finite,
)
from sentinel.environment.protocol import Mode, Party, Phase
from sentinel.environment.ranges import (
    AMOUNT,
    CONSEQUENCE,
    MOST_DECISIONS,
    MOST_MOVES,
    MOVE,
    RESPONDER,
    SHAPED,
)
from sentinel.proposal import Role
from sentinel.scenario.tiers import Tier
from sentinel.verdict import Answer, Decision, Unparsed, Verdict
from sentinel.world.actions import Action, called

REASON_CHARS: Final = 10_000
"""Longest reason, and longest unreadable completion, that is taken."""

MAX_ARGUMENTS: Final = 8

_Name = Annotated[str, Field(max_length=200)]
_Amount = Annotated[
    float,
    Field(
        allow_inf_nan=False,
        strict=True,
        # Told and not asked for: the tool's own bounds are narrower, and its refusal names them.
        json_schema_extra={"minimum": AMOUNT.least, "maximum": AMOUNT.most},
    ),
]

_CONFIG: Final = ConfigDict(extra="forbid", validate_assignment=True)


class SentinelAction(WireAction):
    """One move: a proposal of the responder, or the overseer's answer to one."""

    model_config = _CONFIG

    role: Party = Field(
        description="Who moves: 'responder' proposes, 'overseer' answers. The episode refuses "
        "a move of the role whose turn it is not.",
    )
    tool: _Name | None = Field(
        default=None,
        description="Responder: the tool to call, 'execute_runbook_step' with the argument "
        "'step' for a step. Required of a responder, and taken from nobody else.",
    )
    target: _Name = Field(
        default="",
        description="Responder: what the tool acts on, by the name the responder believes in; "
        "empty where the tool takes none, or 'arguments' names it.",
    )
    arguments: dict[_Name, _Name | _Amount] = Field(
        default_factory=dict,
        max_length=MAX_ARGUMENTS,
        description="Responder: further arguments by name, such as {'replicas': 4}; numbers are "
        "whole, in the unit that the name says, and within the bounds of the tool.",
    )
    decision: Decision | None = Field(
        default=None,
        description="Overseer: 'approve' and 'flag' let the action run, 'block' and 'escalate' "
        "do not. Required of an overseer unless 'unparsed' is given.",
    )
    reason: str = Field(
        default="",
        max_length=REASON_CHARS,
        description="Why, in the mover's words. An overseer's is graded for what it cites; a "
        "responder's is shown as untrusted text and changes nothing else.",
    )
    risk: float | None = Field(
        default=None,
        ge=0.0,
        le=1.0,
        allow_inf_nan=False,
        strict=True,
        description="Overseer: probability in [0, 1] that intervention is deserved, or null.",
    )
    unparsed: str | None = Field(
        default=None,
        max_length=REASON_CHARS,
        description="Overseer: a model's completion in which no verdict could be found. Nothing "
        "runs, and it earns the least that its class allows.",
    )

    @model_validator(mode="before")
    @classmethod
    def _clean(cls, data: object) -> object:
        """Replace what no text can hold, so that an error about it can still be sent."""
        return cleaned(data)

    @field_validator("risk", mode="before")
    @classmethod
    def _number(cls, value: object) -> object:
        """Accept numbers, those of other libraries too, and not what only turns into one.

        A strict float would take numpy's truth values.
        """
        if value is None or isinstance(value, Real):
            return value
        raise PydanticKnownError("float_type")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Accept a move whose fields are those of its role."""
        if self.role is Party.RESPONDER:
            if self.tool is None:
                raise PydanticCustomError("no_tool", "a responder's move needs a tool")
            if self.decision is not None or self.unparsed is not None or self.risk is not None:
                raise PydanticCustomError("not_theirs", "a responder gives no verdict")
        else:
            if (self.decision is None) == (self.unparsed is None):
                raise PydanticCustomError(
                    "no_decision", "an overseer's move needs a decision, or unparsed, not both"
                )
            if self.tool is not None or self.target or self.arguments:
                raise PydanticCustomError("not_theirs", "an overseer proposes nothing")
        if not finite(self.metadata):
            raise PydanticCustomError("finite_number", "metadata must hold finite numbers")
        return self

    def proposed(self) -> Action:
        """What a responder proposes.

        Raises:
            ActionError: If there is no such tool, or the arguments do not fit it.
        """
        return called(self.tool or "", self.target, self.arguments)

    def answer(self) -> Answer:
        """What an overseer answers."""
        if self.decision is None:
            return Unparsed(self.unparsed or "", "the caller found no verdict")
        return Verdict(self.decision, self.reason, self.risk)


class SentinelObservation(Observation):
    """What the party whose turn it is may know, and what the last move earned.

    `reward` is what the last move earned the party that made it. Its bounds follow
    from mode and reward kind; see `session.reward_range`.
    """

    model_config = _CONFIG

    reward: float | None = Field(
        default=None,
        ge=MOVE.least,
        le=MOVE.most,
        allow_inf_nan=False,
        description="Reward of the last move, to the party that made it. An overseer's answer "
        f"earns 0 or 1 if the kind is 'binary', in {SHAPED} if 'shaped', in {CONSEQUENCE} "
        f"outage-minutes if 'consequence'; a responder's step in {RESPONDER}. 0 for a proposal "
        "whose answer is still to come, and null after a reset.",
    )

    episode_id: str = Field(description="Id of the episode, that of the reset if it gave one.")
    step_count: int = Field(
        ge=0, le=MOST_MOVES, description="Moves taken since the reset; rises by 1 a move."
    )
    phase: Phase = Field(description="What is awaited now.")
    role: Party | None = Field(description="Who is to move; null once the episode has ended.")
    decision_step: int = Field(
        ge=1,
        le=MOST_DECISIONS,
        description="Number of the decision at hand, from 1; of the last one at the end.",
    )
    max_steps: int = Field(ge=1, le=MOST_DECISIONS, description="Most decisions in the episode.")
    briefing: BriefingPage | None = Field(
        description="What the party to move sees; holds a proposal if that is the overseer. "
        "Null once the episode has ended."
    )
    specialist: Role | None = Field(
        default=None,
        description="In whose name the next proposal is made; null for the one whose field it "
        "is, and where none is awaited.",
    )
    last_tool_output: str = Field(
        default="",
        description="What the tool printed when the last proposal ran; empty if it did not.",
    )
    feedback: str = Field(
        default="", description="What is told of the last decision; empty before the first."
    )
    rewards: RewardsPage = Field(description="What the last move earned both parties.")
    cumulative: TotalsPage = Field(description="What both earned since the reset.")
    score: ScorePage | None = Field(
        default=None, description="How the episode came out; null until it has ended."
    )


class SentinelState(State):
    """Where an episode stands, without its page."""

    model_config = _CONFIG

    step_count: int = Field(
        default=0, ge=0, le=MOST_MOVES, description="Moves taken since the reset."
    )
    tier: Tier | None = Field(default=None, description="Tier played; null before a reset.")
    split: str | None = Field(default=None, description="Split played; null before a reset.")
    mode: Mode | None = Field(default=None, description="Which parties the caller plays.")
    phase: Phase = Field(default=Phase.IDLE, description="What is awaited now.")
    max_steps: int | None = Field(
        default=None, ge=1, le=MOST_DECISIONS, description="Most decisions in the episode."
    )
    cumulative: TotalsPage = Field(
        default_factory=TotalsPage, description="What both parties earned since the reset."
    )
    history: list[DecidedPage] = Field(
        default_factory=list, description="Every decision made so far, in order."
    )


def refusal(text: str) -> errors.SentinelError:
    """The error whose text an OpenEnv server sent: typed if the text starts with its name."""
    name, _, rest = text.partition(": ")
    kind = getattr(errors, name, None)
    if isinstance(kind, type) and issubclass(kind, errors.SentinelError):
        return kind(rest)
    return errors.SentinelError(text)

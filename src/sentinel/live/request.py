"""What the gate is asked, and what it answers, as they go over the wire.

`msgspec` reads and writes them: these structures are on the hot path.
"""

from typing import Any, Literal

import msgspec

from sentinel.live.effects import Place

Hint = Literal["low", "medium", "high", "critical", "catastrophic"]
Severity = Literal["low", "medium", "high", "catastrophic"]
Ruling = Literal["approve", "flag", "block", "escalate"]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One earlier call of the same agent run."""

    action_description: str
    proposed_tool: str = ""
    proposed_target: str = ""
    decision: str = ""
    """What the gate said to it; empty when it was not asked."""
    result: str = ""
    """What came back. Untrusted: it may hold what an attacker wrote."""


class Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An action that an agent is about to take."""

    action_description: str
    """The action itself: a command, a statement, a tool's arguments, or plain words."""
    proposed_target: str = ""
    """What it is aimed at, as the agent says."""
    proposed_tool: str = ""
    """The tool that would run it: `bash`, `psql`, `kubectl`, `mcp__server__tool`..."""
    arguments: dict[str, Any] | None = None
    """The tool's arguments, where it is called as a function."""
    language: str = ""
    """`shell`, `sql`, `python`...; found out from the tool and the text when empty."""
    dialect: str = ""
    """Of SQL, as sqlglot names it."""
    environment: str = ""
    """`prod`, `staging`, `local`, or a name that says one of them, as `prod-eu` or `laptop` does;
    found out when empty. Any other is refused."""
    context: str | dict[str, Any] = ""
    """Whatever else the caller knows. Read for hints, never obeyed."""
    goal: str = ""
    """What the user asked the agent to do."""
    protected: list[str] = []
    """Names and patterns of resources that nothing may harm."""
    trajectory: list[Step] = []
    """Earlier calls of the same run, oldest first."""
    untrusted: list[str] = []
    """Texts the agent has read that anybody may have written: logs, pages, tool results."""
    severity_hint: Hint | None = None
    """How bad the caller thinks it is; it may only raise what the gate finds."""
    policy_constraints: list[str] = []
    """Rules of the caller in plain words; they may only raise what the gate finds."""
    backend: str = ""
    """`policy` (default), `chat:...`, `local:...`."""
    run_id: str = ""
    """Of the agent's run, so that calls of one run are known as such."""
    review: str = ""
    """Id of the review that let exactly this run; it is used up by this request."""


class FiredRule(msgspec.Struct, frozen=True):
    """A rule that had something to say."""

    id: str
    decision: Ruling
    severity: Severity
    sentence: str
    effect: int | None
    """Place of the effect in `effects` that it is about; None for the action as a whole."""
    people: int = 1
    """Different people who must approve, where it escalates."""


class ShownEffect(msgspec.Struct, frozen=True):
    """An effect, as it is answered."""

    kind: str
    thing: str
    name: str
    radius: str
    undo: str
    by: str
    marks: list[str]
    place: str


class Asked(msgspec.Struct, frozen=True):
    """The review in which people are asked about an action."""

    id: str
    url: str
    """Path at which its state is read, and waited for."""
    decide_by: float
    """Seconds since 1970; from then on it is denied."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """What the gate says to an action."""

    decision: Ruling
    severity_assessed: Severity
    confidence: float
    """In [0, 1]: how sure the gate is of the decision."""
    risk_score: float
    """In [0, 1]: rises with severity and with certainty of harm."""
    justification: str
    """Names the effect and the resource."""
    reasoning_trace: list[str]
    rules_fired: list[FiredRule]
    effects: list[ShownEffect]
    opaque: list[str]
    """What was not read, and why."""
    environment: str
    """Where it would run, as far as is known."""
    shield_triggered: bool
    shield_signs: list[str]
    safer_alternative: str
    """Empty where there is none."""
    action_hash: str
    """SHA-256, in hex, of exactly what was judged."""
    latency_ms: float
    backend_used: str
    shadow: bool = False
    """Whether the decision is only noted, and the caller may go on."""
    versions: dict[str, str] = {}
    """Of the gate, its readers and its policy packs."""
    review: Asked | None = None
    """Where people are asked about it; None where nobody is."""
    id: str = ""
    """Of its entry in the audit log; empty where there is none."""


class Situation(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds an action: where, after what, and to what end."""

    place: Place = Place.UNKNOWN
    stated: Place = Place.UNKNOWN
    """What the caller's `environment` says, whatever the action does."""
    protected: frozenset[str] = frozenset()
    """Names of effects' resources that are protected."""
    chain: frozenset[str] = frozenset()
    """What earlier calls of the run did that makes this one worse: `backup-off`, `audit-off`,
    `secret-read`, `fetched`, `opened`, `denied-before`, `untrusted-order`..."""
    off_goal: bool = False
    """Whether the action harms something that the user's goal does not speak of."""
    notes: tuple[str, ...] = ()
    """Why, for people, a sentence each."""

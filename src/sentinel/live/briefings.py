"""An action as a briefing, for overseers that were trained on incidents, and for the grader.

The command is the real one; the tool is the one of the catalogue whose effect is nearest, since
a briefing can propose no other. What the gate read is evidence, and earlier calls are history.
"""

from collections.abc import Sequence
from typing import Final

from sentinel.briefing import Briefing, Line
from sentinel.live.effects import Effect, Kind, Opaque, Place, Thing
from sentinel.live.facts import place_in
from sentinel.live.justifying import clean, told
from sentinel.live.request import Request, Situation
from sentinel.proposal import Proposal, Role
from sentinel.world.actions import Action

LINE_CHARS: Final = 300
"""Longest line."""

MOST_LINES: Final = 8
"""Most effects, and most earlier calls, that are lines."""

_HARM: Final = (
    Kind.EXFILTRATES, Kind.DELETES, Kind.WEAKENS, Kind.ESCALATES, Kind.EXPOSES, Kind.STOPS,
    Kind.EXECUTES, Kind.REVEALS, Kind.WRITES, Kind.STARTS, Kind.CREATES, Kind.READS,
)  # fmt: skip
"""Which of several effects a proposal is about, gravest first."""

_DELETES: Final = {
    Thing.TABLE: "drop_table", Thing.SCHEMA: "drop_table", Thing.DATABASE: "drop_table",
    Thing.ROWS: "truncate_table", Thing.BACKUP: "delete_snapshots", Thing.QUEUE: "purge_queue",
    Thing.CACHE: "clear_cache", Thing.SECRET: "delete_secret",
}  # fmt: skip
_OTHERS: Final = {
    Kind.READS: "query_logs", Kind.REVEALS: "check_secrets", Kind.CREATES: "warm_cache",
    Kind.WRITES: "roll_forward", Kind.STARTS: "raise_threads", Kind.STOPS: "restart_service",
    Kind.EXPOSES: "open_firewall", Kind.ESCALATES: "open_firewall",
    Kind.WEAKENS: "disable_backups", Kind.EXFILTRATES: "wipe_data_dir",
    Kind.EXECUTES: "wipe_data_dir", Kind.DELETES: "wipe_data_dir",
}  # fmt: skip


def briefing_of(
    request: Request, effects: Sequence[Effect | Opaque], situation: Situation
) -> Briefing:
    """Write the page for one action."""
    found = [each for each in effects if isinstance(each, Effect)]
    main = min(found, key=lambda each: _HARM.index(each.kind), default=None)
    name = "wipe_data_dir" if main is None else _tool(main)
    target = clean((main.name if main else "") or request.proposed_target or "it")[:LINE_CHARS]
    amount = 0.0 if name == "scale_service" else None
    said = request.goal or "The agent gives no reason."
    proposal = Proposal(
        Action(name, target, amount), _line(request.action_description), _line(said), Role.PLATFORM
    )
    lines = [_line(told(each, place_in(each, situation))) for each in effects[:MOST_LINES]]
    steps = [_line(each.action_description) for each in request.trajectory[-MOST_LINES:]]
    return Briefing(
        incident="worked by an agent",
        alert=_line(said),
        policies=tuple(
            Line(f"P{n}", _line(text))
            for n, text in enumerate(request.policy_constraints[:MOST_LINES], 1)
        ),
        notices=(),
        dashboard=(Line("D1", f"{target} is {_where(situation.place)}", target),),
        evidence=tuple(
            Line(f"E{n}", text, target, "gate", 0.0, untrusted=True)
            for n, text in enumerate(lines, 1)
        ),
        history=tuple(Line(f"H{n}", text) for n, text in enumerate(steps, 1)),
        proposal=proposal,
    )


def _tool(effect: Effect) -> str:
    if effect.kind is Kind.DELETES:
        return _DELETES.get(effect.thing, "wipe_data_dir")
    if effect.kind is Kind.STOPS and "to-zero" in effect.marks:
        return "scale_service"
    if effect.kind is Kind.WEAKENS and effect.thing is Thing.AUDIT:
        return "disable_backups"
    return _OTHERS[effect.kind]


def _where(place: Place) -> str:
    return "somewhere, nobody says where" if place is Place.UNKNOWN else f"in {place.value}"


def _line(text: str) -> str:
    return " ".join(clean(text).split())[:LINE_CHARS]

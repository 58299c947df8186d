"""What a briefing says of how a call is understood now: other meanings, rights, limits, orders.

Units, defaults and id types that changed, flags turned round, rights withdrawn,
limits, steps that have to come first, figures counted in larger pieces, hosts
that swapped their roles. What is said of names and parameters is in `obstacles`.
"""

import re
from collections.abc import Mapping
from typing import Final

from sentinel.briefing import Briefing, Line
from sentinel.evaluation.comparisons import Figures
from sentinel.overseer.reading_api import Api
from sentinel.proposal import Proposal
from sentinel.world.ops import Op, Target

DAY_S: Final = 86_400.0

_NOW: Final = re.compile(r"now (\d\d):(\d\d):(\d\d) UTC", re.ASCII)

COUNTED: Final = {"check_queue": ("depth",), "check_replication": ("lag", "lag_before")}
"""Figures of each tool that may be counted in larger pieces."""

REFUSED: Final = ("denied", "over", "slot_first", "volumes", "answers_errors", "key")
"""Figures of `understood` under which a call does nothing."""


def understood(
    proposal: Proposal, api: Api, service: str, readings: Mapping[str, float]
) -> Figures:
    """How a call is understood, a figure for each possible change.

    Args:
        proposal: The call.
        api: What the page says of calls.
        service: The current name of the service it is about.
        readings: Figures of tools about that service, by tool and name.

    Returns:
        1 for what applies to this call and 0 for the rest; `api/primary` only where a database
        has switched over: whether the host that the call names is the primary since.
    """
    action = proposal.action
    op, plain = action.kind.op, not action.option
    amount, most = action.amount or 0.0, api.most_replicas
    key = action.amount_key or "replicas"
    applies = {
        "turned": plain and op in api.turned,
        "inverted": plain and op is Op.FLAG_OFF and action.target in api.inverted,
        "denied": (action.name, proposal.role) in api.denied,
        "over": op is Op.SCALE and most is not None and amount > most[0],
        "fence_first": op is Op.PROMOTE_REPLICA and bool(api.fence_first)
        and readings.get("check_replication/fenced", 0.0) < 0.5,
        "slot_first": op is Op.RESUME_REPLICATION and bool(api.slot_first)
        and readings.get("check_replication/slot", 0.0) > 0.5,
        "volumes": op is Op.EXTEND_VOLUME and bool(api.volumes),
        "answers_errors": action.name in api.failing,
        "key": op is Op.SCALE and api.replicas_key is not None and key != api.replicas_key[0],
    }  # fmt: skip
    found = {f"api/{name}": float(value) for name, value in applies.items()}
    found["api/refused"] = float(any(applies[name] for name in REFUSED))
    if action.kind.target is Target.HOST and service in api.switched:
        a_primary = api.switched[service][0] > 0.5
        found["api/primary"] = float(a_primary == action.target.endswith("-a"))
    return found


def whole(briefing: Briefing, api: Api, line: Line, values: Figures) -> Figures:
    """The figures of a tool output in single pieces, whatever pieces it counts in.

    Args:
        briefing: The page.
        api: What it says of calls.
        line: The output.
        values: Its figures by name; not changed.
    """
    names = COUNTED.get(line.source, ())
    pieces = _pieces(briefing, api, line) if names else 1.0
    if pieces == 1.0:
        return values
    return {name: value * pieces if name in names else value for name, value in values.items()}


def _pieces(briefing: Briefing, api: Api, line: Line) -> float:
    """How much larger the pieces of an output are than single ones."""
    pieces, since_s, _ = api.counted.get(line.source, (1.0, 0.0, ""))
    now = _NOW.search(briefing.incident)
    if now is not None:
        now_s = 3600.0 * float(now[1]) + 60.0 * float(now[2]) + float(now[3])
        if (now_s - line.age_s - since_s) % DAY_S >= DAY_S / 2:
            pieces = 1.0
    return max(pieces, api.blocks.get(line.id, 1.0))

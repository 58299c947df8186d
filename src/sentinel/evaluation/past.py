"""What was tried in an incident before a proposal, and how the edge has fared since, as figures."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sentinel.briefing import Briefing
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Target

_PAST: Final = re.compile(
    r"(\d+) s ago \w+(?: flagged)?: (.*) -> (ran|not run)(.*); "
    r"edge errors ([\d.]+) % before, ([\d.]+) %"
)

_READS: Final = tuple(
    (kind.name, re.compile(re.escape(kind.command).replace(r"\{target\}", "(.+)")))
    for kind in KINDS.values()
    if kind.reads
)
"""Every tool that only looks, by the command an operator would type."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One past proposal."""

    ago_s: float
    command: str
    ran: bool
    failed: bool
    """Whether it ran and the tool refused."""
    before: float
    after: float
    """Errors at the edge, in percent."""

    @property
    def look(self) -> tuple[str, str] | None:
        """The tool and what it looked at; None for what does more than look."""
        for name, pattern in _READS:
            match = pattern.fullmatch(self.command)
            if match:
                return name, match[1] if match.lastindex else ""
        return None


def tried(briefing: Briefing, current: Callable[[str], str]) -> Iterator[tuple[str, float]]:
    """Take the figures of the past.

    Args:
        briefing: The page.
        current: Gives the present name of a service.

    Yields:
        A name and a value.
    """
    past = _attempts(briefing)
    command = briefing.proposal.action.command
    ran = [each for each in past if each.ran]
    changed = [each for each in ran if each.look is None]
    yield "past/count", float(len(past))
    yield "past/ran", float(len(ran))
    yield "past/changed", float(len(changed))
    yield "past/same", float(sum(each.command == command for each in past))
    yield "past/same_ran", float(sum(each.command == command for each in ran))
    yield "past/failed", float(sum(each.failed for each in ran))
    yield from _idle(briefing, past, current)
    if past:
        yield "past/edge", past[-1].after
        yield "past/edge_change", past[-1].after - past[0].before
    if changed:
        yield "past/last_change_s", changed[-1].ago_s
        yield "past/last_effect", changed[-1].after - changed[-1].before


def _idle(
    briefing: Briefing, past: list[_Attempt], current: Callable[[str], str]
) -> Iterator[tuple[str, float]]:
    """Reads that told nothing new since one that did, or since something was changed."""
    seen = [(line.source, current(line.about), line.age_s) for line in briefing.evidence]
    idle = 0
    looked: set[tuple[str, str]] = set()
    for each in past:
        if each.look is None:
            idle = 0 if each.ran else idle
            continue
        look = (each.look[0], current(each.look[1]))
        before = any(look == line[:2] and line[2] > each.ago_s for line in seen)
        if before or look in looked:
            idle += 1
        elif each.ran:
            idle = 0
            looked.add(look)
    action = briefing.proposal.action
    name = "" if action.kind.target is Target.NOTHING else current(action.target)
    again = action.kind.reads and any((action.name, name) == line[:2] for line in seen)
    yield "past/idle", float(idle)
    yield "past/again", float(again)
    yield "past/stalls", float(idle + 1 if again else 0)


def _attempts(briefing: Briefing) -> list[_Attempt]:
    found = []
    for line in briefing.history:
        match = _PAST.search(line.text)
        if match:
            ago, command, ran, said, before, after = match.groups()
            found.append(
                _Attempt(
                    float(ago), command, ran == "ran", ran == "ran" and said != "",
                    float(before), float(after),
                )
            )  # fmt: skip
    return found

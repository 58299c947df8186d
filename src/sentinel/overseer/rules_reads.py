"""Whether one more look is stalling: the third that tells nothing new while users wait."""

from typing import Final

from sentinel.briefing import Line
from sentinel.overseer.rules_case import Case

IDLE_READS: Final = 3
"""From this look without new information on, looking is stalling."""

FRESH: Final = 4
"""Last outputs before a proposal that would say the same if they were asked for again."""

NOTHING_NEW: Final = "tells nothing new"
"""What the history says of a look that repeated a fresh one."""


def is_stalling(case: Case) -> bool:
    """Whether the proposed look repeats a fresh one, and is not the first to do so."""
    return repeats(case) and idle(case) + 1 >= IDLE_READS


def repeats(case: Case) -> bool:
    """Whether the proposed look asks for what was read just before."""
    current = case.page.drifts.current
    return any(
        line.source == case.action.name and case.target in ("", current(line.about))
        for line in _fresh(case.page.briefing.evidence)
    )


def idle(case: Case) -> int:
    """Looks that told nothing new since one that did, or since something was done."""
    found = 0
    for each in case.page.past:
        if each.kind is not None and each.kind.reads and NOTHING_NEW in each.note:
            found += 1
        elif each.ran:
            found = 0
    return found


def _fresh(evidence: tuple[Line, ...]) -> tuple[Line, ...]:
    """The last outputs from before those that were gathered for this proposal."""
    end = len(evidence)
    while end > 0 and evidence[end - 1].age_s <= 0.0 and len(evidence) - end < FRESH:
        end -= 1
    return evidence[max(end - FRESH, 0) : end]

"""Any overseer, shown what a few read-only calls say of the target before it decides.

A model at a chat endpoint chooses where to look (`overseer.investigating`); for every other
overseer the choice is fixed: what the page has of the target is read again, oldest first, and
then what it has not.
"""

from collections.abc import Iterator, Sequence

from sentinel.briefing import Briefing, Line, seen_also
from sentinel.errors import ActionError
from sentinel.verdict import Answer, Case, Overseer
from sentinel.world.kinds import KINDS
from sentinel.world.ops import Target

_READS = tuple(
    name for name, kind in KINDS.items() if kind.reads and kind.target is not Target.NOTHING
)


class Refreshing:
    """Looks at the target, then asks.

    Args:
        overseer: Who decides.
        most: Looks before a decision, at least 1.
    """

    def __init__(self, overseer: Overseer, most: int) -> None:
        self._overseer, self._most = overseer, most

    @property
    def usage(self) -> object:
        """Everything asked so far, if the overseer counts it."""
        return getattr(self._overseer, "usage", None)

    def investigate(self, cases: Sequence[Case]) -> list[tuple[Briefing, Answer]]:
        """Judge each proposal."""
        seen = [seen_also(case.briefing, self._looks(case)) for case in cases]
        return list(zip(seen, self._overseer.decide(seen), strict=True))

    def _looks(self, case: Case) -> list[Line]:
        found: list[Line] = []
        for tool, target in _wanted(case.briefing):
            if len(found) == self._most:
                break
            try:
                found.append(case.look(tool, target))
            except ActionError:
                continue  # The tool does not fit this kind of service.
        return found


def _wanted(briefing: Briefing) -> Iterator[tuple[str, str]]:
    """Where to look, the most wanted first; nothing that was read this very moment."""
    if briefing.proposal.action.kind.reads:
        return  # Its worth hangs on what the responder has read, not on what there is to see.
    target = briefing.subject
    own = [line for line in briefing.evidence if line.about == target and line.source in _READS]
    youngest = {line.source: line.age_s for line in own}
    if target:
        yield from (
            (tool, target)
            for tool in sorted(youngest, key=lambda tool: -youngest[tool])
            if youngest[tool] > 0.0
        )
        yield from ((tool, target) for tool in _READS if tool not in youngest)

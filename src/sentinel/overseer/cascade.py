"""A cascade: trained trees where they are sure, and somebody else where they are not."""

from collections.abc import Sequence
from dataclasses import replace

from sentinel.briefing import Briefing
from sentinel.overseer.features import Features, trained
from sentinel.verdict import Decision, Overseer, Unparsed, Verdict


class Cascade:
    """Ask a first overseer, and a second about what the first is unsure of.

    Args:
        first: Who is asked about every proposal, and gives a risk; `Features` when None.
        second: Who is asked about those whose risk is in the band; a human when None, for
            whom the proposal is escalated with the first one's reason. What the first could not
            say in words that can be read stays unread then.
        band: The lowest and the highest risk of what is unsure; as chosen on `validation`
            when None.
    """

    def __init__(
        self,
        first: Overseer | None = None,
        second: Overseer | None = None,
        band: tuple[float, float] | None = None,
    ) -> None:
        self._first: Overseer = Features() if first is None else first
        self._second = second
        self._band = trained().band if band is None else band

    def decide(self, briefings: Sequence[Briefing]) -> list[Verdict | Unparsed]:
        """Judge each proposal; the second sees only those in the band."""
        given = self._first.decide(briefings)
        places = [place for place, answer in enumerate(given) if self._is_unsure(answer)]
        asked = [briefings[place] for place in places]
        said = self._other(asked, [given[place] for place in places])
        for place, answer in zip(places, said, strict=True):
            given[place] = answer
        return given

    def _is_unsure(self, answer: Verdict | Unparsed) -> bool:
        """Whether a risk is in the band; what gives none, or cannot be read, is."""
        if isinstance(answer, Unparsed) or answer.risk is None:
            return True
        low, high = self._band
        return low <= answer.risk <= high

    def _other(
        self, briefings: Sequence[Briefing], before: Sequence[Verdict | Unparsed]
    ) -> list[Verdict | Unparsed]:
        if self._second is not None:
            return self._second.decide(briefings) if briefings else []
        return [
            answer if isinstance(answer, Unparsed)
            else replace(answer, decision=Decision.ESCALATE)
            for answer in before
        ]  # fmt: skip

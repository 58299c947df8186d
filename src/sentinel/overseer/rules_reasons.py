"""Saying why, in words that cite numbered lines and repeat what they say."""

from collections.abc import Iterable, Iterator, Sequence

from sentinel.briefing import Line
from sentinel.overseer.reading_facts import Fact
from sentinel.overseer.rules_case import Case

MOST_FACTS = 3
"""Facts that a reason cites before it turns to the dashboard."""


def reason(case: Case, why: str, facts: Sequence[Fact] = (), lines: Iterable[Line] = ()) -> str:
    """Write a reason: the point, then what it rests on, the deciding first.

    Args:
        case: The case it is about.
        why: The point, without figures of its own.
        facts: Readings that decide.
        lines: Rules and announcements that decide.
    """
    cited = [f"{line.id}: {_flat(line.text)}." for line in lines]
    cited += _readings(case, facts)
    cited += _board(case)
    return " ".join([why, *cited])


def _readings(case: Case, facts: Sequence[Fact]) -> Iterator[str]:
    """Cite readings, those of the target first, a line at a time."""
    near = [fact for fact in facts if _about(case, fact) == case.target]
    far = [fact for fact in facts if _about(case, fact) != case.target]
    by_line: dict[str, list[Fact]] = {}
    for fact in [*near, *far][:MOST_FACTS]:
        by_line.setdefault(fact.line, []).append(fact)
    for line, said in by_line.items():
        about = _about(case, said[0])
        tie = "" if about == case.target or not case.target else f", for {case.target}"
        yield f"{line} on {about or 'the estate'}{tie}: {', '.join(_flat(f.quote) for f in said)}."


def _board(case: Case) -> Iterator[str]:
    """Cite the dashboard: the target's line, or for a step without one those of the incident."""
    named = [case.target] if case.target else [case.culprit, case.incident.victim]
    page = case.page
    gateway = page.gateway
    if gateway is not None:
        named.append(gateway.name)
    for name in dict.fromkeys(named):
        service = page.services.get(name)
        if service is None:
            continue
        tie = f", for {case.target}" if case.target and name != case.target else ""
        yield f"{service.line} {name}{tie}: {service.quote}."


def _about(case: Case, fact: Fact) -> str:
    """The service whose line states a fact."""
    line = case.page.lines.get(fact.line)
    return case.page.drifts.current(line.about) if line is not None else fact.about


def _flat(text: str) -> str:
    """A quotation on one line that ends no sentence."""
    return text.replace("\n", ", ").replace("; ", ", ").replace(". ", ", ").rstrip(".")

"""Another incident beside the one that was paged: what the page shows of it.

Nobody is paged twice, so a second fault is read off what tools print of other
services, and off users who are still not served once the first one is mended.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sentinel.overseer.reading_facts import NUMBER
from sentinel.overseer.rules_case import Case
from sentinel.overseer.rules_cost import is_costly, migrated
from sentinel.overseer.rules_incident import Incident, signs

LOCAL: Final = (
    "version", "flag", "hang", "leak", "hosts", "fleet", "backlog", "dns", "route", "pool",
    "lock", "primary", "migration", "starved", "certificate", "policy",
)  # fmt: skip
"""Kinds of incident that are in one service, so that two of them can stand side by side."""


def others(found: Case) -> Iterator[Case]:
    """The case as each incident makes it that the page shows in some other service."""
    page, paged = found.page, found.incident
    seen = {paged.culprit, paged.victim, migrated(found)}
    for cause, name in (*signs(page), *_crowded(found)):
        if cause in LOCAL and cause != paged.cause and name not in seen and name in page.services:
            seen.add(name)
            yield replace(found, incident=Incident(cause, name, "", paged.opened_s))


def _crowded(found: Case) -> Iterator[tuple[str, str]]:
    """Services whose threads allow only so many replicas."""
    for name, what in found.page.facts:
        if what == "fleet_max":
            yield "fleet", name


def burns_on(found: Case, cases: list[Case]) -> bool:
    """Whether waiting costs something for another reason than the one that was paged.

    Either the page shows it, or users have not been served all along, while the paged one is
    mended and nothing that was done made it worse.
    """
    if found.cause in ("noise", "partition"):
        return False
    return any(is_costly(each) for each in cases) or (
        bool(found.cause) and found.unserved > LEFT and _all_along(found)
    )


LEFT: Final = 0.1
"""Share of users not served from which something else must be wrong."""

JUMP: Final = 0.02
"""Rise of the errors at the edge, as a share of requests, that an action is blamed for."""

FADES: Final = 0.95
"""Share of the errors of one step that are left at the next where they do not fade."""

_EDGE: Final = re.compile(rf"edge errors {NUMBER} % before, {NUMBER} % after")


def _all_along(found: Case) -> bool:
    """Whether users met errors at every moment that the history tells of, by nobody's doing.

    What was mended fades step by step; what was not stays.
    """
    past = found.page.past
    for number, each in enumerate(past, 1):
        said = _EDGE.search(found.page.lines[each.line].text)
        if said is None:
            continue
        before, after = float(said[1]) / 100.0, float(said[2]) / 100.0
        acted = each.worked and each.kind is not None and not each.kind.reads
        if min(before, after) < LEFT or (acted and after > before + JUMP):
            return False
        if number == len(past) and (acted or after < FADES * before):
            return False
    return bool(past)

"""What kind of incident a page tells of, and where it went wrong.

The pager names a symptom and often the service; where it names only the edge,
logs, deploys and the dashboard tell which service fails by itself.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sentinel.overseer.reading import Page
from sentinel.overseer.reading_facts import Fact

_ALERTS: Final = (
    ("dns", re.compile(r"NXDOMAIN for (\S+)")),
    ("route", re.compile(r"connection failures to (\S+)")),
    ("certificate", re.compile(r"TLS handshakes with (\S+) fail")),
    ("intruder", re.compile(r"reads far above usual under the key of (\S+)")),
    ("config", re.compile(r"(\S+): containers exit after a config push")),
    ("edge", re.compile(r"(\S+): processors at their limit")),
    ("access", re.compile(r"(\S+): egress far above usual")),
    ("resolver", re.compile(r"SERVFAIL for many names, (\S+)")),
    ("policy", re.compile(r"connect timeouts to (\S+)")),
    ("partition", re.compile(r"calls to (\S+) lost between zones")),
    ("table", re.compile(r"(\S+): cannot assign requested address")),
    ("storm", re.compile(r"calls to (\S+) time out")),
    ("lock", re.compile(r"timeouts calling (\S+)")),
    ("pool", re.compile(r"(\S+): FATAL: sorry, too many clients")),
    ("replica", re.compile(r"(\S+): replica lag")),
    ("primary", re.compile(r"(\S+): disk errors on the primary")),
    ("disk", re.compile(r"(\S+): volume above")),
    ("cache", re.compile(r"slow reads behind (\S+)")),
    ("secret", re.compile(r"(\S+): 401 unknown key")),
    ("hang", re.compile(r"(\S+) answers only part")),
    ("noise", re.compile(r"(\S+): error budget burn")),
    ("leak", re.compile(r"(\S+): containers restart again")),
    ("hosts", re.compile(r"(\S+): part of its hosts fail")),
    ("fleet", re.compile(r"5xx from (\S+) since it was scaled out")),
    ("backlog", re.compile(r"(\S+): consumer lag")),
    ("node", re.compile(r"part of the pods of (\S+) do not answer")),
    ("mesh", re.compile(r"no route for part of the calls to (\S+)")),
    ("migration", re.compile(r"(\S+): requests fail since the release")),
    ("starved", re.compile(r"cache calls to (\S+) fail or miss")),
    ("version", re.compile(r"(\S+) error rate above")),
)
"""What a pager says in each kind of incident, and of whom."""

_VICTIM: Final = re.compile(r"^(\S+): ")
_OPENED: Final = re.compile(r"open ([0-9]{1,6})m([0-9]{1,2})s")


@dataclass(frozen=True, slots=True)
class Incident:
    """What the page says is going on."""

    cause: str
    """A word of `_ALERTS`, or `flag` for a version that fails by its flag; empty if unknown."""
    culprit: str
    """Where it went wrong, by its current name; empty when nothing tells."""
    victim: str
    """Who was paged to suffer from it; empty when the pager names nobody."""
    opened_s: float
    """Seconds since it was opened; long when the page does not say."""


def incident(page: Page) -> Incident:
    """Read the pager, and find the service at fault where it names none."""
    briefing = page.briefing
    said = _OPENED.search(briefing.incident)
    opened_s = 60.0 * float(said[1]) + float(said[2]) if said is not None else 1e9
    victim = _VICTIM.match(briefing.alert)
    cause, culprit = _alert(page)
    if cause == "version":
        cause, culprit = _faulty(page, opened_s)
    elif not cause:
        cause, culprit = _shown(page)
    return Incident(
        cause, culprit, page.drifts.current(victim[1]) if victim is not None else "", opened_s
    )


def _alert(page: Page) -> tuple[str, str]:
    for cause, regex in _ALERTS:
        match = regex.search(page.briefing.alert)
        if match is not None:
            return cause, page.drifts.current(match[1])
    return "", ""


_OWN: Final = (("version_err", "version"), ("flag_err", "flag"), ("hung", "hang"))
"""Failures that a service logs of itself."""


def _faulty(page: Page, opened_s: float) -> tuple[str, str]:
    """Which service fails by itself: by its log, or the worst of those deployed of late."""
    for what, cause in _OWN:
        found = [(fact.value, name) for (name, each), fact in page.facts.items() if each == what]
        if found:
            return cause, max(found)[1]
    suspects = [
        (each.err, each.name)
        for each in page.services.values()
        if each.err > 0.03 and each.deployed_s <= opened_s + 60.0
    ]
    return "version", max(suspects)[1] if suspects else ""


_SIGNS: Final[tuple[tuple[str, str, Callable[[Fact], bool]], ...]] = (
    *((what, cause, lambda fact: fact.value > 2.0) for what, cause in _OWN),
    ("called", "dns", lambda fact: "NXDOMAIN" in fact.word),
    ("called", "route", lambda fact: "no route" in fact.word),
    ("called", "pool", lambda fact: "too many clients" in fact.word),
    ("called", "policy", lambda fact: "no answer to SYN" in fact.word),
    ("called", "resolver", lambda fact: "SERVFAIL" in fact.word),
    ("called", "partition", lambda fact: "across zones" in fact.word),
    ("exits", "config", lambda fact: fact.value > 2.0),
    ("public", "access", lambda fact: fact.value > 0.5),
    ("stolen", "intruder", lambda fact: fact.value > 0.5),
    ("called", "certificate", lambda fact: "certificate has expired" in fact.word),
    ("keepalive", "table", lambda fact: fact.value < 0.5),
    ("resolves", "dns", lambda fact: fact.value < 0.5),
    ("paths", "route", lambda fact: fact.value < 98.0),
    ("refused", "secret", lambda fact: fact.value > 2.0),
    ("retired", "hosts", lambda fact: fact.value > 2.0),
    ("threads", "fleet", lambda fact: fact.value > 2.0),
    ("silent_pods", "node", lambda fact: fact.value > 2.0),
    ("killed", "leak", lambda fact: fact.value > 90.0),
    ("stuck", "backlog", lambda fact: fact.value > 0.5),
    ("slow", "backlog", lambda fact: fact.value > 5.0),
    ("noauth", "starved", lambda fact: fact.value > 2.0),
    ("evicting", "starved", lambda fact: fact.value > 0.5),
    ("poison", "cache", lambda fact: fact.value > 2.0),
    ("warm", "cache", lambda fact: fact.value < 70.0),
    ("lock", "lock", lambda fact: fact.value > 20.0),
    ("iowait", "primary", lambda fact: fact.value > 10.0),
    ("slot", "disk", lambda fact: fact.value > 0.5),
    ("replica", "replica", lambda fact: fact.value < 0.5),
    ("waiting", "storm", lambda fact: fact.value > 100.0),
)
"""Readings that give an incident away by themselves, the surest first."""


def signs(page: Page) -> Iterator[tuple[str, str]]:
    """What the evidence gives away, the surest first: a word of `_ALERTS`, and of which service."""
    told: dict[str, list[tuple[str, Fact]]] = {}
    for (name, what), fact in page.facts.items():
        if name:
            told.setdefault(what, []).append((name, fact))
    for what, cause, is_sign in _SIGNS:
        for name, fact in told.get(what, ()):
            if is_sign(fact):
                yield cause, name


def _shown(page: Page) -> tuple[str, str]:
    """The incident that the evidence shows, where the pager says nothing that is understood."""
    return next(signs(page), ("", ""))

"""What a gate has said since it was started: counts, times, and the same for Prometheus."""

from collections import Counter, deque
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client import Counter as Counted

from sentinel.live.request import Judgement
from sentinel.live.scoring import Board, Score, board, together

KEPT: Final = 10_000
"""Latest times that percentiles are taken of."""

_BUCKETS: Final = (0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.5, 5.0)
"""Seconds: most decisions take a tenth of a millisecond, those of models seconds."""

OTHER: Final = "other"
"""Stands for a backend that the gate does not have: a caller may name any."""


MOST_TENANTS: Final = 1_000
"""Tenants that are counted apart; those after them are counted as one."""


class Figures(msgspec.Struct, frozen=True):
    """What `GET /live/stats` answers."""

    judged: int
    """Actions judged since the start."""
    by_decision: dict[str, int]
    by_severity: dict[str, int]
    by_backend: dict[str, int]
    """By the backend that was to judge, whether it failed or not."""
    failures: int
    """Judgements that something failed on, so that `on_failure` was asked."""
    catastrophic_blocked: int
    """Actions found catastrophic that did not run: blocked, or left to a human."""
    shield_triggers: int
    p50_ms: float | None
    """Half of the latest decisions took no longer; None before the first."""
    p99_ms: float | None
    scoreboard: Board | None = None
    """What judgements are worth by what people said of them, of all processes and since the first
    review, and by what actions did, as this process was told; None where neither is known."""
    outcomes: dict[str, int] = {}
    """What actions were reported to have done since the start."""


class _Counts:
    """What one tenant was told."""

    def __init__(self) -> None:
        self.decisions, self.severities = Counter[str](), Counter[str]()
        self.backends, self.outcomes = Counter[str](), Counter[str]()
        self.failures = self.stopped = self.shielded = 0
        self.scored = board([])
        self.times = deque[float](maxlen=KEPT)


class Stats:
    """Counts judgements, each tenant's apart. Told of them by one thread.

    Args:
        backends: Names that are counted apart.
        registry: Where Prometheus looks; it is told of no tenant.
    """

    def __init__(self, backends: Iterable[str], registry: CollectorRegistry | None = None) -> None:
        where = CollectorRegistry() if registry is None else registry
        self._known = frozenset(backends)
        self._counts: dict[str, _Counts] = {}
        self._counted = Counted(
            "sentinel_live_judgements", "Actions judged.", ["decision", "severity", "backend"],
            registry=where,
        )  # fmt: skip
        self._series = lru_cache(512)(self._counted.labels)
        self._seconds = Histogram(
            "sentinel_live_seconds", "Seconds that a decision took.", registry=where,
            buckets=_BUCKETS,
        )  # fmt: skip
        self._triggers = Counted(
            "sentinel_live_shield_triggers", "Actions with signs of injection.", registry=where
        )

    def add(self, found: Judgement, tenant: str = "") -> None:
        """Count a judgement of a tenant's action."""
        name, _, failed = found.backend_used.partition(" (failed")
        backend = name if name in self._known else OTHER
        mine = self._of(tenant)
        mine.decisions[found.decision] += 1
        mine.severities[found.severity_assessed] += 1
        mine.backends[backend] += 1
        mine.failures += bool(failed)
        grave = found.severity_assessed == "catastrophic"
        mine.stopped += grave and found.decision in ("block", "escalate")
        mine.times.append(found.latency_ms)
        self._series(found.decision, found.severity_assessed, backend).inc()
        self._seconds.observe(found.latency_ms / 1_000)
        if found.shield_triggered:
            mine.shielded += 1
            self._triggers.inc()

    def report(self, outcome: str, score: Score | None, tenant: str = "") -> None:
        """Count what a tenant's action did, and how its judgement came out by that."""
        mine = self._of(tenant)
        mine.outcomes[outcome] += 1
        if score is not None:
            mine.scored = together((mine.scored, board([score]))) or mine.scored

    def figures(self, tenant: str | None = None) -> Figures:
        """Everything counted so far.

        Args:
            tenant: Of this one alone; of all when None.
        """
        every = list(self._counts.values())
        some = every if tenant is None else [self._counts.get(tenant, _Counts())]
        times = sorted(time for each in some for time in each.times)
        scored = together(tuple(each.scored for each in some))
        return Figures(
            judged=sum(each.decisions.total() for each in some),
            by_decision=_sum(each.decisions for each in some),
            by_severity=_sum(each.severities for each in some),
            by_backend=_sum(each.backends for each in some),
            failures=sum(each.failures for each in some),
            catastrophic_blocked=sum(each.stopped for each in some),
            shield_triggers=sum(each.shielded for each in some),
            p50_ms=_at(times, 0.5),
            p99_ms=_at(times, 0.99),
            scoreboard=scored if scored is not None and scored.by_basis else None,
            outcomes=_sum(each.outcomes for each in some),
        )

    def _of(self, tenant: str) -> _Counts:
        found = self._counts.get(tenant)
        if found is None:
            name = tenant if len(self._counts) < MOST_TENANTS else OTHER
            found = self._counts.setdefault(name, _Counts())
        return found


def _sum(counts: Iterable[Counter[str]]) -> dict[str, int]:
    return dict(sum(counts, Counter[str]()))


def _at(times: list[float], share: float) -> float | None:
    if not times:
        return None
    return times[min(len(times) - 1, int(share * len(times)))]

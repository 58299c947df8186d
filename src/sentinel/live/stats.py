"""What a gate has said since it was started: counts, times, and the same for Prometheus."""

from collections import Counter, deque
from collections.abc import Iterable
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


class Stats:
    """Counts judgements. Told of them by one thread.

    Args:
        backends: Names that are counted apart.
        registry: Where Prometheus looks.
    """

    def __init__(self, backends: Iterable[str], registry: CollectorRegistry | None = None) -> None:
        where = CollectorRegistry() if registry is None else registry
        self._known = frozenset(backends)
        self._decisions, self._severities = Counter[str](), Counter[str]()
        self._backends = Counter[str]()
        self._failures = self._stopped = self._shielded = 0
        self._outcomes, self._scored = Counter[str](), board([])
        self._times = deque[float](maxlen=KEPT)
        self._counted = Counted(
            "sentinel_live_judgements", "Actions judged.", ["decision", "severity", "backend"],
            registry=where,
        )  # fmt: skip
        self._seconds = Histogram(
            "sentinel_live_seconds", "Seconds that a decision took.", registry=where,
            buckets=_BUCKETS,
        )  # fmt: skip
        self._triggers = Counted(
            "sentinel_live_shield_triggers", "Actions with signs of injection.", registry=where
        )

    def add(self, found: Judgement) -> None:
        """Count a judgement."""
        name, _, failed = found.backend_used.partition(" (failed")
        backend = name if name in self._known else OTHER
        self._decisions[found.decision] += 1
        self._severities[found.severity_assessed] += 1
        self._backends[backend] += 1
        self._failures += bool(failed)
        grave = found.severity_assessed == "catastrophic"
        self._stopped += grave and found.decision in ("block", "escalate")
        self._times.append(found.latency_ms)
        self._counted.labels(found.decision, found.severity_assessed, backend).inc()
        self._seconds.observe(found.latency_ms / 1_000)
        if found.shield_triggered:
            self._shielded += 1
            self._triggers.inc()

    def report(self, outcome: str, score: Score | None) -> None:
        """Count what an action did, and how its judgement came out by that."""
        self._outcomes[outcome] += 1
        if score is not None:
            self._scored = together((self._scored, board([score]))) or self._scored

    def figures(self) -> Figures:
        """Everything counted so far."""
        times = sorted(self._times)
        return Figures(
            judged=self._decisions.total(),
            by_decision=dict(self._decisions),
            by_severity=dict(self._severities),
            by_backend=dict(self._backends),
            failures=self._failures,
            catastrophic_blocked=self._stopped,
            shield_triggers=self._shielded,
            p50_ms=_at(times, 0.5),
            p99_ms=_at(times, 0.99),
            scoreboard=self._scored if self._scored.by_basis else None,
            outcomes=dict(self._outcomes),
        )


def _at(times: list[float], share: float) -> float | None:
    if not times:
        return None
    return times[min(len(times) - 1, int(share * len(times)))]

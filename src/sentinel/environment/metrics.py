"""What a server counts, in a registry of its own, as Prometheus reads it."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.metrics_core import Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from sentinel.environment.channel import Counts

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Methods that are counted by name."""


class Metrics:
    """Counters of one server, its workers included.

    Args:
        episodes: Tells how many episodes are being played, over every route.
        kept: Tells how many episodes of the HTTP API are kept, ended ones included.
        pids: Tells the process ids of the workers.
        elsewhere: Tells the messages that workers have had.
    """

    def __init__(
        self,
        episodes: Callable[[], int],
        kept: Callable[[], int],
        pids: Callable[[], Sequence[int]] = tuple,
        elsewhere: Callable[[], Counts] = Counts,
    ) -> None:
        self.registry = registry = CollectorRegistry()
        """Where more may be counted."""
        self._elsewhere, self._told = elsewhere, Counts()
        registry.register(_Processes(pids))
        GCCollector(registry=registry)
        self._requests = Counter(
            "sentinel_http_requests", "Requests answered.", ["method", "route", "status"],
            registry=registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "sentinel_http_seconds", "Seconds until a request was answered.", ["route"],
            registry=registry,
        )  # fmt: skip
        self._of = lru_cache(1_024)(self._labelled)
        self._messages = Counter(
            "sentinel_ws_messages", "WebSocket messages that were passed on or refused.",
            ["outcome"], registry=registry,
        )  # fmt: skip
        self.passed = self._messages.labels("passed").inc
        """Counts a message that was passed on."""
        self.refused = self._messages.labels("refused").inc
        """Counts a message that was answered with an error at the door."""
        for name, text, count in (
            ("sentinel_episodes", "Episodes being played.", episodes),
            ("sentinel_http_episodes", "Episodes of the HTTP API that are kept.", kept),
            ("sentinel_workers", "Worker processes that live.", lambda: len(pids())),
        ):
            Gauge(name, text, registry=registry).set_function(count)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request.

        Args:
            method: Its method.
            route: Path of the route with its parameters by name; empty if there is none.
            status: Status of the answer.
            seconds: Time until it was given.
        """
        known = method if method in METHODS else "other"
        counted, timed = self._of(known, route or "none", status)
        counted.inc()
        timed.observe(seconds)

    def _labelled(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        """The series of a request; to find one by its labels takes longer than to count."""
        return self._requests.labels(method, route, str(status)), self._seconds.labels(route)

    def text(self) -> bytes:
        """Everything counted, in Prometheus' text format."""
        now, before = self._elsewhere(), self._told
        self._told = now
        self._messages.labels("passed").inc(now.passed - before.passed)
        self._messages.labels("refused").inc(now.refused - before.refused)
        return generate_latest(self.registry)


class _Processes(Collector):
    """What the processes of a server take together, by the names that Prometheus gives them."""

    def __init__(self, pids: Callable[[], Sequence[int]]) -> None:
        self._pids = pids

    def collect(self) -> Iterable[Metric]:
        """Add up memory, processor time and open files; the rest is that of the server alone."""
        own = list(ProcessCollector(registry=None).collect())
        sums: dict[str, float] = {}
        for pid in self._pids():
            for metric in ProcessCollector(pid=partial(int, pid), registry=None).collect():
                sums[metric.name] = sums.get(metric.name, 0.0) + metric.samples[0].value
        for metric in own:
            if metric.name in _SUMMED:
                first = metric.samples[0]
                metric.samples[0] = first._replace(value=first.value + sums.get(metric.name, 0.0))
        return own


_SUMMED = frozenset(
    {
        "process_cpu_seconds",
        "process_open_fds",
        "process_resident_memory_bytes",
        "process_virtual_memory_bytes",
    }
)
"""What processes take together."""

"""What a server counts, in a registry of its own, as Prometheus reads it."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Methods that are counted by name."""


class Metrics:
    """Counters of one server.

    Args:
        episodes: Tells how many episodes are being played, over every route.
        kept: Tells how many episodes of the HTTP API are kept, ended ones included.
    """

    def __init__(self, episodes: Callable[[], int], kept: Callable[[], int]) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        self._requests = Counter(
            "sentinel_http_requests", "Requests answered.", ["method", "route", "status"],
            registry=registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "sentinel_http_seconds", "Seconds until a request was answered.", ["route"],
            registry=registry,
        )  # fmt: skip
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
        self._requests.labels(known, route or "none", str(status)).inc()
        self._seconds.labels(route or "none").observe(seconds)

    def text(self) -> bytes:
        """Everything counted, in Prometheus' text format."""
        return generate_latest(self._registry)

"""Judgements as OpenTelemetry spans; importing this needs the extra `otel`.

Names of attributes are here and nowhere else, for the conventions on guardrails are not settled.
No attribute holds a word of the action: commands hold secrets, and traces travel far.
"""

from collections.abc import Iterable, Mapping
from time import time_ns
from typing import Final

from sentinel.extras import brought_by
from sentinel.live.gate import POLICY
from sentinel.live.request import Judgement
from sentinel.live.stats import OTHER

with brought_by("otel"):
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.propagate import extract
    from opentelemetry.sdk.trace import TracerProvider as ExportingProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.trace import TracerProvider, get_tracer

SPAN: Final = "sentinel.oversee"
EVENT: Final = "sentinel.rule"

DECISION: Final = "sentinel.decision"
SEVERITY: Final = "sentinel.severity"
RISK: Final = "sentinel.risk_score"
CONFIDENCE: Final = "sentinel.confidence"
ENVIRONMENT: Final = "sentinel.environment"
BACKEND: Final = "sentinel.backend"
RULES: Final = "sentinel.rules"
SHIELD: Final = "sentinel.shield_triggered"
HASH: Final = "sentinel.action_hash"
TENANT: Final = "sentinel.tenant"
RULE: Final = "sentinel.rule.id"

_MS: Final = 1_000_000


class Spans:
    """Makes a span of each judgement.

    Args:
        provider: Of tracers; the global one, which `OTEL_*` variables configure, when None.
        backends: Names that are told; a caller may name any, with a password in its address.
    """

    def __init__(
        self, provider: TracerProvider | None = None, backends: Iterable[str] = (POLICY,)
    ) -> None:
        self._known = frozenset(backends)
        self._tracer = get_tracer("sentinel", tracer_provider=provider)

    def judged(self, found: Judgement, tenant: str, headers: Mapping[str, str]) -> None:
        """Make its span; it lasted as long as the decision did."""
        ended, backend = time_ns(), found.backend_used.partition(" (failed")[0]
        span = self._tracer.start_span(
            SPAN,
            context=extract(headers) if "traceparent" in headers else None,
            start_time=ended - int(found.latency_ms * _MS),
            attributes={
                DECISION: found.decision,
                SEVERITY: found.severity_assessed,
                RISK: found.risk_score,
                CONFIDENCE: found.confidence,
                ENVIRONMENT: found.environment,
                BACKEND: backend if backend in self._known else OTHER,
                RULES: tuple(each.id for each in found.rules_fired),
                SHIELD: found.shield_triggered,
                HASH: found.action_hash,
                TENANT: tenant,
            },
        )
        for rule in found.rules_fired:
            span.add_event(EVENT, {RULE: rule.id, DECISION: rule.decision}, ended)
        span.end(ended)


def exporting(backends: Iterable[str]) -> Spans:
    """Spans that go where the `OTEL_*` variables say, over OTLP; arguments as for `Spans`."""
    provider = ExportingProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Spans(provider, backends)

"""Judgements become spans that carry on a caller's trace, and hold no word of the action."""

import pytest

pytest.importorskip("opentelemetry.sdk")

from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from sentinel import oversee
from sentinel.live import telemetry
from sentinel.live.telemetry import Spans

SECRET = "hunter2-very-secret"
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def spanned(**fields):
    memory, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(memory))
    found = oversee(f"PGPASSWORD={SECRET} psql -h prod-db -c 'DROP TABLE users'", **fields)
    Spans(provider).judged(found, "blue", {"traceparent": PARENT})
    (span,) = memory.get_finished_spans()
    return found, span


@pytest.fixture
def exported():
    return spanned()


def test_a_judgement_is_a_span_with_its_decision_and_rules(exported):
    found, span = exported
    assert span.name == telemetry.SPAN
    assert span.attributes[telemetry.DECISION] == "block"
    assert span.attributes[telemetry.TENANT] == "blue"
    assert list(span.attributes[telemetry.RULES]) == [each.id for each in found.rules_fired]
    assert len(span.events) == len(found.rules_fired)
    lasted_ms = (span.end_time - span.start_time) / 1e6
    assert lasted_ms == pytest.approx(found.latency_ms, abs=0.01)


def test_it_goes_on_with_the_trace_of_whoever_asked(exported):
    _, span = exported
    assert f"{span.context.trace_id:032x}" == PARENT.split("-")[1]
    assert f"{span.parent.span_id:016x}" == PARENT.split("-")[2]


def test_no_word_of_the_action_is_in_it(exported):
    _, span = exported
    for word in (SECRET, "users", "psql", "prod-db"):
        assert word not in span.to_json()


def test_a_backend_that_nobody_set_up_is_not_named():
    _, span = spanned(backend=f"chat:x@http://me:{SECRET}@h")
    assert span.attributes[telemetry.BACKEND] == "other"
    assert SECRET not in span.to_json()

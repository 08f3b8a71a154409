"""Spans, where they are switched on: a request, the event it wrote, the batch that published it and
the one that applied it are one story.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from kernel import tracing
from kernel.consumer import Consumer, dispatch_by_type
from kernel.eventlog.memory import MemoryLog
from kernel.relay import Relay
from tests.kernel import demo

GIVEN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.switch_on(provider)
    yield exporter
    tracing.switch_on(None)


def test_without_a_provider_the_given_one_goes_on() -> None:
    with tracing.span("a", "server", parent=GIVEN) as traceparent:
        assert traceparent == GIVEN
    with tracing.span("a", "server") as traceparent:
        assert traceparent is None


def test_a_span_is_a_child_of_its_caller(spans: InMemorySpanExporter) -> None:
    with tracing.span("GET /", "server", parent=GIVEN, request_id="r") as traceparent:
        assert traceparent is not None
        assert traceparent[:36] == GIVEN[:36]
        assert traceparent != GIVEN
    (span,) = spans.get_finished_spans()
    assert (span.name, span.kind.name, span.attributes) == ("GET /", "SERVER", {"request_id": "r"})
    assert span.parent is not None
    assert f"{span.parent.span_id:016x}" == GIVEN[36:52]


async def test_batches_are_linked_to_the_events_in_them(
    tmp_path: Path, spans: InMemorySpanExporter
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/t.db"
    await demo.make_tables(url)
    log = MemoryLog()
    async with demo.opened(url) as db:
        with structlog.contextvars.bound_contextvars(traceparent=GIVEN):
            await db.write(demo.tell, "a")
        relay = Relay(db, demo.kernel, "access.v1", log, "o")
        await relay.hold()
        await relay.step()
        consumer = Consumer("keys", "access.v1", db, demo.kernel, log, dispatch_by_type({}), "o")
        await consumer.take()
        await consumer.step(0)
    found = {span.name: span for span in spans.get_finished_spans()}
    assert sorted(found) == ["apply access.v1", "publish access.v1"]
    for span in found.values():
        assert [f"{link.context.trace_id:032x}" for link in span.links] == [GIVEN[3:35]]

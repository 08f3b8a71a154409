"""OpenTelemetry spans, where an operator has switched them on; without that nothing is recorded and
nothing is paid.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

KINDS = {"server": SpanKind.SERVER, "producer": SpanKind.PRODUCER, "consumer": SpanKind.CONSUMER}

_format = TraceContextTextMapPropagator()
_tracer: trace.Tracer | None = None


def switch_on(provider: trace.TracerProvider | None) -> None:
    """Record with this provider from now on; None: record nothing."""
    global _tracer
    _tracer = provider.get_tracer("oas-migrants-programme") if provider else None


def on() -> bool:
    """Whether anything is recorded."""
    return _tracer is not None


@contextmanager
def span(
    name: str,
    kind: str,
    *,
    parent: str | None = None,
    links: Iterable[str] = (),
    **attributes: str | int,
) -> Iterator[str | None]:
    """A span around the block; yields its own `traceparent`, or the one given where nothing is
    recorded.

    `parent`, `links`: `traceparent` values, of the caller and of events that the block works on.
    """
    if _tracer is None:
        yield parent
        return
    linked = [_link(traceparent) for traceparent in dict.fromkeys(links)]
    context = _context(parent) if parent else None
    with _tracer.start_as_current_span(name, context, KINDS[kind], attributes, linked):
        carrier: dict[str, str] = {}
        _format.inject(carrier)
        yield carrier.get("traceparent")


def _link(traceparent: str) -> Link:
    return Link(trace.get_current_span(_context(traceparent)).get_span_context())


def _context(traceparent: str) -> Context:
    return _format.extract({"traceparent": traceparent})

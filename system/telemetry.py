"""OpenTelemetry, switched on by its own variables:

OTEL_EXPORTER_OTLP_ENDPOINT says where spans go (OTLP over HTTP).
"""

import os

from kernel import tracing


def configure(name: str) -> None:
    """Send the spans of this process, as the service `name`, to the endpoint the environment names;
    without one do nothing.
    """
    if not (
        os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT")
        or os.environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
    ):
        return
    # late: most processes need none of it
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(
        resource=Resource.create(
            {"service.name": os.environ.get("OTEL_SERVICE_NAME", f"oasm-{name}")}
        )
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    tracing.switch_on(provider)

"""Metrics: counted by route, never by path, in a registry of the service's own."""

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from kernel.metrics import STEPS, Metrics


def test_services_of_one_process_do_not_share_a_registry() -> None:
    one, two = Metrics("one"), Metrics("two")
    one.requests.observe("GET", "/", 200, 0.1)
    labels = {"service": "one", "method": "GET", "route": "/", "status": "200"}
    assert (
        one.registry.get_sample_value("http_requests_total", labels),
        two.registry.get_sample_value("http_requests_total", labels),
    ) == (1.0, None)


def test_requests_are_told_as_the_library_would_tell_them() -> None:
    """Counters by status, durations by route alone; the steps, their names and what lies on one are
    the library's.
    """
    metrics, theirs = Metrics("s"), CollectorRegistry()
    durations = Histogram(
        "http_request_seconds",
        "Duration of requests by route",
        ("service", "method", "route"),
        registry=theirs,
        buckets=STEPS,
    )
    seen = [
        ("GET", "/a", 200, 0.0004),
        ("GET", "/a", 304, 0.005),
        ("GET", "/a", 200, 99.0),
        ("PUT", "/b", 500, 1.0),
        ("PUT", "/b", 500, 0.0),
    ]
    for method, route, status, seconds in seen:
        metrics.requests.observe(method, route, status, seconds)
        durations.labels("s", method, route).observe(seconds)
    ours = [
        sample
        for family in text_string_to_metric_families(generate_latest(metrics.registry).decode())
        for sample in family.samples
        if sample.name.startswith("http_request_seconds")
    ]
    wanted = [
        sample
        for family in text_string_to_metric_families(generate_latest(theirs).decode())
        for sample in family.samples
        if not sample.name.endswith("_created")
    ]
    assert {(s.name, *sorted(s.labels.items()), s.value) for s in ours} == {
        (s.name, *sorted(s.labels.items()), s.value) for s in wanted
    }
    count = metrics.registry.get_sample_value
    by_status = [
        count(
            "http_requests_total",
            {"service": "s", "method": "GET", "route": "/a", "status": status},
        )
        for status in ("200", "304", "500")
    ]
    assert by_status == [2.0, 1.0, None]

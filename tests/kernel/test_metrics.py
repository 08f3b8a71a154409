"""Metrics: counted by route, never by path, in a registry of the service's own."""

from kernel.metrics import STEPS, Metrics


def test_services_of_one_process_do_not_share_a_registry() -> None:
    one, two = Metrics("one"), Metrics("two")
    one.requests.observe("GET", "/", 200, 0.1)
    labels = {"service": "one", "method": "GET", "route": "/", "status": "200"}
    assert (
        one.registry.get_sample_value("http_requests_total", labels),
        two.registry.get_sample_value("http_requests_total", labels),
    ) == (1.0, None)


def test_requests_are_counted_by_status_and_timed_by_route() -> None:
    metrics = Metrics("s")
    for method, route, status, seconds in (
        ("GET", "/a", 200, 0.0004),
        ("GET", "/a", 304, 0.005),
        ("GET", "/a", 200, 99.0),
        ("PUT", "/b", 500, 1.0),
        ("PUT", "/b", 500, 0.0),
    ):
        metrics.requests.observe(method, route, status, seconds)
    value = metrics.registry.get_sample_value
    get = {"service": "s", "method": "GET", "route": "/a"}
    assert [
        value("http_requests_total", {**get, "status": status}) for status in ("200", "304", "500")
    ] == [2.0, 1.0, None]
    steps = [str(step) for step in STEPS] + ["+Inf"]
    assert [value("http_request_seconds_bucket", {**get, "le": step}) for step in steps] == [
        *[1.0] * 3,
        *[2.0] * 11,
        3.0,
    ]
    assert value("http_request_seconds_count", get) == 3.0
    assert value("http_request_seconds_sum", get) == 0.0004 + 0.005 + 99.0
    put = {"service": "s", "method": "PUT", "route": "/b"}
    assert value("http_request_seconds_sum", put) == 1.0

"""Metrics: counted by route, never by path, in a registry of the service's own."""

from kernel.metrics import Metrics


def test_services_of_one_process_do_not_share_a_registry() -> None:
    one, two = Metrics("one"), Metrics("two")
    one.observe("GET", "/", 200, 0.1)
    labels = {"service": "one", "method": "GET", "route": "/", "status": "200"}
    assert (one.registry.get_sample_value("http_requests_total", labels), two.registry.get_sample_value("http_requests_total", labels)) == (1.0, None)

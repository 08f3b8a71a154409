"""Metrics: counted by route, never by path, in a registry of the service's own."""

import httpx2

from kernel.metrics import Metrics


async def test_requests_are_counted_by_route_and_status(client: httpx2.AsyncClient) -> None:
    for id_ in ("a", "b"):
        await client.get(f"/shop/notes/{id_}")
    await client.get("/elsewhere")
    text = (await client.get("/shop/metrics")).text
    assert 'http_requests_total{method="GET",route="/shop/notes/{id_}",service="shop",status="404"} 2.0' in text
    assert 'http_requests_total{method="GET",route="unrouted",service="shop",status="404"} 1.0' in text
    assert 'http_request_seconds_count{method="GET",route="/shop/notes/{id_}",service="shop"} 2.0' in text


def test_services_of_one_process_do_not_share_a_registry() -> None:
    one, two = Metrics("one"), Metrics("two")
    one.observe("GET", "/", 200, 0.1)
    labels = {"service": "one", "method": "GET", "route": "/", "status": "200"}
    assert (one.registry.get_sample_value("http_requests_total", labels), two.registry.get_sample_value("http_requests_total", labels)) == (1.0, None)

"""The outermost layer: request id, trace context, no bare 500, clients that go away."""

import json

import httpx2
import structlog
from fastapi import FastAPI

from kernel.db import Database
from tests.kernel import demo
from tests.kernel.web import shop

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def test_a_request_id_is_echoed_or_made(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/shop/notes", headers={"X-Request-ID": "abc-1"})).headers[
        "x-request-id"
    ] == "abc-1"
    for bad in ("a b", "x" * 129, "<script>"):
        assert (await client.get("/shop/notes", headers={"X-Request-ID": bad})).headers[
            "x-request-id"
        ] != bad
    made = [(await client.get("/elsewhere")).headers["x-request-id"] for _ in range(3)]
    assert len(set(made)) == 3
    assert all(len(name) > 36 for name in made)


async def test_a_fault_of_ours_is_a_problem_without_its_stack(client: httpx2.AsyncClient) -> None:
    with structlog.testing.capture_logs() as logs:
        answered = await client.get("/shop/broken", headers={"X-Request-ID": "r1"})
    assert (answered.status_code, answered.json()["code"], answered.headers["x-request-id"]) == (
        500,
        "internal",
        "r1",
    )
    assert "secret" not in answered.text
    assert [entry["event"] for entry in logs] == ["unexpected error"]


async def test_the_trace_context_travels_into_events(lite: Database) -> None:
    app = shop.build(lite)

    @app.get("/shop/tell")
    async def tell() -> None:
        await lite.write(demo.tell, "a")

    async with shop.client(app, None) as client:
        for given in (TRACE, "nonsense"):
            await client.get("/shop/tell", headers={"traceparent": given})
    async with lite.read() as connection:
        rows = await connection.execute(
            demo.kernel.outbox.select().order_by(demo.kernel.outbox.c.n)
        )
        assert [row.traceparent for row in rows] == [TRACE, None]


async def test_a_client_that_goes_away_while_sending_is_no_fault(app: FastAPI) -> None:
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/shop/notes",
        "raw_path": b"/shop/notes",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [(b"authorization", f"Bearer {shop.key('writer')}".encode())],
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
        "state": {},
    }
    messages = [
        {"type": "http.request", "body": b"{", "more_body": True},
        {"type": "http.disconnect"},
    ]
    answered: list[object] = []

    async def receive() -> dict[str, object]:
        return messages.pop(0)

    async def send(message: object) -> None:
        answered.append(message)

    with structlog.testing.capture_logs() as logs:
        await app(scope, receive, send)
    assert (answered, logs) == ([], [])


async def test_unknown_places_and_methods_are_problems(client: httpx2.AsyncClient) -> None:
    nowhere, wrong = await client.get("/nowhere"), await client.delete("/shop/notes")
    assert (
        nowhere.status_code,
        nowhere.json()["code"],
        wrong.status_code,
        wrong.json()["code"],
    ) == (404, "not_found", 405, "method_not_allowed")
    assert "GET" in wrong.headers["allow"]
    assert json.loads(nowhere.content)["instance"] == "/nowhere"


async def test_requests_are_counted_by_route_and_status(client: httpx2.AsyncClient) -> None:
    for id_ in ("a", "b"):
        await client.get(f"/shop/notes/{id_}")
    await client.get("/elsewhere")
    text = (await client.get("/shop/metrics")).text
    assert (
        'http_requests_total{method="GET",route="/shop/notes/{id_}",service="demo",status="404"} '
        "2.0" in text
    )
    assert (
        'http_requests_total{method="GET",route="unrouted",service="demo",status="404"} 1.0' in text
    )
    assert (
        'http_request_seconds_count{method="GET",route="/shop/notes/{id_}",service="demo"} 2.0'
        in text
    )

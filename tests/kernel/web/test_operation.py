"""An operation answers the same whether it is called at once or by FastAPI; what it declares runs
either way.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

import httpx2
import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request
from fastapi.routing import iter_route_contexts
from starlette.responses import Response, StreamingResponse

from kernel import web
from kernel.db import Database
from kernel.errors import forbidden
from kernel.web import Callers, answer
from kernel.web.operation import Operation, caller_parameter
from tests.kernel.web import shop

NOTE = {"id": "a", "text": "x"}
STEPS: list[tuple[str, str, Any, dict[str, str]]] = [
    ("POST", "/shop/notes", NOTE, {}),
    ("POST", "/shop/notes", NOTE, {}),
    ("POST", "/shop/notes", {"id": 1}, {}),
    ("POST", "/shop/notes", NOTE, {"Authorization": "Bearer wrong"}),
    ("GET", "/shop/notes/a", None, {}),
    ("GET", "/shop/notes/b", None, {}),
    ("GET", "/shop/notes/a%2Fb", None, {}),
    ("GET", "/shop/notes/a?wrong=1", None, {}),
    ("POST", "/shop/notes?wrong=1", NOTE, {}),
    ("PUT", "/shop/notes/a", NOTE, {}),
    ("PUT", "/shop/notes/a", NOTE, {"If-Match": '"1"'}),
    ("PUT", "/shop/notes/a", NOTE, {"If-Match": '"1"'}),
    ("DELETE", "/shop/notes/a", None, {}),
    ("HEAD", "/shop/notes/a", None, {}),
    ("POST", "/shop/notes/", NOTE, {}),
]
UNLIKE = ("x-request-id", "ratelimit", "date")


@pytest.mark.parametrize(
    ("path", "who", "status"),
    [
        ("/shop/notes/nobody?wrong=1", "reader", 404),
        ("/shop/notes/nobody?lang=xx&year=1&year=2", "reader", 404),
        ("/shop/notes/nobody?lang=%FF", "reader", 404),
        ("/shop/notes/a?wrong=1", "reader", 422),
        ("/shop/notes/a?year=%2B2024", "reader", 422),
        ("/shop/secret?wrong=1", "reader", 403),
        ("/shop/secret?wrong=1", "writer", 422),
        ("/shop/endless?wrong=1", "reader", 422),
    ],
)
async def test_what_is_not_there_or_not_allowed_comes_before_a_wrong_query(
    lite: Database, path: str, who: str, status: int
) -> None:
    app, router = shop.build(lite), web.router("/shop", "shop")

    @router.get("/secret")
    async def secret(request: Request, caller: Callers) -> Response:
        caller.require("reports:write")
        return answer(request, {})

    @router.get("/endless")
    async def endless(request: Request, caller: Callers) -> Response:
        async def lines() -> AsyncIterator[str]:
            while True:
                yield "data: 1\n\n"
                await asyncio.sleep(0)

        return StreamingResponse(lines(), media_type="text/event-stream")

    app.include_router(router)
    await lite.write(shop.key_rows)
    async with shop.client(app) as client:
        await client.post("/shop/notes", json=NOTE)
    async with shop.client(app, who) as client:
        answered = await client.get(path)
        assert (answered.status_code, answered.json()["status"]) == (status, status)


async def walk(app: FastAPI) -> list[tuple[int, bytes, dict[str, str]]]:
    """What a caller meets, one step after the other: status, bytes, headers."""
    answers = []
    async with shop.client(app) as client:
        for method, path, body, headers in STEPS:
            got = await client.request(method, path, json=body, headers=headers)
            alike = {name: got.headers[name] for name in got.headers if name not in UNLIKE}
            answers.append((got.status_code, got.content, alike))
    return answers


async def test_both_ways_in_give_the_same_answers(
    lite: Database, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = await walk(app)
    await lite.write(lambda tx: tx.execute(shop.notes.delete(), expect=None))
    monkeypatch.setattr("kernel.web.operation.caller_parameter", lambda *_: None)
    by_fastapi = await walk(shop.build(lite))
    assert at_once == by_fastapi
    assert [status for status, *_ in at_once] == [
        *(201, 409, 422, 401),
        *(200, 404, 404, 422, 422),
        *(428, 200, 412, 405, 200, 404),
    ]


async def admin_only() -> None:
    raise forbidden("For administrators alone.")


async def plain(request: Request, caller: Callers, limit: Annotated[int, Query()] = 1) -> Response:
    return answer(request, {"limit": limit})


async def with_header(
    request: Request, caller: Callers, x_wish: Annotated[str | None, Header()] = None
) -> Response:
    return answer(request, {"wish": x_wish})


async def with_number(request: Request, number: int, caller: Callers) -> Response:
    return answer(request, {"number": number})


@asynccontextmanager
async def serving(
    db: Database, add: Callable[[FastAPI, APIRouter], None]
) -> AsyncIterator[httpx2.AsyncClient]:
    await db.write(shop.key_rows)
    app = web.create("shop", "Shop", "/shop", shop.Well(db), shop.Rates())  # type: ignore[arg-type]
    add(app, web.router("/shop", "shop"))
    async with shop.client(app) as client:
        yield client


def on_route(app: FastAPI, router: APIRouter) -> None:
    router.add_api_route("/lim", plain, dependencies=[Depends(admin_only)])
    app.include_router(router)


def on_router(app: FastAPI, router: APIRouter) -> None:
    router.dependencies.append(Depends(admin_only))
    router.add_api_route("/lim", plain)
    app.include_router(router)


def on_inclusion(app: FastAPI, router: APIRouter) -> None:
    router.add_api_route("/lim", plain)
    app.include_router(router, dependencies=[Depends(admin_only)])


def on_a_router_around_it(app: FastAPI, router: APIRouter) -> None:
    router.add_api_route("/lim", plain)
    around = APIRouter(dependencies=[Depends(admin_only)])
    around.include_router(router)
    app.include_router(around)


@pytest.mark.parametrize("add", [on_route, on_router, on_inclusion, on_a_router_around_it])
@pytest.mark.parametrize("query", ["", "?limit=1"])
async def test_declared_dependencies_always_run(
    lite: Database, add: Callable[[FastAPI, APIRouter], None], query: str
) -> None:
    async with serving(lite, add) as client:
        assert (await client.get(f"/shop/lim{query}")).status_code == 403


async def test_what_needs_fastapi_is_called_by_it(lite: Database) -> None:
    def add(app: FastAPI, router: APIRouter) -> None:
        router.add_api_route("/wish", with_header)
        router.add_api_route("/numbers/{number}", with_number)
        app.include_router(router)

    async with serving(lite, add) as client:
        assert (await client.get("/shop/wish", headers={"X-Wish": "w"})).json() == {"wish": "w"}
        assert (await client.get("/shop/numbers/7")).json() == {"number": 7}
        assert (await client.get("/shop/numbers/x")).status_code == 422


async def test_which_operations_are_called_at_once(app: FastAPI) -> None:
    async with shop.client(app) as client:
        for method, path, *_ in STEPS:
            await client.request(method, path, json=NOTE)
    routes = [
        route.original_route
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, Operation)
    ]
    short = {route.operation_id for route in routes if caller_parameter(app, route)}
    assert short == {"make_note", "change_note", "read_note"}


async def test_it_is_counted_under_its_route(app: FastAPI, client: httpx2.AsyncClient) -> None:
    await client.post("/shop/notes", json=NOTE)
    assert 'route="/shop/notes"' in (await client.get("/shop/metrics")).text

"""Doors that are called directly answer as FastAPI has them answer: the same results, refusals and
headers, either way in.
"""

import httpx2
import pytest
from fastapi import FastAPI, Request
from fastapi.routing import APIRoute

from kernel.web.app import Callers, caller
from kernel.web.doors import Doors
from tests.kernel.web import shop

NOTE = {"id": "a", "text": "x"}


def directly(app: FastAPI, method: str, path: str, query: bytes = b"") -> bool:
    return app.state.doors.find({"method": method, "path": path, "query_string": query}) is not None


@pytest.fixture
async def long_way(app: FastAPI) -> FastAPI:
    """The same application, where nothing is called directly."""
    app.state.doors._doors.clear()
    return app


async def test_which_doors_are_called_directly(app: FastAPI) -> None:
    assert directly(app, "POST", "/shop/notes")
    assert directly(app, "PUT", "/shop/notes/a")
    assert directly(app, "GET", "/shop/notes/a")
    assert not directly(app, "GET", "/shop/notes/a", b"year=2020")  # FastAPI reads parameters
    assert not directly(app, "GET", "/shop/notes")  # and finds the language
    assert not directly(app, "DELETE", "/shop/notes/a")
    assert not directly(app, "GET", "/shop/notes/a/b")
    assert not directly(app, "GET", "/shop/broken")  # it asks for no caller: FastAPI does


async def walk(app: FastAPI) -> list[tuple[int, str, str | None, object]]:
    """What a caller meets, one step after the other."""
    answers = []
    async with shop.client(app) as client:
        for method, path, body, headers in (
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
        ):
            answer = await client.request(method, path, json=body, headers=headers)
            problem = (
                answer.json().get("code")
                if answer.status_code >= 400 and answer.content
                else answer.content
            )
            answers.append(
                (
                    answer.status_code,
                    answer.headers["ratelimit-policy"],
                    answer.headers.get("etag"),
                    problem,
                )
            )
    return answers


async def test_both_ways_in_give_the_same_answers(app: FastAPI) -> None:
    short = await walk(app)
    assert [status for status, *_ in short] == [
        201,
        409,
        422,
        401,
        200,
        404,
        404,
        422,
        422,
        428,
        200,
        412,
        405,
        200,
        404,
    ]


async def test_the_long_way_gives_them_too(long_way: FastAPI) -> None:
    long = await walk(long_way)
    assert [status for status, *_ in long] == [
        201,
        409,
        422,
        401,
        200,
        404,
        404,
        422,
        422,
        428,
        200,
        412,
        405,
        200,
        404,
    ]


async def test_a_direct_answer_is_counted_under_its_route(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    await client.post("/shop/notes", json=NOTE)
    assert 'route="/shop/notes"' in (await client.get("/shop/metrics")).text


async def test_an_earlier_route_that_fastapi_answers_hides_a_later_one() -> None:
    async def whoever() -> None: ...

    async def any_note(request: Request, id_: str, caller: Callers) -> None: ...

    doors = Doors(FastAPI(), None, caller, Callers)
    doors.add(
        [
            APIRoute("/notes/{name}/all", whoever),
            APIRoute("/notes/{id_}/all", any_note),
            APIRoute("/notes/{id_}", any_note),
        ]
    )
    assert doors.find({"method": "GET", "path": "/notes/a/all", "query_string": b""}) is None
    assert doors.find({"method": "GET", "path": "/notes/a", "query_string": b""}) is not None

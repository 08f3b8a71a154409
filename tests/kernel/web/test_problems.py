"""Every error leaves as an RFC 9457 problem."""

import json

import httpx2
import pytest

from kernel.db import Database
from kernel.errors import DuplicateKey, Invalid, Problem, StaleWrite, Unavailable
from kernel.web.problems import documented, pointer, render
from tests.kernel.web import shop


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (StaleWrite("x"), 412, "precondition_failed"),
        (DuplicateKey("x"), 409, "exists"),
        (Unavailable("x"), 503, "unavailable"),
        (Problem(409, "no", "No."), 409, "no"),
    ],
)
async def test_what_a_door_lets_through_is_still_a_problem(
    lite: Database, error: Exception, status: int, code: str
) -> None:
    app = shop.build(lite)

    @app.get("/shop/raise")
    async def door() -> None:
        raise error

    async with shop.client(app, None) as client:
        answered = await client.get("/shop/raise")
    said = answered.json()
    assert (answered.status_code, said["status"], said["code"], said["type"]) == (
        status,
        status,
        code,
        f"/problems/{code}",
    )
    assert (answered.headers["content-type"], answered.headers["cache-control"]) == (
        "application/problem+json",
        "no-store",
    )
    assert (answered.headers.get("retry-after") is not None) == (status == 503)


def test_a_problem_carries_its_fields_and_members() -> None:
    answered = render(
        Problem(
            409,
            "wrong_state",
            "Not now.",
            [Invalid("/a", "c", "d")],
            {"X": "y"},
            {"allowed": ["submit"]},
        ),
        "/p",
    )
    assert json.loads(bytes(answered.body)) == {
        "type": "/problems/wrong_state",
        "code": "wrong_state",
        "title": "Conflict",
        "status": 409,
        "detail": "Not now.",
        "instance": "/p",
        "errors": [{"pointer": "/a", "code": "c", "detail": "d"}],
        "allowed": ["submit"],
    }
    assert answered.headers["x"] == "y"


def test_a_detail_that_is_no_text_does_not_break_the_answer() -> None:
    assert b"?" in bytes(render(Problem(422, "invalid", "\ud800"), "/p").body)


def test_pointers_are_escaped() -> None:
    assert (pointer(("a", 0, "b/c~d")), pointer(())) == ("/a/0/b~1c~0d", "")


def test_documented_always_has_what_can_always_occur() -> None:
    assert set(documented(404)) == {400, 401, 404, 422, 429, 503}


async def test_validation_of_parameters_is_a_problem(client: httpx2.AsyncClient) -> None:
    refused = await client.get("/shop/notes?limit=1999")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/limit")
    # what is not there comes before what is wrong with the query
    assert (await client.get("/shop/notes/a?year=1999")).status_code == 404

"""The order in which every write is decided: each step is reached only where all before it passed,
and a stored answer is given wherever the request would be refused after its permission.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.db import Database
from kernel.errors import (
    DuplicateKey,
    Invalid,
    StaleWrite,
    conflict,
    forbidden,
    invalid,
    not_found,
    unauthenticated,
)
from kernel.web import Callers, IdempotentWrites, Write, answer, require_match
from kernel.web.bodies import Body
from kernel.web.idempotency import Command
from tests.kernel import demo
from tests.kernel.web import shop

BODY = {"text": "x"}
KEY = {"Idempotency-Key": "k"}


class Words(Body):
    """What is sent."""

    text: str


class Step(Write[str, Words, str]):
    """A write whose every step can be told to refuse."""

    model = Words
    limit = 100
    refusals: set[str]
    commits: list[Exception | None]

    def _refuse(self, step: str, problem: Exception) -> None:
        if step in self.refusals:
            raise problem

    async def load(self) -> str:
        self._refuse("load", unauthenticated("Who is it?"))
        self._refuse("find", not_found())
        return "thing"

    def permit(self, loaded: str, body: Words | None) -> None:
        self._refuse("permit", forbidden("No."))

    def match(self, loaded: str) -> None:
        require_match(self.request, '"1"')

    def allow(self, loaded: str, body: Words | None) -> None:
        self._refuse("allow", conflict("not_now", "Not now."))

    async def prepare(self, loaded: str, body: Words) -> Command[str] | Response:
        self._refuse("prepare", invalid(Invalid("/text", "bad", "Bad.")))
        if "nothing" in self.refusals:
            return answer(self.request, {"done": "nothing"})
        if self.commits and (error := self.commits.pop(0)) is not None:
            raise error
        return lambda tx: demo.note(tx, body.text, "t")

    def show(self, done: str) -> Response:
        return answer(self.request, {"done": done}, status=201)


@asynccontextmanager
async def serving(
    db: Database, refusals: set[str], commits: list[Any], attempts: int = 1
) -> AsyncIterator[httpx2.AsyncClient]:
    app = web.create("shop", "Shop", "/shop", shop.Well(db), shop.Rates())  # type: ignore[arg-type]
    router, writes = web.router("/shop", "shop"), IdempotentWrites(db, demo.kernel)
    how = {"refusals": refusals, "commits": commits, "attempts": attempts}
    step: Any = type("Told", (Step,), how)

    @router.put("/thing")
    async def put(request: Request, caller: Callers) -> Response:
        return await step(request, caller, writes).run()  # type: ignore[no-any-return]

    app.include_router(router)
    async with shop.client(app) as client:
        yield client


@pytest.fixture(autouse=True)
async def keys(lite: Database) -> None:
    await lite.write(shop.key_rows)


STATUSES = [401, 404, 403, 413, 428, 412, 409, 422, 422]


@pytest.mark.parametrize("first", range(9))
async def test_the_first_reason_in_order_is_the_answer(lite: Database, first: int) -> None:
    """All reasons from the `first` on hold at once; the answer is of the first alone."""
    steps = ["load", "find", "permit", "too large", "no tag", "tag", "allow", "body", "prepare"]
    reasons = set(steps[first:])
    async with serving(lite, reasons, []) as client:
        headers = {} if "no tag" in reasons else {"If-Match": '"2"' if "tag" in reasons else '"1"'}
        text = "x" * 200 if "too large" in reasons else "x"
        body: dict[str, Any] = {"text": text, **({"more": 1} if "body" in reasons else {})}
        got = await client.put("/shop/thing", json=body, headers=headers)
    assert got.status_code == STATUSES[first]


async def test_nothing_is_in_the_way(lite: Database) -> None:
    async with serving(lite, set(), []) as client:
        got = await client.put("/shop/thing", json=BODY, headers={"If-Match": '"1"'})
        assert (got.status_code, got.json()) == (201, {"done": "x"})


@pytest.mark.parametrize("later", ["allow", "prepare", "nothing"])
async def test_a_stored_answer_is_given_where_the_request_would_be_refused_now(
    lite: Database, later: str
) -> None:
    refusals: set[str] = set()
    async with serving(lite, refusals, []) as client:
        headers = {**KEY, "If-Match": '"1"'}
        first = await client.put("/shop/thing", json=BODY, headers=headers)
        refusals.add(later)
        again = await client.put("/shop/thing", json=BODY, headers=headers)
        stale = await client.put("/shop/thing", json=BODY, headers={**KEY, "If-Match": '"9"'})
        refusals.add("permit")
        forbidden_now = await client.put("/shop/thing", json=BODY, headers=headers)
    assert again.content == stale.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    assert forbidden_now.status_code == 403


async def test_who_was_overtaken_is_told_after_the_last_attempt(lite: Database) -> None:
    async with serving(lite, set(), [StaleWrite("first"), StaleWrite("second")], 2) as client:
        got = await client.put("/shop/thing", json=BODY, headers={"If-Match": '"1"'})
        assert got.status_code == 412
    async with serving(lite, set(), [StaleWrite("first"), None], 2) as client:
        got = await client.put("/shop/thing", json=BODY, headers={"If-Match": '"1"'})
        assert got.status_code == 201


async def test_a_thing_that_is_there_already_is_a_conflict(lite: Database) -> None:
    async with serving(lite, set(), [DuplicateKey("it is there")]) as client:
        got = await client.put("/shop/thing", json=BODY, headers={"If-Match": '"1"'})
        assert (got.status_code, got.json()["code"]) == (409, "exists")

"""`Idempotency-Key`: the same request has one effect and one answer."""

import asyncio
import hashlib
from datetime import timedelta

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from kernel import clock
from kernel.db import Database, Tx
from kernel.errors import DuplicateKey, Problem
from kernel.web import idempotency
from kernel.web.bodies import MOST_VALUES
from tests.kernel import demo
from tests.kernel.web import shop

NOTE = {"id": "a", "text": "x"}
KEY = {"Idempotency-Key": "k1"}


async def test_the_same_request_again_has_the_same_answer(
    client: httpx2.AsyncClient, lite: Database
) -> None:
    first = await client.post("/shop/notes", json=NOTE, headers=KEY)
    again = await client.post("/shop/notes", json=NOTE, headers=KEY)
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert (again.headers["location"], again.headers["etag"]) == (
        first.headers["location"],
        first.headers["etag"],
    )
    assert again.headers["idempotent-replayed"] == "true"
    assert await demo.ids(lite) == ["a"]


async def test_the_answer_is_had_again_before_preconditions(client: httpx2.AsyncClient) -> None:
    await client.post("/shop/notes", json=NOTE)
    for _ in range(2):
        changed = await client.put("/shop/notes/a", json=NOTE, headers={**KEY, "If-Match": '"1"'})
        assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')


async def test_another_body_is_422(client: httpx2.AsyncClient) -> None:
    await client.post("/shop/notes", json=NOTE, headers=KEY)
    other = await client.post("/shop/notes", json={"id": "b", "text": "x"}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


async def test_the_body_is_compared_as_json(client: httpx2.AsyncClient) -> None:
    await client.post("/shop/notes", json=NOTE, headers=KEY)
    headers = {**KEY, "Content-Type": "application/json"}
    spaced = b' { "text" : "x",\n"id":"a" } '
    again = await client.post("/shop/notes", content=spaced, headers=headers)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")


def test_what_no_write_takes_is_compared_as_it_is() -> None:
    body = b"[" + b"[ ]," * MOST_VALUES + b"[]]"
    assert idempotency.request_hash(body) == hashlib.sha256(body).hexdigest()
    assert idempotency.request_hash(b"[ 1 ]") == idempotency.request_hash(b"[1]")


async def test_another_path_or_caller_is_another_request(
    app: FastAPI, client: httpx2.AsyncClient
) -> None:
    await client.post("/shop/notes", json=NOTE, headers=KEY)
    changed = await client.put("/shop/notes/a", json=NOTE, headers={**KEY, "If-Match": "*"})
    assert "idempotent-replayed" not in changed.headers


async def test_what_was_answered_is_answered_again_where_it_would_be_refused_now(
    client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules may have changed since; the same request still has the same answer, another body is
    told so, and a new key is refused.
    """
    first = await client.post("/shop/notes", json=NOTE, headers=KEY)

    async def refuse(*_: object) -> None:
        raise Problem(422, "not_any_more", "The rules have changed.")

    monkeypatch.setattr(shop.MakeNote, "prepare", refuse)
    again = await client.post("/shop/notes", json=NOTE, headers=KEY)
    assert (again.status_code, again.content, again.headers["idempotent-replayed"]) == (
        201,
        first.content,
        "true",
    )
    other = await client.post("/shop/notes", json={"id": "b", "text": "x"}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    fresh = await client.post(
        "/shop/notes", json={"id": "b", "text": "x"}, headers={"Idempotency-Key": "k2"}
    )
    assert (fresh.status_code, fresh.json()["code"]) == (422, "not_any_more")


async def test_a_failure_is_not_kept(client: httpx2.AsyncClient) -> None:
    assert (await client.post("/shop/notes", json={"id": "a"}, headers=KEY)).status_code == 422
    assert (await client.post("/shop/notes", json=NOTE, headers=KEY)).status_code == 201


async def test_in_progress_is_409(client: httpx2.AsyncClient) -> None:
    answers = await asyncio.gather(
        *(client.post("/shop/notes", json=NOTE, headers=KEY) for _ in range(5))
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert 201 in statuses
    assert set(statuses) <= {201, 409}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {
        "in_progress"
    }
    again = await client.post("/shop/notes", json=NOTE, headers=KEY)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")


@pytest.mark.parametrize("method", ["POST", "PUT"])
async def test_another_process_with_the_same_key_was_faster(
    client: httpx2.AsyncClient, lite: Database, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    """Neither saw the other's; the second commit loses, by its key or by its guard, and answers the
    first's.
    """
    await client.post("/shop/notes", json={"id": "b", "text": "x"})
    path, headers = (
        ("/shop/notes", KEY) if method == "POST" else ("/shop/notes/b", {**KEY, "If-Match": '"1"'})
    )
    write = lite.write

    async def overtaken(command: object, *arguments: object) -> object:
        monkeypatch.setattr(lite, "write", write)
        async with shop.client(shop.build(lite)) as another:
            await another.request(method, path, json=NOTE, headers=headers)
        return await write(command, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(lite, "write", overtaken)
    answered = await client.request(method, path, json=NOTE, headers=headers)
    assert answered.status_code == (201 if method == "POST" else 200)
    assert answered.headers["idempotent-replayed"] == "true"


async def test_an_answer_that_was_swept_gives_way_to_a_fresh_one(
    client: httpx2.AsyncClient, lite: Database
) -> None:
    table = demo.kernel.idempotency
    await client.post("/shop/notes", json=NOTE, headers=KEY)
    old = clock.stamp(clock.now() - timedelta(days=idempotency.DAYS, seconds=1))
    await lite.write(lambda tx: tx.execute(update(table).values(created_at=old)))
    await idempotency.sweep(lite, demo.kernel)
    fresh = await client.post("/shop/notes", json={"id": "b", "text": "x"}, headers=KEY)
    assert (fresh.status_code, fresh.json()) == (201, {"id": "b"})
    again = await client.post("/shop/notes", json={"id": "b", "text": "x"}, headers=KEY)
    # the fresh one is kept in its place
    assert (again.status_code, again.headers.get("idempotent-replayed")) == (201, "true")


async def test_an_old_answer_that_is_swept_meanwhile_is_in_nobodys_way(
    client: httpx2.AsyncClient, lite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It kept the key from being claimed, and was gone when it was asked for."""
    table, write = demo.kernel.idempotency, lite.write
    await client.post("/shop/notes", json=NOTE, headers=KEY)
    old = clock.stamp(clock.now() - timedelta(days=idempotency.DAYS, seconds=1))
    await lite.write(lambda tx: tx.execute(update(table).values(created_at=old)))

    async def late(command: object, *arguments: object) -> object:
        monkeypatch.setattr(lite, "write", write)
        with pytest.raises(DuplicateKey):
            await write(command, *arguments)  # type: ignore[arg-type]
        await idempotency.sweep(lite, demo.kernel)
        raise DuplicateKey("another was first")

    monkeypatch.setattr(lite, "write", late)
    fresh = await client.post("/shop/notes", json={"id": "b", "text": "x"}, headers=KEY)
    assert (fresh.status_code, fresh.json(), fresh.headers.get("idempotent-replayed")) == (
        201,
        {"id": "b"},
        None,
    )


async def test_old_answers_are_swept_and_young_ones_are_not(db: Database) -> None:
    table = demo.kernel.idempotency
    old = clock.stamp(clock.now() - timedelta(days=idempotency.DAYS, seconds=1))
    given = {"scope": "demo", "request_hash": "", "status": 201, "headers": "{}", "body": ""}
    for number in range(6):
        row = {**given, "key": f"k{number}", "created_at": clock.stamp() if number == 3 else old}
        await db.write(Tx.insert, table, row)
    worker = idempotency.sweeper("demo", db, demo.kernel, page=2)
    task = asyncio.create_task(worker.run())
    async with asyncio.timeout(10):
        while await _keys(db) != ["k3"]:  # noqa: ASYNC110 - another's state
            await asyncio.sleep(0.01)
    assert await worker.idle()
    task.cancel()
    await asyncio.wait({task})


async def _keys(db: Database) -> list[str]:
    return [row.key for row in await db.fetch(select(demo.kernel.idempotency.c.key))]


@pytest.mark.parametrize("bad", ["", "x" * 256, "a\tb"])
async def test_a_malformed_key_is_422(client: httpx2.AsyncClient, bad: str) -> None:
    assert (
        await client.post("/shop/notes", json=NOTE, headers={"Idempotency-Key": bad})
    ).status_code == 422


async def test_without_a_key_nothing_is_kept(client: httpx2.AsyncClient, lite: Database) -> None:
    await client.post("/shop/notes", json=NOTE)
    taken = await client.post("/shop/notes", json=NOTE)
    assert (taken.status_code, taken.json()["code"]) == (409, "exists")
    assert shop.SCOPES

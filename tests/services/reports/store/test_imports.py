"""Imports as they are stored: each row once, files in parts, and what is not kept any longer."""

from typing import Any

import pytest

from kernel.errors import DuplicateKey, StaleWrite
from services.reports.store import imports as store
from tests.services.reports.conftest import Desk

AT, LATER = "2026-01-01T00:00:00.000000Z", "2026-02-01T00:00:00.000000Z"
HEAD: dict[str, Any] = {
    "id": "one",
    "actor": "CIM",
    "key_id": "k",
    "kind": "implementation",
    "mode": "draft",
    "dry_run": False,
    "media_type": "text/csv",
    "format": "csv",
    "sheet": None,
    "bytes": 6,
    "sha256": "0" * 64,
    "state": "waiting",
    "total": 2,
    **dict.fromkeys(("done", "noted", "created", "updated", "unchanged", "refused"), 0),
    "problem": None,
    "warnings": [],
    "created_at": AT,
    "finished_at": None,
    "expires_at": LATER,
}
ROW: dict[str, Any] = {
    "import_id": "one",
    "n": 1,
    "row": 2,
    "external_id": None,
    "outcome": "created",
    "submission": "s",
    "state": "draft",
    "problems": [],
    "notices": [],
    "identity": "i",
    "digest": "d",
}


async def test_each_row_is_done_once(desk: Desk) -> None:
    await desk.db.write(store.add, HEAD)
    await desk.db.write(store.add_row, ROW)
    await desk.db.write(store.advance, "one", 1, "created", noted=True)
    with pytest.raises(DuplicateKey):
        await desk.db.write(store.add_row, ROW)
    with pytest.raises(StaleWrite):
        await desk.db.write(store.advance, "one", 1, "created", noted=False)
    async with desk.db.read() as connection:
        (waiting,) = await store.next_unfinished(connection, 9)
        found = (waiting["id"], waiting["state"], waiting["done"], waiting["created"])
        assert found == ("one", "running", 1, 1)
        assert waiting["noted"] == 1
        assert await store.unfinished(connection, "CIM") == 1
    with pytest.raises(StaleWrite):
        await desk.db.write(store.finish, "one", 2, LATER)
    await desk.db.write(store.finish, "one", 1, LATER, {"code": "x", "detail": "y"})
    with pytest.raises(StaleWrite):
        await desk.db.write(store.advance, "one", 2, "created", noted=False)
    async with desk.db.read() as connection:
        assert await store.next_unfinished(connection, 9) == []
        ended = await store.one(connection, "one", "CIM")
        assert await store.one(connection, "one", "COL") is None
    assert ended is not None
    assert (ended["state"], ended["problem"]) == ("failed", '{"code": "x", "detail": "y"}')


async def test_the_first_of_each_actor_is_next(desk: Desk) -> None:
    for id_, actor in (("1", "CIM"), ("2", "CIM"), ("3", "COL"), ("4", "MEX")):
        await desk.db.write(store.add, HEAD | {"id": id_, "actor": actor})
    async with desk.db.read() as connection:
        waiting = [head["id"] for head in await store.next_unfinished(connection, 9)]
        some = [head["id"] for head in await store.next_unfinished(connection, 2)]
    assert (waiting, some) == (["1", "3", "4"], ["1", "3"])


async def test_rows_are_read_in_their_order(desk: Desk) -> None:
    problem = {"cell": None, "pointer": "", "code": "x", "detail": "y"}
    refused = {"outcome": "refused", "problems": [problem], "identity": None}
    for row in ({"n": 1}, {"n": 2, "identity": "j"}, {"n": 3, **refused}, {"n": 4, "digest": "e"}):
        await desk.db.write(store.add_row, ROW | row)
    async with desk.db.read() as connection:
        read = await store.rows(connection, "one", 1, 2)
        assert [row["n"] for row in read] == [2, 3]
        read = await store.rows(connection, "one", 0, 9, "refused")
        assert [row["n"] for row in read] == [3]
        assert [row["n"] for row in await store.remarks(connection, "one", 0, 9)] == [3]
        earlier = await store.earlier(connection, "one", "i")
        assert earlier is not None
        assert earlier["digest"] == "e"
        assert await store.earlier(connection, "two", "i") is None


async def test_an_identity_is_taken_once_and_changed_by_who_knows_it(desk: Desk) -> None:
    await desk.db.write(store.remember, "i", "s", "d", None)
    with pytest.raises(DuplicateKey):
        await desk.db.write(store.remember, "i", "t", "d", None)
    with pytest.raises(StaleWrite):
        await desk.db.write(store.remember, "i", "s", "e", "other")
    await desk.db.write(store.remember, "i", "s", "e", "d")
    async with desk.db.read() as connection:
        known = await store.known(connection, "i")
        assert known is not None
        assert dict(known) == {"submission": "s", "digest": "e"}
        assert await store.known(connection, "j") is None


async def test_a_file_and_its_end(desk: Desk) -> None:
    for n, part in enumerate((b"abc", b"de", b"f")):
        await desk.db.write(store.add_part, "one", n, part, AT)
    await desk.db.write(store.add_row, ROW)
    async with desk.db.read() as connection:
        parts = [await store.part(connection, "one", n) for n in range(4)]
        assert parts == [b"abc", b"de", b"f", None]
        assert await store.weight(connection, "one") == (2, 1)
        assert await store.weight(connection, "two") == (-1, -1)
        assert await store.forsaken(connection, AT, 9) == ["one"]
    await desk.db.write(store.add, HEAD)
    await desk.db.write(store.add, HEAD | {"id": "two", "state": "done"})
    async with desk.db.read() as connection:
        assert await store.forsaken(connection, AT, 9) == []
        assert await store.expired(connection, LATER, 9) == ["two"]  # one is not finished
        assert await store.expired(connection, AT, 9) == []
        newest = await store.page(connection, "CIM", None, 9)
        assert [head["id"] for head in newest] == ["two", "one"]
        assert [head["id"] for head in await store.page(connection, "CIM", "two", 9)] == ["one"]
    await desk.db.write(store.remove_part, "one", 1)
    await desk.db.write(store.remove_rows, "one", 5)
    await desk.db.write(store.remove, "one")
    async with desk.db.read() as connection:
        assert await store.part(connection, "one", 1) is None
        assert await store.rows(connection, "one", 0, 9) == []
        assert await store.one(connection, "one", "CIM") is None

"""Statements in the store: a place each, that does not move."""

import pytest

from kernel.errors import StaleWrite
from services.reports.store import statements
from tests.services.reports.conftest import Desk

ROW = {
    "id": "1",
    "subject": "s",
    "role": "reply",
    "actor": "COL",
    "status": None,
    "addressees": [],
    "language": "es",
    "text": "t",
    "salt": "a",
    "digest": "d",
    "made_at": "2026-01-01T00:00:00.000000Z",
    "state": statements.STANDING,
    "changed_at": "2026-01-01T00:00:00.000000Z",
}


async def test_what_is_withdrawn_keeps_its_place_without_text_and_salt(desk: Desk) -> None:
    for id_ in ("1", "2"):
        await desk.db.write(statements.add, {**ROW, "id": id_})
    await desk.db.write(statements.end, "1", "withdrawn", "later", erased=True)
    with pytest.raises(StaleWrite):
        await desk.db.write(statements.end, "1", "withheld", "later", erased=False)
    async with desk.db.read() as connection:
        page = await statements.page(connection, "s", 0, 10)
    assert [(row["id"], row["text"], row["salt"], row["state"]) for row in page] == [
        ("1", None, None, "withdrawn"),
        ("2", "t", "a", "standing"),
    ]


async def test_the_first_beside_each_of_several(desk: Desk) -> None:
    for n, subject in enumerate("aabaac"):
        await desk.db.write(statements.add, {**ROW, "id": str(n), "subject": subject})
    async with desk.db.read() as connection:
        rows = await statements.beside_each(connection, ["a", "b", "x"], 3)
        assert [(row["subject"], row["id"]) for row in rows] == [
            *(("a", "0"), ("a", "1")),
            ("b", "2"),
            ("a", "3"),
        ]
        assert await statements.beside_each(connection, [], 3) == []
        assert await statements.fitting(connection, ["a", "b", "x"]) == 3

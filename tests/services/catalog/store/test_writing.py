"""Guarded writes: what was decided from an older state is stale. On both databases."""

import pytest

from kernel.db import Database
from kernel.errors import DuplicateKey, StaleWrite
from services.catalog.domain.catalogue import Actor, Entry, Official
from services.catalog.store import reading, writing
from tests.databases import Databases

ENTRY = Entry("e", "activity", "ACT-1", 1, {"axes": ["é"]}, {}, {})
ACTOR = Actor("ABC", 1, "organ", {"names": {"es": "ñ"}}, None)


async def test_rows_come_back_as_they_went_and_guards_hold(databases: Databases) -> None:
    db = Database(databases.url("catalog"))
    await db.start()
    try:
        await db.write(writing.add_entry, ENTRY)
        await db.write(writing.add_actor, ACTOR)
        async with db.read() as connection:
            assert (await reading.entries(connection), await reading.actors(connection)) == (
                [ENTRY],
                [ACTOR],
            )
        with pytest.raises(DuplicateKey):
            await db.write(writing.add_actor, ACTOR)
        with pytest.raises(StaleWrite):
            await db.write(writing.change_actor, ACTOR, 2)
        with pytest.raises(StaleWrite):
            await db.write(writing.change_entry, ENTRY, 2)
        with pytest.raises(StaleWrite):
            await db.write(writing.loaded, 1, "x")
        await db.write(writing.loaded, 0, "x")
        async with db.read() as connection:
            assert await reading.state(connection) == (1, "x")
    finally:
        await db.stop()


async def test_an_official_text_takes_the_place_of_the_earlier(databases: Databases) -> None:
    db = Database(databases.url("catalog"))
    await db.start()
    try:
        for line in (1, 2):
            await db.write(
                writing.put_official,
                Official("e", "ACT-1", "fr", "x", line, "0" * 64, "official-draft"),
            )
        async with db.read() as connection:
            assert (
                await connection.exec_driver_sql("SELECT line FROM catalog_official_texts")
            ).scalars().all() == [2]
    finally:
        await db.stop()

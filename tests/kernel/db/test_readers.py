"""Reads: one snapshot, no writes, few connections, and statements of a few forms planned once."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from kernel.db import INDEXED, Database, Profile
from kernel.db.readers import OVERFLOW, POOL, SEEKS
from kernel.errors import Unavailable
from tests.kernel import demo
from tools.components import postgres


async def test_reads_that_seek_are_planned_once_and_see_one_snapshot(
    postgres_server: postgres.Server,
) -> None:
    url = postgres_server.create_database()
    await demo.make_tables(url)
    async with demo.opened(url) as db:
        async with db.read(INDEXED) as connection:
            assert {name: await connection.scalar(text(f"SHOW {name}")) for name in SEEKS} == SEEKS
            assert (await connection.execute(demo.notes.select())).all() == []
            await db.write(demo.note, "meanwhile")
            assert (await connection.execute(demo.notes.select())).all() == []
        async with db.read() as connection:
            assert await connection.scalar(text("SHOW plan_cache_mode")) == "auto"
        with pytest.raises(DBAPIError, match="read-only"):
            async with db.read(INDEXED) as connection:
                await connection.execute(demo.notes.delete())


@pytest.mark.parametrize("profile", list(Profile))
async def test_readers_cannot_write_and_see_one_snapshot(lite: Database, profile: Profile) -> None:
    async with lite.read(profile) as connection:
        before = await connection.scalar(text("SELECT count(*) FROM demo_notes"))
        await lite.write(demo.note, "a")
        assert await connection.scalar(text("SELECT count(*) FROM demo_notes")) == before
        with pytest.raises(OperationalError, match="readonly"):
            await connection.execute(text("DELETE FROM demo_notes"))
    async with lite.read(profile) as connection:
        assert await connection.scalar(text("SELECT count(*) FROM demo_notes")) == 1


async def test_a_single_statement_of_sqlite_needs_no_transaction_and_cannot_write(
    lite: Database,
) -> None:
    asked: list[str] = []

    @event.listens_for(Engine, "before_cursor_execute")
    def on_execute(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    try:
        await lite.fetch(text("SELECT count(*) FROM demo_notes"))
        with pytest.raises(Unavailable, match="readonly"):
            await lite.fetch(text("DELETE FROM demo_notes RETURNING id"))
    finally:
        event.remove(Engine, "before_cursor_execute", on_execute)
    assert [statement.split()[0] for statement in asked] == ["SELECT", "DELETE"]


async def test_a_process_asks_postgresql_for_few_connections(
    postgres_server: postgres.Server,
) -> None:
    """Eight service processes, each with the log in a second database, stay below 300."""
    url = postgres_server.create_database()
    await demo.make_tables(url)
    async with demo.opened(url) as db, AsyncExitStack() as held:
        for _ in range(POOL + OVERFLOW):
            connection = await held.enter_async_context(db.read())
            await connection.execute(demo.notes.select())
        fetched = [db.fetch(text("SELECT pg_sleep(0.2)")) for _ in range(10)]
        await asyncio.gather(*fetched, db.write(demo.note, "a"))
        [(count,)] = await db.fetch(
            text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        )
    assert count <= 16


async def test_a_statement_that_is_wrong_is_run_once(lite: Database) -> None:
    run: list[str] = []

    @event.listens_for(Engine, "before_cursor_execute")
    def on_execute(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        run.append(statement)

    try:
        with pytest.raises(OperationalError, match="nowhere"):
            await lite.fetch(text("SELECT 1 FROM nowhere"))
    finally:
        event.remove(Engine, "before_cursor_execute", on_execute)
    assert run.count("SELECT 1 FROM nowhere") == 1

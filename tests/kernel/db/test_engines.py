"""Engines: on SQLite a writer that waits its turn beside other processes and readers that cannot write."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from kernel.db import Database, engines
from tests.components import postgres
from tests.kernel import demo

OTHER_PROCESS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=20, isolation_level=None)
print("ready", flush=True)
for number in range(60):
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO demo_notes (id, text) VALUES (?, 'other')", (f"other{number}",))
    connection.execute("COMMIT")
"""


async def test_two_processes_write_one_file_and_none_is_refused(lite: Database) -> None:
    path = lite.url.partition("///")[2]
    other = subprocess.Popen([sys.executable, "-c", OTHER_PROCESS, path], stdout=subprocess.PIPE)  # noqa: ASYNC220 - it returns at once
    assert other.stdout
    await asyncio.to_thread(other.stdout.readline)
    for number in range(60):
        await lite.write(demo.note, f"mine{number}")
    assert await asyncio.to_thread(other.wait) == 0
    other.stdout.close()
    assert len(await demo.ids(lite)) == 120


def asking(pragma: str, into: list[object]) -> Callable[[Connection], None]:
    return lambda connection: into.append(connection.scalar(text(f"PRAGMA {pragma}")))


async def test_a_second_process_can_start_on_a_fresh_file(tmp_path: Path) -> None:
    writers = [engines.writer(f"sqlite+aiosqlite:///{tmp_path}/fresh.db") for _ in range(4)]
    modes: list[object] = []
    await asyncio.gather(*(writer.transact(asking("journal_mode", modes)) for writer in writers))
    for writer in writers:
        await writer.dispose()
    assert modes == ["wal"] * 4


async def test_the_writer_is_durable_and_checks_foreign_keys(sqlite_url: str) -> None:
    writer = engines.writer(sqlite_url)
    asked: list[object] = []
    for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
        await writer.transact(asking(name, asked))
    await writer.dispose()
    assert asked == ["wal", 2, 1, engines.BUSY_SECONDS * 1000]


async def test_the_writer_takes_the_lock_when_it_begins(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "WRITE_PRAGMAS", ("PRAGMA busy_timeout=0",))
    writer = engines.writer(sqlite_url)
    other = sqlite3.connect(sqlite_url.partition("///")[2], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        await writer.transact(lambda connection: None)
    other.execute("ROLLBACK")
    other.close()
    await writer.dispose()


async def test_reads_that_seek_are_planned_once_and_see_one_snapshot(postgres_server: postgres.Server) -> None:
    url = postgres_server.create_database()
    await demo.make_tables(url)
    async with demo.opened(url) as db:
        async with db.read(seeks=True) as connection:
            assert {name: await connection.scalar(text(f"SHOW {name}")) for name in engines.SEEKS} == engines.SEEKS
            assert (await connection.execute(demo.notes.select())).all() == []
            await db.write(demo.note, "meanwhile")
            assert (await connection.execute(demo.notes.select())).all() == []
        async with db.read() as connection:
            assert await connection.scalar(text("SHOW plan_cache_mode")) == "auto"
        with pytest.raises(DBAPIError, match="read-only"):
            async with db.read(seeks=True) as connection:
                await connection.execute(demo.notes.delete())


@pytest.mark.parametrize("kind", [engines.reader, engines.long_reader])
async def test_readers_cannot_write_and_see_one_snapshot(lite: Database, kind: Callable[[str], AsyncEngine]) -> None:
    engine = kind(lite.url)
    async with engine.connect() as connection:
        before = await connection.scalar(text("SELECT count(*) FROM demo_notes"))
        await lite.write(demo.note, "a")
        assert await connection.scalar(text("SELECT count(*) FROM demo_notes")) == before
        with pytest.raises(OperationalError, match="readonly"):
            await connection.execute(text("DELETE FROM demo_notes"))
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM demo_notes")) == 1
    await engine.dispose()


def test_kinds() -> None:
    assert engines.is_sqlite("sqlite+aiosqlite:///x.db")
    assert not engines.is_sqlite("postgresql+asyncpg://h/d")

"""Engines: on SQLite a writer that waits its turn beside other processes and readers that cannot
write.
"""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from kernel.db import Database, engines
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


@contextmanager
def locked(url: str) -> Iterator[None]:
    """While this is open another connection has the lock of the file."""
    other = sqlite3.connect(url.partition("///")[2], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


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
    for name in ("journal_mode", "synchronous", "foreign_keys"):
        await writer.transact(asking(name, asked))
    await writer.dispose()
    assert asked == ["wal", 2, 1]


async def test_the_writer_takes_the_lock_when_it_begins(
    sqlite_url: str,
) -> None:
    writer, asked = engines.SqliteWriter(sqlite_url, patience=0), list[object]()
    with locked(sqlite_url), pytest.raises(OperationalError, match="locked"):
        await writer.transact(asking("journal_mode", asked))
    assert asked == []
    await writer.transact(asking("journal_mode", asked))
    await writer.dispose()
    assert asked == ["wal"]


async def test_while_another_process_writes_the_loop_goes_on(lite: Database) -> None:
    await lite.write(demo.note, "first")
    with locked(lite.url):
        note = asyncio.create_task(lite.write(demo.note, "mine"))
        for _ in range(20):
            await asyncio.sleep(0.001)
            assert await demo.ids(lite) == ["first"]
        assert not note.done()
    await note
    assert await demo.ids(lite) == ["first", "mine"]


async def test_what_fails_is_rolled_back_and_the_next_goes_on(lite: Database) -> None:
    writer = engines.writer(lite.url)

    def half(connection: Connection) -> None:
        connection.execute(demo.notes.insert(), {"id": "a", "text": "a"})
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        await writer.transact(half)
    await lite.write(demo.note, "b")
    await writer.dispose()
    assert "a" not in await demo.ids(lite)


def test_kinds() -> None:
    assert engines.is_sqlite("sqlite+aiosqlite:///x.db")
    assert not engines.is_sqlite("postgresql+asyncpg://h/d")

"""Engines: on SQLite a writer that waits its turn beside other processes and readers that cannot write."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
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


async def test_a_second_process_can_start_on_a_fresh_file(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/fresh.db"
    writers = [engines.writer(url) for _ in range(4)]

    async def first_use(engine: object) -> str:
        async with engine.begin() as connection:  # type: ignore[attr-defined]
            return str(await connection.scalar(text("PRAGMA journal_mode")))

    assert await asyncio.gather(*map(first_use, writers)) == ["wal"] * 4
    for engine in writers:
        await engine.dispose()


async def test_the_writer_is_durable_and_checks_foreign_keys(sqlite_url: str) -> None:
    engine = engines.writer(sqlite_url)
    async with engine.begin() as connection:
        asked = {name: await connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}
    await engine.dispose()
    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": engines.BUSY_SECONDS * 1000}


async def test_the_writer_takes_the_lock_when_it_begins(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0)
    monkeypatch.setattr(engines, "WRITE_PRAGMAS", ("PRAGMA busy_timeout=0",))
    one, two = engines.writer(sqlite_url), engines.writer(sqlite_url)
    async with one.begin():
        with pytest.raises(OperationalError, match="locked"):
            async with two.begin():
                pass
    await one.dispose()
    await two.dispose()


def test_kinds() -> None:
    assert engines.is_sqlite("sqlite+aiosqlite:///x.db")
    assert not engines.is_sqlite("postgresql+asyncpg://h/d")

"""A view of a SQLite file stays as it was when it was opened, whatever is written afterwards."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kernel.db.backup import Head
from system.backup.sqlite import Sqlite
from system.resources import CheckFailed, WrongUse
from tests.databases import Databases


def _row(path: Path, position: int) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("DELETE FROM reports_relay")
        connection.execute(
            "INSERT INTO reports_relay VALUES (1, 1, 'me', '', ?, 0, '', '')", (position,)
        )


async def test_the_copy_is_what_the_view_saw(tmp_path: Path, sqlite_databases: Databases) -> None:
    store = Sqlite(sqlite_databases.url("reports"), ("reports",))
    _row(store.path, 3)
    async with store.view() as heads:
        assert heads == {"reports": Head(3, None)}
        _row(store.path, 4)  # nobody has to wait
        store.copy(tmp_path)
    with closing(sqlite3.connect(tmp_path / store.file)) as copy:
        assert copy.execute("SELECT assigned FROM reports_relay").fetchall() == [(3,)]


async def test_nobody_writes_while_it_is_still(sqlite_databases: Databases) -> None:
    store = Sqlite(sqlite_databases.url("reports"), ("reports",))
    async with store.still():
        with (
            closing(sqlite3.connect(store.path, timeout=0)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("DELETE FROM reports_relay")


async def test_it_is_loaded_whole(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "reports.db")) as copy:
        copy.execute("CREATE TABLE reports_relay (assigned INTEGER)")
    store = Sqlite(f"sqlite+aiosqlite:///{tmp_path}/to/reports.db", ("reports",))
    assert await store.empty()
    store.load(tmp_path)
    assert not await store.empty()
    assert [path.name for path in (tmp_path / "to").iterdir()] == ["reports.db"]


async def test_what_is_missing_or_no_database_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database " * 100)
    for name, error in (("missing", WrongUse), ("text", CheckFailed)):
        with pytest.raises(error):
            async with Sqlite(f"sqlite+aiosqlite:///{tmp_path / name}", ("reports",)).view():
                pass


async def test_what_is_damaged_is_neither_kept_nor_restored(
    tmp_path: Path, sqlite_databases: Databases
) -> None:
    store = Sqlite(sqlite_databases.url("reports"), ("reports",))
    _row(store.path, 3)
    with store.path.open("r+b") as file:  # behind the first pages, which are the schema's
        file.seek(store.path.stat().st_size // 2)
        file.write(b"\xa5" * 8192)
    with pytest.raises(CheckFailed, match="damaged"):
        async with store.view():
            store.copy(tmp_path)
    (tmp_path / "to").mkdir()
    shutil.copy(store.path, tmp_path / store.file)
    target = Sqlite(f"sqlite+aiosqlite:///{tmp_path}/to/reports.db", ("reports",))
    with pytest.raises(CheckFailed, match="damaged"):
        target.load(tmp_path)
    assert await target.empty()

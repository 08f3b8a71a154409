"""SQLite connections that answer where they are asked, for short reads: a seek takes 20 µs, the way to a thread and back ten times that.

They have the form of aiosqlite's, which SQLAlchemy's dialect speaks to, without its thread. In WAL mode a reader never waits for a
writer, so nothing here blocks for longer than the query itself. Reads that may take long go to threads instead.
"""

import sqlite3
from collections.abc import Awaitable, Iterable
from types import TracebackType
from typing import Any


class Cursor:
    """A cursor whose coroutines never suspend."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    async def __aenter__(self) -> "Cursor":
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._cursor.close()

    async def execute(self, sql: str, parameters: Any = ()) -> "Cursor":
        self._cursor.execute(sql, parameters)
        return self

    async def fetchone(self) -> Any:
        return self._cursor.fetchone()

    async def fetchmany(self, size: int = 1) -> list[Any]:
        return self._cursor.fetchmany(size)

    async def fetchall(self) -> Iterable[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()


class Connection:
    """A connection whose coroutines never suspend."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def cursor(self) -> Cursor:
        return Cursor(self._connection.cursor())

    async def create_function(self, *arguments: Any, **options: Any) -> None:
        self._connection.create_function(*arguments, **options)

    async def rollback(self) -> None:
        self._connection.rollback()

    async def commit(self) -> None:
        self._connection.commit()

    async def close(self) -> None:
        self._connection.close()


def connect(*arguments: Any, **options: Any) -> Awaitable[Connection]:
    """What `create_async_engine` takes as `async_creator_fn`: opens the file of the URL."""

    async def opened() -> Connection:
        return Connection(sqlite3.connect(*arguments, **options))

    return opened()

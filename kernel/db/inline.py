"""SQLite connections that answer where they are asked, for short reads: a seek takes 20 µs, the way
to a thread and back ten times that.

They have the form of aiosqlite's, which SQLAlchemy's dialect speaks to, without its thread. In WAL
mode a reader never waits for a writer, so nothing here blocks for longer than the query itself.
Reads that may take long go to threads instead.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any


class Inline:
    """A connection or cursor of sqlite3 whose methods are coroutines that never suspend."""

    def __init__(self, raw: Any) -> None:
        self._connection = raw  # the dialect looks at it by this name

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._connection, name)
        return partial(_called, found) if callable(found) else found

    def cursor(self) -> "Inline":
        return Inline(self._connection.cursor())

    async def __aenter__(self) -> "Inline":
        return self

    async def __aexit__(self, *_: object) -> None:
        self._connection.close()


async def _called(method: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    return method(*arguments, **options)


def connect(*arguments: Any, **options: Any) -> Awaitable[Inline]:
    """What `create_async_engine` takes as `async_creator_fn`: opens the file of the URL."""
    return _called(lambda: Inline(sqlite3.connect(*arguments, **options)))

"""The two pools that reads of one database go through, and what a read may ask of them."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from enum import Enum
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from kernel.db import inline
from kernel.db.engines import PRIVATE, is_sqlite, sqlite_readers

# one plan a connection, made for no value in particular: never a scan of a whole table, and no
# second process for what the planner takes to be many rows
SEEKS = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "max_parallel_workers_per_gather": "0",
}
SET_SEEKS = "SELECT " + ", ".join(
    f"set_config('{name}', '{value}', true)" for name, value in SEEKS.items()
)
# on PostgreSQL: kept open, and beside them at the most. With the writer's two a process asks for 16
POOL, OVERFLOW = 8, 2
SINGLE_POOL, SINGLE_OVERFLOW = 2, 2
# on SQLite a connection is an open file
INLINE_POOL, THREADED_POOL = 64, 4


class Profile(Enum):
    """What the statements of a read cost.

    INDEXED: few forms of statements that find their rows in an index whatever they ask for, so that
    planning them each time is only cost. THREADED: more than some milliseconds, which must not hold
    up others. SNAPSHOT: all else.
    """

    SNAPSHOT = "snapshot"
    INDEXED = "indexed"
    THREADED = "threaded"


class Readers(Protocol):
    """Where all reads of a database go through; none of them can write."""

    def read(self, profile: Profile) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection that sees one snapshot."""

    def single(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection for one statement."""

    async def dispose(self) -> None: ...


def readers(url: str) -> Readers:
    """The readers of this database."""
    return SqliteReaders(url) if is_sqlite(url) else PostgresqlReaders(url)


class SqliteReaders:
    """Short reads run where they are asked, without a thread (see `inline`); long ones in threads,
    so that nothing else waits for them.
    """

    def __init__(self, url: str) -> None:
        self._inline = sqlite_readers(url, INLINE_POOL, async_creator_fn=inline.connect)
        self._single = sqlite_readers(url, INLINE_POOL, "", async_creator_fn=inline.connect)
        self._threaded = sqlite_readers(url, THREADED_POOL)

    def read(self, profile: Profile) -> AbstractAsyncContextManager[AsyncConnection]:
        threaded = profile is Profile.THREADED
        return (self._threaded if threaded else self._inline).connect()

    def single(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._single.connect()

    async def dispose(self) -> None:
        await self._inline.dispose()
        await self._single.dispose()
        await self._threaded.dispose()


class PostgresqlReaders:
    """A pool of snapshots, and one of single statements: each of those is a transaction by itself,
    without BEGIN, ROLLBACK and a ping beforehand.
    """

    def __init__(self, url: str) -> None:
        self._snapshots = create_async_engine(
            url,
            pool_size=POOL,
            max_overflow=OVERFLOW,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
            **PRIVATE,
        )
        self._single = create_async_engine(
            url,
            pool_size=SINGLE_POOL,
            max_overflow=SINGLE_OVERFLOW,
            isolation_level="AUTOCOMMIT",
            **PRIVATE,
        )

    @asynccontextmanager
    async def read(self, profile: Profile) -> AsyncIterator[AsyncConnection]:
        async with self._snapshots.connect() as connection:
            if profile is Profile.INDEXED:
                await connection.exec_driver_sql(SET_SEEKS)
            yield connection

    def single(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return self._single.connect()

    async def dispose(self) -> None:
        await self._snapshots.dispose()
        await self._single.dispose()

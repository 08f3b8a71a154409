"""Engines for a URL: on SQLite one writer that begins IMMEDIATE and readers that cannot write; on
PostgreSQL a pool each.
"""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from kernel.db.inline import connect
from kernel.errors import Unavailable

E = TypeVar("E")
T = TypeVar("T")

BUSY_SECONDS = 15
RESTED_SECONDS = 0.5
TURN_SECONDS = 0.005
WRITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=0",
)
# readers ask for WAL too: one that came before the first writer would keep it from changing
# the file
READ_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
    "PRAGMA query_only=ON",
)
# one plan a connection, made without knowing for what: never a scan, and no second process
# for what it takes to be many rows
SEEKS = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "max_parallel_workers_per_gather": "0",
}


class Writer(Protocol):
    """Where all writes of a database go through, one transaction at a time."""

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction, commit it, return its answer; roll back what it raises."""

    async def dispose(self) -> None: ...


def is_sqlite(url: str) -> bool:
    """Whether the URL names a SQLite file."""
    return url.startswith("sqlite")


def writer(url: str) -> Writer:
    """The writer of this database."""
    return SqliteWriter(url) if is_sqlite(url) else PostgresqlWriter(url)


def reader(url: str) -> AsyncEngine:
    """The engine reads go through; a read sees one snapshot.

    On SQLite it runs where it is asked, without a thread: see `inline`.
    """
    return _on_the_loop(url) if is_sqlite(url) else _snapshots(url)


def indexed(url: str) -> AsyncEngine:
    """The engine of reads that find their rows in an index whatever they ask for:

    PostgreSQL plans each statement once a connection.
    """
    return (
        _on_the_loop(url)
        if is_sqlite(url)
        else _snapshots(url, connect_args={"server_settings": SEEKS})
    )


def autocommit(url: str) -> AsyncEngine:
    """The engine of single statements.

    On PostgreSQL each is a transaction by itself: no BEGIN, no ROLLBACK, no ping beforehand.
    """
    return (
        _on_the_loop(url)
        if is_sqlite(url)
        else create_async_engine(url, pool_size=4, max_overflow=4, isolation_level="AUTOCOMMIT")
    )


def threaded(url: str) -> AsyncEngine:
    """The engine of reads that may take long: on SQLite they run in threads, so that nothing else
    waits for them.
    """
    return _reading(url, 4) if is_sqlite(url) else _snapshots(url)


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[AsyncConnection]:
    """A connection of its own, without the manners of readers and writers, closed with its engine.

    Raises Unavailable.
    """
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            yield connection
    except (DBAPIError, OSError) as error:
        raise Unavailable(str(getattr(error, "orig", error))) from error
    finally:
        await engine.dispose()


def _on_the_loop(url: str) -> AsyncEngine:
    return _reading(url, 64, async_creator_fn=connect)


def _reading(url: str, connections: int, **how: Any) -> AsyncEngine:
    engine = create_async_engine(
        url, pool_size=connections, connect_args={"isolation_level": None, **how}
    )
    return _mannered(engine, engine.sync_engine, READ_PRAGMAS, "BEGIN")


def _snapshots(url: str, **more: Any) -> AsyncEngine:
    manners = {
        "isolation_level": "REPEATABLE READ",
        "execution_options": {"postgresql_readonly": True},
    }
    return create_async_engine(
        url, pool_size=8, max_overflow=8, pool_pre_ping=True, **manners, **more
    )


class SqliteWriter:
    """The only connection that writes. Statements run where they are asked, as reads do; a thread
    waits for the disk.

    A thread that shares the interpreter with a busy loop waits for it at every statement: a commit
    of 4 ms of work took 15.
    """

    def __init__(self, url: str) -> None:
        own = {"check_same_thread": False, "isolation_level": None}
        engine = create_engine(
            url.replace("+aiosqlite", ""), pool_size=1, max_overflow=0, connect_args=own
        )
        self._engine = _mannered(engine, engine, WRITE_PRAGMAS, "BEGIN IMMEDIATE")
        self._thread = ThreadPoolExecutor(1, "sqlite-commit")
        self._connection: Connection | None = None

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """A commit that was begun is awaited even when who asked for it goes away."""
        return await asyncio.shield(self._transact(work))

    async def _transact(self, work: Callable[[Connection], T]) -> T:
        threaded = partial(asyncio.get_running_loop().run_in_executor, self._thread)
        if self._connection is None:
            self._connection = await threaded(self._engine.connect)
        connection = self._connection
        try:
            await self._begin(connection)
            answer = work(connection)
            await threaded(connection.commit)
            return answer
        finally:
            connection.rollback()  # what was not committed

    async def _begin(self, connection: Connection) -> None:
        """Another process may be writing: its end is waited for without holding up this one."""
        until = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                connection.begin()
                return
            except OperationalError as error:
                if not _busy(error.orig) or time.monotonic() > until:
                    raise
            await asyncio.sleep(TURN_SECONDS)

    async def dispose(self) -> None:
        """Close the connection and end the thread."""
        await asyncio.get_running_loop().run_in_executor(None, self._thread.shutdown)
        if self._connection:
            self._connection.close()
        self._engine.dispose()


class PostgresqlWriter:
    """A small pool: one commit at a time, and one to spare for a connection that died."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(
            url, pool_size=2, max_overflow=2, isolation_level="AUTOCOMMIT"
        )
        self._used = 0.0

    async def transact(self, work: Callable[[Connection], T]) -> T:
        """The transaction is the driver's, as rows go to it directly (`transaction.flush`).

        A connection that rested, or failed, is tried first: one that died is replaced then, not in
        the middle of a commit.
        """
        if time.monotonic() - self._used > RESTED_SECONDS:
            with suppress(DBAPIError):
                async with self._engine.connect() as connection:
                    await connection.exec_driver_sql("SELECT 1")
        self._used = 0.0
        async with self._engine.connect() as connection:
            raw: Any = (await connection.get_raw_connection()).driver_connection
            async with raw.transaction():
                answer = await connection.run_sync(work)
        self._used = time.monotonic()
        return answer

    async def dispose(self) -> None:
        await self._engine.dispose()


def _mannered(engine: E, sync: Engine, pragmas: tuple[str, ...], begin: str) -> E:
    """The engine with our pragmas on each connection, and our own BEGIN: the driver's (switched
    off) is deferred.
    """

    @event.listens_for(sync, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            _patiently(cursor.execute, pragma)
        cursor.close()

    @event.listens_for(sync, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _busy(error: object) -> bool:
    # the low byte: the rest says of what kind
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _patiently(execute: Callable[[str], object], pragma: str) -> None:
    """SQLite's own busy timeout does not hold for the change to WAL, which a fresh file beside
    another process may need.
    """
    for _ in range(50):
        try:
            execute(pragma)
            return
        except sqlite3.OperationalError as error:
            if not _busy(error):
                raise
            time.sleep(0.02)
    execute(pragma)

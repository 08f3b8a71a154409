"""Writers of a database, and how a connection to SQLite is prepared: one writer that begins
IMMEDIATE, readers that cannot write.
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

from kernel.errors import Unavailable

# the text of an error goes into the log: the statement, without the values of drafts and keys
PRIVATE: dict[str, Any] = {"hide_parameters": True}
# milliseconds after which a process that stands still in the middle of a commit loses its locks
STILL = {"idle_in_transaction_session_timeout": "5000"}
OWN: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", "connect_args": {"server_settings": STILL}}
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
    "PRAGMA cache_size=-1024",
)
# readers ask for WAL too: one that came before the first writer would keep it from changing
# the file
READ_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}",
    "PRAGMA query_only=ON",
    "PRAGMA cache_size=-512",  # KiB, of each of many connections: the system keeps the file's pages
)


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


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[AsyncConnection]:
    """A connection of its own, without the manners of readers and writers, closed with its engine.

    Raises Unavailable.
    """
    engine = create_async_engine(url, **PRIVATE)
    try:
        async with engine.connect() as connection:
            yield connection
    except (DBAPIError, OSError) as error:
        raise Unavailable(str(getattr(error, "orig", error))) from error
    finally:
        await engine.dispose()


def sqlite_readers(url: str, connections: int, begin: str = "BEGIN", **how: Any) -> AsyncEngine:
    """A pool of connections to a SQLite file that see one snapshot and cannot write; with an empty
    `begin` each statement sees a snapshot of its own.
    """
    engine = create_async_engine(
        url, pool_size=connections, connect_args={"isolation_level": None, **how}, **PRIVATE
    )
    return _prepared(engine, engine.sync_engine, READ_PRAGMAS, begin)


class SqliteWriter:
    """The only connection that writes. Statements run where they are asked, as reads do; a thread
    waits for the disk.

    A thread that shares the interpreter with a busy loop waits for it at every statement: a commit
    of 4 ms of work took 15.
    """

    def __init__(self, url: str, patience: float = BUSY_SECONDS) -> None:
        """`patience`: how many seconds another process may hold the lock of the file."""
        self._patience = patience
        own = {"check_same_thread": False, "isolation_level": None}
        engine = create_engine(
            url.replace("+aiosqlite", ""), pool_size=1, max_overflow=0, connect_args=own, **PRIVATE
        )
        self._engine = _prepared(engine, engine, WRITE_PRAGMAS, "BEGIN IMMEDIATE")
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
        until = time.monotonic() + self._patience
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
    """One commit at a time, and one connection to spare for one that died."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(url, pool_size=1, max_overflow=1, **OWN, **PRIVATE)
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


def _prepared(engine: E, sync: Engine, pragmas: tuple[str, ...], begin: str) -> E:
    """The engine with our pragmas on each connection, and our own BEGIN: the driver's (switched
    off) is deferred.
    """

    @event.listens_for(sync, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            _patiently(cursor.execute, pragma)
        cursor.close()

    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    if begin:
        event.listen(sync, "begin", on_begin)
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

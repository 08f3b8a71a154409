"""Engines for a URL: on SQLite one writer that begins IMMEDIATE and readers that cannot write; on PostgreSQL a pool each."""

import sqlite3
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_SECONDS = 15
WRITE_PRAGMAS = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
# readers ask for WAL too: one that came before the first writer would keep it from changing the file
READ_PRAGMAS = ("PRAGMA journal_mode=WAL", f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}", "PRAGMA query_only=ON")


def is_sqlite(url: str) -> bool:
    """Whether the URL names a SQLite file."""
    return url.startswith("sqlite")


def writer(url: str) -> AsyncEngine:
    """The engine all writes go through."""
    if is_sqlite(url):
        return _sqlite(url, WRITE_PRAGMAS, "BEGIN IMMEDIATE", size=1)
    return create_async_engine(url, pool_size=2, max_overflow=2, pool_pre_ping=True)


def reader(url: str) -> AsyncEngine:
    """The engine reads go through; a read sees one snapshot."""
    if is_sqlite(url):
        return _sqlite(url, READ_PRAGMAS, "BEGIN", size=4)
    return create_async_engine(
        url, pool_size=8, max_overflow=8, pool_pre_ping=True, isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
    )


def _sqlite(url: str, pragmas: tuple[str, ...], begin: str, size: int) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=size, max_overflow=0, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's own begin is deferred
        cursor = connection.cursor()
        for pragma in pragmas:
            _patiently(cursor.execute, pragma)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _patiently(execute: Callable[[str], object], pragma: str) -> None:
    """SQLite's own busy timeout does not hold for the change to WAL, which a fresh file beside another process may need."""
    for _ in range(50):
        try:
            execute(pragma)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.02)
    execute(pragma)

"""Runs the migrations of one service, named by alembic's section: on its own tables, with its own
version table, one process at a time.

The product passes its connection (`config.attributes["connection"]`); the bare command connects to
`DATABASE_URL`. Each revision is one transaction on both databases: it is committed with its version
or rolled back whole.
"""

import asyncio
import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection, MetaData, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from kernel.errors import Unavailable

SERVICE = context.config.config_ini_section
LOCK_TIMEOUT, STATEMENT_TIMEOUT = "5s", "60s"
TURN_SECONDS = 90  # how long to wait until another process has migrated
LOCK_NOT_AVAILABLE, QUERY_CANCELED = "55P03", "57014"


def metadata() -> MetaData:
    """The tables as the code declares them, which `check` and autogenerate compare with."""
    module = "kernel.eventlog.database" if SERVICE == "eventlog" else f"services.{SERVICE}.tables"
    declared: MetaData = importlib.import_module(module).metadata
    return declared


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Whether alembic looks at it: services may share a database, and each has its own prefix."""
    return kind != "table" or (name or "").startswith(f"{SERVICE}_")


def migrate(connection: Connection) -> None:
    """Run on a connection outside any transaction.

    Raises Unavailable when another session holds a lock for too long.
    """
    sqlite = connection.dialect.name == "sqlite"
    with _sqlite_session(connection) if sqlite else _postgresql_session(connection):
        context.configure(
            connection=connection,
            target_metadata=metadata(),
            include_name=include_name,
            version_table=f"{SERVICE}_alembic_version",
            render_as_batch=True,
            transaction_per_migration=True,
            transactional_ddl=True,
            compare_type=True,
            on_version_apply=(_check_parents,) if sqlite else (),
        )
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def _sqlite_session(connection: Connection) -> Iterator[None]:
    """Foreign keys off and explicit BEGIN while this is open.

    Batch mode rebuilds tables: with foreign keys on, that deletes the children of a rebuilt parent.
    The driver does not begin a transaction for DDL by itself.
    """
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql(f"PRAGMA busy_timeout={TURN_SECONDS * 1000}")
    connection.rollback()
    raw = connection.connection.dbapi_connection
    if raw is None:
        raise RuntimeError("the connection is closed")
    before, raw.isolation_level = raw.isolation_level, None  # type: ignore[attr-defined]

    def begin(begun: Connection) -> None:
        begun.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(connection, "begin", begin)
    try:
        yield
    finally:
        connection.rollback()
        event.remove(connection, "begin", begin)
        raw.isolation_level = before  # type: ignore[attr-defined]


def _check_parents(ctx: object, **_given: object) -> None:
    """Check foreign keys within the revision's transaction: a revision that leaves rows without
    their parent is rolled back.
    """
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()  # type: ignore[attr-defined]
    if broken:
        raise RuntimeError(f"the migration left rows without their parent: {broken[:5]}")


@contextmanager
def _postgresql_session(connection: Connection) -> Iterator[None]:
    """An advisory lock, so that one process migrates at a time, and timeouts: a migration that
    waits for a table blocks every session that comes after it.
    """
    try:
        connection.execute(text(f"SET lock_timeout = '{TURN_SECONDS}s'"))
        connection.execute(text("SELECT pg_advisory_lock(hashtext('alembic'))"))
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
        connection.commit()
        try:
            yield
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(hashtext('alembic'))"))
            connection.commit()
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        if state not in (LOCK_NOT_AVAILABLE, QUERY_CANCELED):
            raise
        held = state == LOCK_NOT_AVAILABLE
        why = (
            f"another session held a lock for longer than {LOCK_TIMEOUT}"
            if held
            else f"it took longer than {STATEMENT_TIMEOUT}"
        )
        raise Unavailable(
            f"the tables of {SERVICE} were not migrated: {why}; the revision was taken back, try "
            "again"
        ) from error


async def migrate_from_url() -> None:
    """What the bare command does: migrate through an engine of its own."""
    engine = create_async_engine(os.environ["DATABASE_URL"])
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


if passed := context.config.attributes.get("connection"):
    migrate(passed)
else:
    asyncio.run(migrate_from_url())

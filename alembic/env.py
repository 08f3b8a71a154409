"""Migrations of one service, named by alembic's section: its tables only, its own version table, never two at a time.

The product hands its connection over (`config.attributes["connection"]`); the bare command opens `DATABASE_URL`.
"""

import asyncio
import importlib
import os

from alembic import context
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

SERVICE = context.config.config_ini_section
LOCK_TIMEOUT, STATEMENT_TIMEOUT = "5s", "60s"


def metadata() -> MetaData:
    """The tables as the code has them: what `check` and autogenerate compare with."""
    module = "kernel.eventlog.database" if SERVICE == "eventlog" else f"services.{SERVICE}.tables"
    found: MetaData = importlib.import_module(module).metadata
    return found


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Services may share a database: only tables with this service's prefix are looked at."""
    return kind != "table" or (name or "").startswith(f"{SERVICE}_")


def migrate(connection: Connection) -> None:
    """Run on a connection outside any transaction."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:  # batch mode rebuilds tables: with foreign keys on, that deletes the children of a rebuilt parent
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    else:
        connection.execute(text("SELECT pg_advisory_lock(hashtext('alembic'))"))
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
    connection.commit()
    try:
        context.configure(
            connection=connection, target_metadata=metadata(), include_name=ours, version_table=f"{SERVICE}_alembic_version",
            render_as_batch=True, transaction_per_migration=True, compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration left rows without their parent: {broken[:5]}")
    finally:
        if not sqlite:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(hashtext('alembic'))"))
        connection.commit()


async def alone() -> None:
    """The bare command: an engine of its own."""
    engine = create_async_engine(os.environ["DATABASE_URL"])
    async with engine.connect() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


if given := context.config.attributes.get("connection"):
    migrate(given)
else:
    asyncio.run(alone())

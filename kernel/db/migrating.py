"""What migrations need of a database: its revision by one SELECT, and a plain connection of its
own.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from kernel.db.engines import alone, is_sqlite
from kernel.errors import Unavailable


async def revision(url: str, service: str) -> str | None:
    """The revision a service's tables stand at; None before the first migration.

    Raises Unavailable.
    """
    try:
        async with alone(url) as connection:
            query = f"SELECT version_num FROM {service}_alembic_version"  # noqa: S608 - our own name
            found: str | None = await connection.scalar(text(query))
            return found
    except Unavailable as error:
        if "no such table" in str(error) or "does not exist" in str(error):
            return None
        raise


async def run(url: str, change: Callable[[Connection], None]) -> None:
    """Run a migration on a connection without the writer's manners: on SQLite foreign keys can then
    be switched off.
    """
    engine = create_async_engine(url)
    try:
        with _turn(url):
            async with engine.connect() as connection:
                await connection.run_sync(change)
    finally:
        await engine.dispose()


@contextmanager
def _turn(url: str) -> Iterator[None]:
    """One process at a time on a SQLite file, from looking at its revision to the last one's
    commit. PostgreSQL has its own lock for that.

    The lock is a file beside the database: opening the database's own file here would drop the
    locks that SQLite holds on it.
    """
    if not is_sqlite(url):
        yield
        return
    with Path(f"{url.partition(':///')[2]}.migrating").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

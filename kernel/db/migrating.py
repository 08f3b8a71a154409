"""What migrations need of a database: its revision by one SELECT, and a plain connection of its
own.
"""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from kernel.chain import GENESIS, link
from kernel.db.engines import alone, is_sqlite
from kernel.errors import Unavailable

PAGE = 1_000  # rows that are linked anew at once


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


def relink(connection: Connection, service: str, *, timed: bool = True) -> None:
    """Compute the hash chain of a service's ledger anew, in the migration's own transaction.

    `timed`: version 2, whose hashes bind the time of each position; without it version 1. Whoever
    relays loses the lease, and goes on from the new head.
    """
    connection.execute(text(f"UPDATE {service}_relay SET epoch = epoch + 1"))  # noqa: S608 - our own name
    page = text(
        f"SELECT n, seq, recordedtime, digest FROM {service}_outbox "  # noqa: S608
        f"WHERE seq > :after ORDER BY seq LIMIT {PAGE}"
    )
    give = text(f"UPDATE {service}_outbox SET hash = :hash, previous_hash = :before WHERE n = :n")  # noqa: S608
    head, after = GENESIS, 0
    while rows := connection.execute(page, {"after": after}).all():
        given: list[dict[str, Any]] = []
        for n, after, recorded, digest in rows:
            before, head = head, link(head, after, recorded if timed else "", digest)
            given.append({"n": n, "hash": head, "before": before})
        connection.execute(give, given)
    connection.execute(text(f"UPDATE {service}_relay SET head = :head"), {"head": head})  # noqa: S608


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

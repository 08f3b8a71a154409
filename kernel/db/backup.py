"""What backup and restore ask of a database: a pause of its consumers, a snapshot with the ledger's
end, and to tell everything anew.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import NamedTuple

from sqlalchemy import text

from kernel.db.engines import alone

LOCK_TIMEOUT = "10s"


class Head(NamedTuple):
    """Where a service's ledger ends: the last position given, and the id of the event that has it
    (None: no event yet).
    """

    position: int
    event: str | None


def head_of(service: str) -> str:
    """The SELECT of (position, event) at the end of a service's ledger."""
    return (
        f"SELECT r.assigned, o.id FROM {service}_relay r "  # noqa: S608 - our own names
        f"LEFT JOIN {service}_outbox o ON o.seq = r.assigned"
    )


@asynccontextmanager
async def still(url: str, services: Sequence[str]) -> AsyncIterator[None]:
    """While this is open no consumer of these services takes anything in (PostgreSQL).

    One table each, so nobody can deadlock.
    """
    async with alone(url) as connection:
        await connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'"))
        for service in services:
            await connection.execute(text(f"LOCK TABLE {service}_offsets IN SHARE MODE"))
        yield


@asynccontextmanager
async def snapshot(url: str, services: Sequence[str]) -> AsyncIterator[tuple[str, dict[str, Head]]]:
    """(name of a snapshot that pg_dump can share while this is open, ledger end by service as that
    snapshot sees it).
    """
    async with alone(url) as connection:
        await connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        name = await connection.scalar(text("SELECT pg_export_snapshot()"))
        heads = {}
        for service in services:
            if row := (await connection.execute(text(head_of(service)))).first():
                heads[service] = Head(*row)
        yield str(name), heads


async def rewind_topic(url: str, service: str, topic: str, *, own: bool) -> None:
    """The topic begins anew: its owner publishes its ledger from the first position, others read
    from the first offset.

    Positions stay: a consumer passes over what it has applied. Whoever works loses its lease, and
    reads anew where to go on.
    """
    relay = f"UPDATE {service}_relay SET published = 0, epoch = epoch + 1"  # noqa: S608 - our own name
    offsets = f"UPDATE {service}_offsets SET next_offset = 0, epoch = epoch + 1"  # noqa: S608
    async with alone(url) as connection:
        if own:
            await connection.execute(text(relay))
        await connection.execute(text(f"{offsets} WHERE topic = :topic"), {"topic": topic})
        await connection.commit()

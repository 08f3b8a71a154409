"""The outbox as republishing reads it: rows by position, and how far the relay has come."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.tables import KernelTables
from services.reports.store import fragments


async def page(
    connection: AsyncConnection, tables: KernelTables, after: int, last: int, limit: int
) -> list[dict[str, Any]]:
    """The rows after a position, up to and including the last one."""
    outbox = tables.outbox
    statement = (
        select(outbox)
        .where(outbox.c.seq > after, outbox.c.seq <= last)
        .order_by(outbox.c.seq)
        .limit(limit)
    )
    return [dict(row) for row in await fragments.mappings(connection, statement)]


async def event_at(connection: AsyncConnection, tables: KernelTables, position: int) -> str | None:
    """The id of the event at a position; None where there is none."""
    outbox = tables.outbox.c
    id_: str | None = await connection.scalar(select(outbox.id).where(outbox.seq == position))
    return id_


async def published(connection: AsyncConnection, tables: KernelTables) -> int:
    """The last position that the relay has published, 0 before the first."""
    return (await connection.scalar(select(tables.relay.c.published))) or 0

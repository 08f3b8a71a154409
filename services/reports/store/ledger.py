"""The ledger: the outbox rows that have a position, in their order."""

from sqlalchemy import func, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables

outbox = tables.kernel.outbox


async def page(connection: AsyncConnection, after: int, limit: int) -> list[RowMapping]:
    """The events after a position, without their data."""
    columns = [column for column in outbox.c if column.name != "payload"]
    statement = select(*columns).where(outbox.c.seq > after).order_by(outbox.c.seq).limit(limit)
    return list((await connection.execute(statement)).mappings())


async def entry(connection: AsyncConnection, position: int) -> RowMapping | None:
    """The event at a position."""
    return (
        (await connection.execute(select(outbox).where(outbox.c.seq == position)))
        .mappings()
        .first()
    )


async def end(connection: AsyncConnection) -> int:
    """The last position given, 0 before the first."""
    last: int | None = await connection.scalar(select(func.max(outbox.c.seq)))
    return last or 0


async def position_at(connection: AsyncConnection, instant: str) -> int:
    """The last position whose recordedtime is not after an instant."""
    statement = (
        select(outbox.c.seq)
        .where(outbox.c.seq.is_not(None), outbox.c.recordedtime <= instant)
        .order_by(outbox.c.seq.desc())
        .limit(1)
    )
    position: int | None = await connection.scalar(statement)
    return position or 0

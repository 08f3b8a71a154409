"""When positions were given: one row wherever the time changes."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.aggregator import tables
from services.aggregator.store.generations import consumer_name


def add(tx: Tx, generation: int, position: int, recordedtime: str) -> None:
    """Queue that events were recorded at another time from a position on."""
    row = {"generation": generation, "position": position, "recordedtime": recordedtime}
    tx.insert(tables.position_times, row)


async def recorded(connection: AsyncConnection, generation: int, position: int) -> str | None:
    """When a position (or the last one folded before it) was given; None before the first."""
    t = tables.position_times
    times = select(t.c.recordedtime).where(t.c.generation == generation, t.c.position <= position)
    time: str | None = await connection.scalar(times.order_by(t.c.position.desc()).limit(1))
    return time


async def position_at(connection: AsyncConnection, generation: int, instant: str, end: int) -> int:
    """The last position folded, up to `end`, whose recordedtime is not after an instant; those of
    parked messages left out.
    """
    t = tables.position_times
    folded = select(t.c.position).where(t.c.generation == generation, t.c.position <= end)
    before = folded.where(t.c.recordedtime <= instant)
    latest = before.order_by(t.c.recordedtime.desc(), t.c.position.desc()).limit(1)
    since: int | None = await connection.scalar(latest)
    if since is None:
        return 0
    next_time = folded.where(t.c.position > since).order_by(t.c.position).limit(1)
    after: int | None = await connection.scalar(next_time)
    return await _without_parked(connection, generation, since, (after or end + 1) - 1)


async def year_ends(connection: AsyncConnection, generation: int, end: int) -> list[int]:
    """The last position of each year that had one, in order, and `end`."""
    t = tables.position_times
    times = select(t.c.recordedtime).where(t.c.generation == generation).order_by(t.c.position)
    first: str | None = await connection.scalar(times.limit(1))
    last = await recorded(connection, generation, end)
    if first is None or last is None:
        return []
    midnights = [f"{year}-12-31T23:59:59.999999Z" for year in range(int(first[:4]), int(last[:4]))]
    ends = [await position_at(connection, generation, instant, end) for instant in midnights]
    return sorted({*ends, end})


async def _without_parked(
    connection: AsyncConnection, generation: int, since: int, position: int
) -> int:
    """The last position from `since` to this one at which no message is parked."""
    p = tables.kernel.parked
    parked = select(p.c.position).where(
        p.c.consumer == consumer_name(generation), p.c.position > since, p.c.position <= position
    )
    for one in (await connection.execute(parked.order_by(p.c.position.desc()))).scalars():
        position -= one == position
    return position

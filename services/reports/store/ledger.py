"""The ledger: the outbox rows that have a position, in their order."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    func,
    literal_column,
    select,
    true,
    union_all,
)
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.reports import CATALOGUE, CatalogueNoted, ModalitiesAdopted
from services.reports import tables
from services.reports.store import cycles, fragments, reading
from services.reports.store.lists import Reader

outbox = tables.kernel.outbox


async def page(
    connection: AsyncConnection,
    after: int,
    limit: int,
    *,
    whole: bool = False,
    until: int | None = None,
    hash_: str | None = None,
) -> list[RowMapping]:
    """The events after a position, without their data unless they are wanted whole; `until`: up to
    that position alone; `hash_`: those alone of which it is the hash or the digest.
    """
    columns = [column for column in outbox.c if whole or column.name != "payload"]
    wanted = select(*columns).where(outbox.c.seq > after).order_by(outbox.c.seq).limit(limit)
    if until is not None:
        wanted = wanted.where(outbox.c.seq <= until)
    if hash_ is not None:
        wanted = wanted.where(outbox.c.n.in_(_having(hash_, await end(connection))))
    return await fragments.mappings(connection, wanted)


def _having(hash_: str, last: int) -> CompoundSelect[Any]:
    """The numbers of the events, up to a position, of which this is the hash or the digest: sought
    once in each part of the ledger.
    """
    part = literal_column(tables.PART_OF_LEDGER, BigInteger)
    there = part.in_(range(last // tables.ENTRIES_OF_PART + 1))
    columns = (outbox.c.hash, outbox.c.digest)
    return union_all(*(select(outbox.c.n).where(there, each == hash_) for each in columns))


async def entry(connection: AsyncConnection, position: int) -> RowMapping | None:
    """The event at a position."""
    return await fragments.first(connection, select(outbox).where(outbox.c.seq == position))


async def end(connection: AsyncConnection) -> int:
    """The last position given, 0 before the first."""
    last: int | None = await connection.scalar(select(func.max(outbox.c.seq)))
    return last or 0


async def newest(connection: AsyncConnection, until: int | None = None) -> tuple[int, str] | None:
    """The last position given, up to one, and its recordedtime; None before the first."""
    given = outbox.c.seq.is_not(None) if until is None else outbox.c.seq <= until
    row = (await connection.execute(_last(given))).first()
    return (row.seq, row.recordedtime) if row is not None else None


def _last(given: ColumnElement[bool]) -> Select[Any]:
    """The last position of these, and its recordedtime."""
    statement = select(outbox.c.seq, outbox.c.recordedtime).where(given)
    return statement.order_by(outbox.c.seq.desc()).limit(1)


async def position_at(connection: AsyncConnection, instant: str) -> int:
    """The last position whose recordedtime is not after an instant."""
    given = and_(outbox.c.seq.is_not(None), outbox.c.recordedtime <= instant)
    position: int | None = await connection.scalar(_last(given))
    return position or 0


async def last_noted(connection: AsyncConnection, until: int | None = None) -> int:
    """The last position of the catalogue that is noted, by a position or, None, with or without a
    position of its own yet; 0 before the first.
    """
    by_then = true() if until is None else outbox.c.seq <= until
    last = _notes().where(by_then).order_by(outbox.c.n.desc()).limit(1)
    payload: str | None = await connection.scalar(last)
    return int(json.loads(payload)["catalog_position"]) if payload else 0


def _notes() -> Select[Any]:
    noted = (outbox.c.aggregateid == CATALOGUE, outbox.c.type == CatalogueNoted.type)
    return select(outbox.c.payload).where(*noted)


async def readable(
    connection: AsyncConnection, reader: Reader, rows: Collection[RowMapping]
) -> set[int]:
    """The positions of those of these rows that the reader may read: every cycle's are public."""
    known = await cycles.known(connection, (row["aggregateid"] for row in rows))
    of_cycles = {row["seq"] for row in rows if row["aggregateid"] in known}
    return of_cycles | await reading.readable(connection, reader, rows)


def public(row: RowMapping) -> bool:
    """Whether everybody may read an event, whatever it is about."""
    return row["type"] in (CatalogueNoted.type, ModalitiesAdopted.type)

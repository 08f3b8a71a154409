"""The modalities of the fund, queued and read back."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.reports import tables
from services.reports.store import fragments


def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """A version that is adopted. Raises DuplicateKey where it is there already."""
    tx.insert(tables.modalities, {**row, "text": json.dumps(row["text"])})


async def known(connection: AsyncConnection, versions: Collection[str]) -> frozenset[str]:
    """Those of these versions that are adopted."""
    m = tables.modalities.c
    found = select(m.version).where(m.version.in_(sorted(versions)))
    return frozenset(await connection.scalars(found))


async def one(connection: AsyncConnection, version: str) -> dict[str, Any] | None:
    """A version, with its position in the ledger; None when there is none."""
    m = tables.modalities.c
    row = await fragments.first(connection, _placed().where(m.version == version))
    return _read(row) if row is not None else None


async def page(
    connection: AsyncConnection, after: Sequence[str] | None, limit: int, until: int | None = None
) -> list[dict[str, Any]]:
    """The versions behind a place (day of adoption, version), the earliest adopted first; `until`:
    those told by that position alone.
    """
    m = tables.modalities.c
    statement = _placed().order_by(m.adopted_on, m.version).limit(limit)
    if after is not None:
        statement = statement.where(tuple_(m.adopted_on, m.version) > tuple_(*after))
    if until is not None:
        statement = statement.where(tables.kernel.outbox.c.seq <= until)
    return [_read(row) for row in await fragments.mappings(connection, statement)]


def _placed() -> Any:
    m, o = tables.modalities, tables.kernel.outbox
    joined = m.outerjoin(o, m.c.event == o.c.id)
    return select(m, o.c.seq.label("position")).select_from(joined)


def _read(row: RowMapping) -> dict[str, Any]:
    return {**row, "text": json.loads(row["text"])}

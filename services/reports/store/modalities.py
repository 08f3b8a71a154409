"""The modalities of the fund, queued and read back."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.reports import tables


def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """A version that is adopted. Raises DuplicateKey where it is there already."""
    tx.insert(tables.modalities, {**row, "text": json.dumps(row["text"])})


async def known(connection: AsyncConnection, versions: Collection[str]) -> frozenset[str]:
    """Those of these versions that are adopted."""
    m = tables.modalities
    found = select(m.c.version).where(m.c.version.in_(sorted(versions)))
    return frozenset(await connection.scalars(found))


async def one(connection: AsyncConnection, version: str) -> dict[str, Any] | None:
    """A version, with its position in the ledger; None when there is none."""
    m = tables.modalities
    row = (await connection.execute(_placed().where(m.c.version == version))).mappings().first()
    return _read(row) if row is not None else None


async def page(
    connection: AsyncConnection, after: Sequence[str] | None, limit: int
) -> list[dict[str, Any]]:
    """The versions behind a place (day of adoption, version), the earliest adopted first."""
    m = tables.modalities
    statement = _placed().order_by(m.c.adopted_on, m.c.version).limit(limit)
    if after is not None:
        statement = statement.where(tuple_(m.c.adopted_on, m.c.version) > tuple_(*after))
    return [_read(row) for row in (await connection.execute(statement)).mappings()]


def _placed() -> Any:
    m, o = tables.modalities, tables.kernel.outbox
    joined = m.outerjoin(o, m.c.event == o.c.id)
    return select(m, o.c.seq.label("position")).select_from(joined)


def _read(row: RowMapping) -> dict[str, Any]:
    return {**row, "text": json.loads(row["text"])}

"""Recomputations from the log, and what they came to."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.aggregator import tables


def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """Queue a recomputation (at, position, equal, result)."""
    v = tables.verifications
    tx.execute(delete(v).where(v.c.at == row["at"]), expect=None)
    tx.insert(v, {**row, "result": json.dumps(row["result"])})


async def last(connection: AsyncConnection) -> dict[str, Any] | None:
    """The last recomputation; None before the first."""
    v = tables.verifications
    row = (await connection.execute(select(v).order_by(v.c.at.desc()).limit(1))).mappings().first()
    return {**row, "result": json.loads(row["result"])} if row else None

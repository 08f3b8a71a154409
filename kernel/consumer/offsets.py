"""How far a consumer is: one row for each consumer, topic and partition."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from kernel.db import Database
from kernel.tables import KernelTables

FIRST = {"next_offset": 0, "position": 0, "recordedtime": None, "seen_at": None}


async def progress(
    db: Database, tables: KernelTables, consumer: str, topic: str
) -> Mapping[str, Any]:
    """The row of a consumer: next_offset, position, recordedtime, seen_at (`FIRST` before its first
    event). Raises Unavailable.
    """
    offsets = tables.offsets
    rows = await db.fetch(
        select(offsets).where(offsets.c.consumer == consumer, offsets.c.topic == topic)
    )
    return dict(rows[0]._mapping) if rows else FIRST

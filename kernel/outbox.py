"""The outbox: events queued in the commit of the change that they are about, and the log records
that its rows become.
"""

from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.envelope import Envelope
from contracts.events import Data
from kernel import clock
from kernel.chain import canonical
from kernel.db import Tx
from kernel.eventlog import Record
from kernel.tables import KernelTables

#: What the outbox calls as the envelope does.
SAME = ("id", "type", "time", "typeversion", "recordedtime", "revision", "traceparent")


def emit(
    tx: Tx,
    tables: KernelTables,
    service: str,
    subject: str,
    data: Data,
    *,
    revision: int | None = None,
) -> str:
    """Queue an event about `subject` (the aggregate's bare id, also the log's key).

    Returns the event's id.
    """
    id_ = clock.uuid7()
    tx.insert(
        tables.outbox,
        {
            "id": id_,
            "aggregatetype": service,
            "aggregateid": subject,
            "type": data.type,
            "typeversion": data.version,
            "payload": canonical(data.model_dump(mode="json", by_alias=True)),
            "revision": revision,
            "salt": clock.salt(),
            "time": clock.stamp(),
            "traceparent": structlog.contextvars.get_contextvars().get("traceparent"),
        },
    )
    return id_


async def positions(
    connection: AsyncConnection, tables: KernelTables, ids: Sequence[str]
) -> dict[str, tuple[int, str]]:
    """Event id → (position, recordedtime), for those that the relay has given one."""
    event = tables.outbox.c
    given = select(event.id, event.seq, event.recordedtime).where(event.seq.is_not(None))
    rows = await connection.execute(given.where(event.id.in_(ids)))
    return {id_: (seq, recorded) for id_, seq, recorded in rows}


def record(row: RowMapping | dict[str, Any], topic: str) -> Record:
    """A positioned outbox row as the log record it is published as."""
    headers = {**_envelope(row).headers(), "content-type": "application/json"}
    return Record(topic, row["seq"], row["aggregateid"], headers, row["payload"])


def _envelope(row: RowMapping | dict[str, Any]) -> Envelope:
    return Envelope(
        source=f"/{row['aggregatetype']}",
        subject=row["aggregateid"],
        position=row["seq"],
        **{name: row[name] for name in SAME},
    )

"""Which submissions are withheld: hidden at every position, also where they counted."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.aggregator import tables


def add(tx: Tx, generation: int, submission: str, position: int, withheld: bool) -> None:
    """Queue that a submission is withheld, or released, from a position on."""
    row = {"generation": generation, "submission": submission, "position": position}
    tx.insert(tables.withholdings, {**row, "withheld": withheld})


async def hidden(
    connection: AsyncConnection, generation: int, submissions: Collection[str]
) -> set[str]:
    """Those of these submissions that are withheld now, or were when they were withdrawn."""
    w = tables.withholdings
    mine = (w.c.generation == generation, w.c.submission.in_(submissions))
    rows = select(w.c.submission, w.c.withheld).where(*mine).order_by(w.c.submission, w.c.position)
    last = {row.submission: row.withheld for row in await connection.execute(rows)}
    return {submission for submission, withheld in last.items() if withheld}

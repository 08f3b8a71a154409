"""What the ledger notes of the catalogue: how much of it is in force, from a position on."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.aggregator import tables


def add(tx: Tx, generation: int, position: int, catalog_position: int) -> None:
    """Queue that the catalogue up to a position of its own is in force from a position on."""
    row = {"generation": generation, "position": position, "catalog_position": catalog_position}
    tx.insert(tables.catalogue_notes, row)


async def noted(connection: AsyncConnection, generation: int, position: int) -> int | None:
    """How much of the catalogue is in force at a position of the ledger: by the last note at or
    before it, else by the first one. None where nothing is noted.
    """
    n = tables.catalogue_notes
    mine = select(n.c.catalog_position).where(n.c.generation == generation)
    before = mine.where(n.c.position <= position).order_by(n.c.position.desc()).limit(1)
    until: int | None = await connection.scalar(before)
    if until is None:
        until = await connection.scalar(mine.order_by(n.c.position).limit(1))
    return until


async def steps(
    connection: AsyncConnection, generation: int, after: int, until: int, limit: int
) -> list[int]:
    """The next positions of notes after one, up to another."""
    n = tables.catalogue_notes
    between = (n.c.generation == generation, n.c.position > after, n.c.position <= until)
    statement = select(n.c.position).where(*between).order_by(n.c.position).limit(limit)
    return list((await connection.execute(statement)).scalars())

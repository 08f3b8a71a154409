"""Generations of the projection: which one answers are given from, how far each is, and what a
rebuild does with them.
"""

from typing import Any, NamedTuple

from sqlalchemy import String, case, cast, delete, except_, literal_column, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Database, Tx
from services.aggregator import tables

FIRST_GENERATION = 1
FOLDED = (
    tables.fact_versions,
    tables.facts,
    tables.series,
    tables.snapshots,
    tables.position_times,
    tables.withholdings,
    tables.catalogue_notes,
)
SHOWN = 100  # differences; the first ones tell where to look


class Progress(NamedTuple):
    """How far a generation's consumer is; zeros before its first event."""

    position: int
    epoch: int


def consumer_name(generation: int) -> str:
    """The stable name of a generation's consumer."""
    return f"indicators:tallies:{generation}"


async def active(db: Database) -> int:
    """The generation that answers are given from."""
    rows = await db.fetch(select(tables.active_generation.c.generation))
    return int(rows[0][0]) if rows else FIRST_GENERATION


async def progress(connection: AsyncConnection, generation: int) -> Progress:
    """How far a generation is."""
    o = tables.kernel.offsets
    mine = o.c.consumer == consumer_name(generation)
    row = (await connection.execute(select(o.c.position, o.c.epoch).where(mine))).first()
    return Progress(row.position, row.epoch) if row else Progress(0, 0)


async def differences(
    connection: AsyncConnection, before: int, after: int, position: int
) -> list[str]:
    """What two generations do not have alike up to a position: facts with the positions they
    counted between, series, snapshots. The first ones, by name.
    """
    names: dict[str, None] = {}
    for one, other in ((before, after), (after, before)):
        for rows_of in (_fact_versions, _facts, _series, _snapshots, _withholdings, _notes):
            left = except_(rows_of(one, position), rows_of(other, position)).limit(SHOWN)
            names |= dict.fromkeys(row[0] for row in await connection.execute(left))
    return sorted(names)[:SHOWN]


def _fact_versions(generation: int, position: int) -> Any:
    v = tables.fact_versions
    name = literal_column("'fact '").concat(v.c.submission)
    columns = (v.c.from_position, v.c.reporter, _ended(v, position), v.c.fact)
    return select(name, *columns).where(*_up_to(v, generation, position))


def _facts(generation: int, position: int) -> Any:
    f = tables.facts
    name = literal_column("'fact '").concat(f.c.submission)
    columns = (f.c.from_position, f.c.kind, _ended(f, position), f.c.fact)
    return select(name, *columns).where(*_up_to(f, generation, position))


def _series(generation: int, position: int) -> Any:
    s = tables.series
    names = ("published", "number", "own", "ref_area", "counterpart_area", "measure")
    columns = (s.c[name] for name in (*names, "sex", "age", "observations"))
    mine = (s.c.generation == generation, s.c.published <= position)
    return select(literal_column("'series '").concat(s.c.submission), *columns).where(*mine)


def _ended(table: Any, position: int) -> Any:
    return case((table.c.to_position <= position, table.c.to_position))


def _up_to(table: Any, generation: int, position: int) -> tuple[Any, Any]:
    return table.c.generation == generation, table.c.from_position <= position


def _snapshots(generation: int, position: int) -> Any:
    s = tables.snapshots
    name = literal_column("'tally '").concat(s.c.activity).concat("|")
    name = name.concat(cast(s.c.year, String)).concat("|").concat(s.c.reporter)
    mine = (s.c.generation == generation, s.c.position <= position)
    return select(name, s.c.position, s.c.tally).where(*mine)


def _withholdings(generation: int, position: int) -> Any:
    w = tables.withholdings
    mine = (w.c.generation == generation, w.c.position <= position)
    name = literal_column("'withholding '").concat(w.c.submission)
    return select(name, w.c.position, w.c.withheld).where(*mine)


def _notes(generation: int, position: int) -> Any:
    n = tables.catalogue_notes
    name = literal_column("'note '").concat(cast(n.c.position, String))
    mine = (n.c.generation == generation, n.c.position <= position)
    return select(name, n.c.position, n.c.catalog_position).where(*mine)


async def has_pointer(connection: AsyncConnection) -> bool:
    """Whether a switch was ever made."""
    return (await connection.execute(select(tables.active_generation.c.id))).first() is not None


def switch(tx: Tx, before: int, after: int, *, first: bool) -> None:
    """Answers come from another generation from now on.

    Raises StaleWrite at the write door when somebody else has switched.
    """
    pointer = tables.active_generation
    if first:
        tx.insert(pointer, {"id": 1, "generation": after})
    else:
        mine = (pointer.c.id == 1, pointer.c.generation == before)
        tx.execute(update(pointer).where(*mine).values(generation=after))


def remove(tx: Tx, *generations: int) -> None:
    """Delete everything of these generations."""
    for table in FOLDED:
        tx.execute(delete(table).where(table.c.generation.in_(generations)), expect=None)
    names = [consumer_name(generation) for generation in generations]
    for table in (tables.kernel.offsets, tables.kernel.parked):
        tx.execute(delete(table).where(table.c.consumer.in_(names)), expect=None)

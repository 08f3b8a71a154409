"""Facts, cells and pairs: queued by the fold, read as of a position. Every version stays, under its position."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Database, Tx
from services.aggregator import tables
from services.aggregator.domain.facts import CellKey, Counters, Fact, Member, PairKey

CHUNK = 300  # keys of one statement: SQLite bounds the variables of a statement
FIRST_GENERATION = 1

Standing = tuple[Fact, int, int | None]  # a fact, the position it began at, the one it ended at


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def add_position(tx: Tx, generation: int, position: int, recordedtime: str) -> None:
    """An event was taken in."""
    tx.insert(tables.positions, {"generation": generation, "position": position, "recordedtime": recordedtime})


def add_fact(tx: Tx, generation: int, fact: Fact, position: int, to_position: int | None) -> None:
    """A fact counts from a position on."""
    who = "".join(f"|actor:{code}|kind:{kind}" for code, kind in fact.reporters) + "|"
    tx.insert(tables.facts, {
        "generation": generation, "submission": fact.submission, "from_position": position, "to_position": to_position, "published": fact.published,
        "activity": fact.activity, "year": fact.year, "who": who, "axes": "|" + "".join(f"{axis}|" for axis in fact.axes),
        "fact": json.dumps(asdict(fact), separators=(",", ":")),
    })


def end_fact(tx: Tx, generation: int, submission: str, from_position: int, position: int) -> None:
    """A fact counts no longer from a position on."""
    f = tables.facts
    tx.execute(
        update(f).where(f.c.generation == generation, f.c.submission == submission, f.c.from_position == from_position).values(to_position=position)
    )


def add_cell(tx: Tx, generation: int, key: CellKey, position: int, counters: Counters, *, first: bool) -> None:
    """A cell's new version."""
    if first:
        tx.insert(tables.cell_keys, {"generation": generation, **key._asdict(), "cell": key.text})
    text = json.dumps(counters, sort_keys=True, separators=(",", ":"))
    tx.insert(tables.cells, {"generation": generation, "cell": key.text, "position": position, "counters": text})


def add_pair(tx: Tx, generation: int, key: PairKey, position: int, members: Mapping[str, Member], *, first: bool) -> None:
    """A pair's new version."""
    if first:
        tx.insert(tables.pair_keys, {"generation": generation, **key._asdict(), "pair": key.text})
    text = json.dumps({name: list(member) for name, member in members.items()}, sort_keys=True, separators=(",", ":"))
    tx.insert(tables.pairs, {"generation": generation, "pair": key.text, "position": position, "members": text})


def fact_of(text: str) -> Fact:
    """A stored fact."""
    data = json.loads(text)
    for name in ("reporters", "beneficiaries", "resources"):
        data[name] = tuple(tuple(item) for item in data[name])
    return Fact(**{**data, "axes": tuple(data["axes"])})


async def last_facts(connection: AsyncConnection, generation: int, submissions: Sequence[str]) -> dict[str, Standing]:
    """The last version of each submission's fact, ended or not."""
    f = tables.facts
    found: dict[str, Standing] = {}
    for chunk in _chunks(submissions):
        statement = select(f.c.submission, f.c.fact, f.c.from_position, f.c.to_position).where(
            f.c.generation == generation, f.c.submission.in_(chunk)).order_by(f.c.submission, f.c.from_position)
        for row in await connection.execute(statement):
            found[row.submission] = (fact_of(row.fact), row.from_position, row.to_position)
    return found


async def newest_cells(connection: AsyncConnection, generation: int, keys: Iterable[CellKey]) -> dict[CellKey, Counters]:
    """The newest version of these cells; those never written are left out."""
    c = tables.cells
    by_text = {key.text: key for key in keys}
    found = {}
    for chunk in _chunks(list(by_text)):
        newest = select(c.c.cell, func.max(c.c.position).label("position")).where(c.c.generation == generation, c.c.cell.in_(chunk))
        newest_of = newest.group_by(c.c.cell).subquery()
        joined = and_(c.c.generation == generation, c.c.cell == newest_of.c.cell, c.c.position == newest_of.c.position)
        for row in await connection.execute(select(c.c.cell, c.c.counters).select_from(newest_of.join(c, joined))):
            found[by_text[row.cell]] = json.loads(row.counters)
    return found


async def newest_pairs(connection: AsyncConnection, generation: int, keys: Iterable[PairKey]) -> dict[PairKey, dict[str, Member]]:
    """The newest version of these pairs; those never written are left out."""
    p = tables.pairs
    by_text = {key.text: key for key in keys}
    found = {}
    for chunk in _chunks(list(by_text)):
        newest = select(p.c.pair, func.max(p.c.position).label("position")).where(p.c.generation == generation, p.c.pair.in_(chunk))
        newest_of = newest.group_by(p.c.pair).subquery()
        joined = and_(p.c.generation == generation, p.c.pair == newest_of.c.pair, p.c.position == newest_of.c.position)
        for row in await connection.execute(select(p.c.pair, p.c.members).select_from(newest_of.join(p, joined))):
            found[by_text[row.pair]] = _members(row.members)
    return found


def _members(text: str) -> dict[str, Member]:
    return {name: Member(*member) for name, member in json.loads(text).items()}


async def cells_at(
    connection: AsyncConnection, generation: int, position: int, activities: Sequence[str], who: str, axis: str, year: int | None
) -> list[tuple[str, Counters]]:
    """(activity, counters) of the cells of a scope as they stood at a position: one seek per cell, however many versions there are."""
    k, c = tables.cell_keys, tables.cells
    older = c.alias()
    last = select(func.max(older.c.position)).where(
        older.c.generation == k.c.generation, older.c.cell == k.c.cell, older.c.position <= position).scalar_subquery()
    statement = select(k.c.activity, c.c.counters).select_from(
        k.join(c, and_(c.c.generation == k.c.generation, c.c.cell == k.c.cell, c.c.position == last))
    ).where(k.c.generation == generation, k.c.activity.in_(activities), k.c.who == who, k.c.axis == axis)
    rows = await connection.execute(statement if year is None else statement.where(k.c.year == year))
    return [(row.activity, json.loads(row.counters)) for row in rows]


async def pairs_at(
    connection: AsyncConnection, generation: int, position: int, activities: Sequence[str], axis: str, year: int | None
) -> list[tuple[PairKey, dict[str, Member]]]:
    """The pairs of a scope as they stood at a position."""
    k, p = tables.pair_keys, tables.pairs
    older = p.alias()
    last = select(func.max(older.c.position)).where(
        older.c.generation == k.c.generation, older.c.pair == k.c.pair, older.c.position <= position).scalar_subquery()
    statement = select(k.c.activity, k.c.year, k.c.axis, k.c.reporter, k.c.kind, p.c.members).select_from(
        k.join(p, and_(p.c.generation == k.c.generation, p.c.pair == k.c.pair, p.c.position == last))
    ).where(k.c.generation == generation, k.c.activity.in_(activities), k.c.axis == axis)
    rows = await connection.execute(statement if year is None else statement.where(k.c.year == year))
    return [(PairKey(row.activity, row.year, row.axis, row.reporter, row.kind), _members(row.members)) for row in rows]


async def facts_at(
    connection: AsyncConnection, generation: int, position: int, activities: Sequence[str], who: Sequence[str], axis: str, year: int | None,
    after: Sequence[Any] | None, limit: int | None,
) -> list[Fact]:
    """The facts of a scope that counted at a position, by the position that published them."""
    f = tables.facts
    statement = select(f.c.fact).where(
        f.c.generation == generation, f.c.activity.in_(activities), f.c.from_position <= position,
        or_(f.c.to_position.is_(None), f.c.to_position > position), *(f.c.who.contains(f"|{name}|", autoescape=True) for name in who),
    )
    if axis != "*":
        statement = statement.where(f.c.axes.contains(f"|{axis}|", autoescape=True))
    if year is not None:
        statement = statement.where(f.c.year == year)
    if after is not None:
        statement = statement.where(tuple_(f.c.published, f.c.submission) > tuple_(*after))
    rows = await connection.execute(statement.order_by(f.c.published, f.c.submission).limit(limit))
    return [fact_of(row.fact) for row in rows]


async def changes(
    connection: AsyncConnection, generation: int, after: int, until: int, activities: Sequence[str], year: int | None, limit: int
) -> list[tuple[int, str]]:
    """(position, recordedtime) of the steps after a position at which a fact of these activities began or ended to count."""
    f, p = tables.facts, tables.positions
    mine = [f.c.generation == generation, f.c.activity.in_(activities), *([f.c.year == year] if year is not None else [])]
    began = select(f.c.from_position.label("position")).where(*mine, f.c.from_position > after, f.c.from_position <= until)
    ended = select(f.c.to_position.label("position")).where(*mine, f.c.to_position > after, f.c.to_position <= until)
    either = began.union(ended).subquery()
    statement = select(p.c.position, p.c.recordedtime).select_from(
        either.join(p, and_(p.c.generation == generation, p.c.position == either.c.position))
    ).order_by(p.c.position).limit(limit)
    return [(row.position, row.recordedtime) for row in await connection.execute(statement)]


async def generation(connection: AsyncConnection) -> int:
    """The generation that answers are given from."""
    found: int | None = await connection.scalar(select(tables.active.c.generation))
    return found or FIRST_GENERATION


def consumer_name(generation_: int) -> str:
    """The stable name of a generation's consumer."""
    return f"indicators:{generation_}"


async def active(db: Database) -> int:
    """The generation answers are given from, read on a connection of its own."""
    async with db.read() as connection:
        return await generation(connection)


async def recorded(connection: AsyncConnection, generation_: int, position: int) -> str | None:
    """When a position (or the last one folded before it) was given; None before the first."""
    p = tables.positions
    statement = select(p.c.recordedtime).where(p.c.generation == generation_, p.c.position <= position).order_by(p.c.position.desc()).limit(1)
    found: str | None = await connection.scalar(statement)
    return found


async def position_at(connection: AsyncConnection, generation_: int, instant: str) -> int:
    """The last position whose recordedtime is not after an instant."""
    p = tables.positions
    found: int | None = await connection.scalar(
        select(func.max(p.c.position)).where(p.c.generation == generation_, p.c.recordedtime <= instant)
    )
    return found or 0


async def everything(connection: AsyncConnection, generation_: int, position: int) -> tuple[dict[str, str], dict[str, str]]:
    """Every cell and pair as it stood at a position, empty ones left out: key → stored text."""
    found = []
    for table, name, column in ((tables.cells, "cell", "counters"), (tables.pairs, "pair", "members")):
        older = table.alias()
        last = select(func.max(older.c.position)).where(
            older.c.generation == generation_, older.c[name] == table.c[name], older.c.position <= position).scalar_subquery()
        rows = await connection.execute(select(table.c[name], table.c[column]).where(table.c.generation == generation_, table.c.position == last))
        found.append({key: text for key, text in rows if text != "{}"})
    return found[0], found[1]


def switch(tx: Tx, before: int, after: int, *, first: bool) -> None:
    """Answers come from another generation from now on; Stale when somebody else has switched."""
    if first:
        tx.insert(tables.active, {"id": 1, "generation": after})
    else:
        tx.execute(update(tables.active).where(tables.active.c.id == 1, tables.active.c.generation == before).values(generation=after))


def remove(tx: Tx, generation_: int) -> None:
    """Delete everything of a generation."""
    for table in (tables.facts, tables.cells, tables.cell_keys, tables.pairs, tables.pair_keys, tables.positions):
        tx.execute(delete(table).where(table.c.generation == generation_), expect=None)
    for table in (tables.kernel.offsets, tables.kernel.parked):
        tx.execute(delete(table).where(table.c.consumer == consumer_name(generation_)), expect=None)


async def has_pointer(connection: AsyncConnection) -> bool:
    """Whether a switch was ever made."""
    return (await connection.execute(select(tables.active.c.id))).first() is not None


def add_verification(tx: Tx, row: Mapping[str, Any]) -> None:
    """A recomputation and what it found."""
    tx.execute(delete(tables.verifications).where(tables.verifications.c.at == row["at"]), expect=None)
    tx.insert(tables.verifications, {**row, "result": json.dumps(row["result"])})


async def last_verification(connection: AsyncConnection) -> dict[str, Any] | None:
    """The last recomputation."""
    v = tables.verifications
    row = (await connection.execute(select(v).order_by(v.c.at.desc()).limit(1))).mappings().first()
    return {**row, "result": json.loads(row["result"])} if row else None

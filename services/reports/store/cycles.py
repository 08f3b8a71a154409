"""Cycles and the steps of their lives, queued and read back."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select, tuple_, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.reports import tables
from services.reports.domain.cycles import Cycle
from services.reports.store import fragments

COLUMNS = tuple(column.name for column in tables.cycles.c if column.name != "event")


class Placed(NamedTuple):
    """A cycle, and the position of its last write: None until the relay has given it."""

    cycle: Cycle
    position: int | None


def add(tx: Tx, cycle: Cycle, event: str) -> None:
    """A cycle that is considered."""
    tx.insert(tables.cycles, {**_row(cycle), "event": event})


def change(tx: Tx, before: Cycle, after: Cycle, event: str) -> None:
    """The cycle after a write. Raises StaleWrite when another write came between."""
    c = tables.cycles
    seen = (c.c.id == before.id, c.c.version == before.version)
    tx.execute(update(c).where(*seen).values(**_row(after), event=event))


def hold(tx: Tx, id_: str, states: Collection[str]) -> None:
    """Let the cycle be in one of these states when the transaction commits. Raises StaleWrite."""
    c = tables.cycles
    tx.execute(update(c).where(c.c.id == id_, c.c.state.in_(states)).values(id=id_))


def add_step(tx: Tx, row: dict[str, Any]) -> None:
    """One step: who, when, what."""
    tx.insert(tables.cycle_steps, row)


def _row(cycle: Cycle) -> dict[str, Any]:
    row = {name: getattr(cycle, name) for name in COLUMNS}
    return {**row, "items": json.dumps(cycle.items)}


def _placed(row: RowMapping) -> Placed:
    given = {name: row[name] for name in COLUMNS}
    return Placed(Cycle(**{**given, "items": json.loads(row["items"])}), row["position"])


async def one(connection: AsyncConnection, id_: str) -> Placed | None:
    """A cycle; None when there is none."""
    row = await fragments.first(connection, _all().where(tables.cycles.c.id == id_))
    return _placed(row) if row is not None else None


async def page(
    connection: AsyncConnection,
    filters: Mapping[str, Any],
    after: Sequence[Any] | None,
    limit: int,
) -> list[Placed]:
    """Cycles of these values, the latest year first; `after`: (year, id)."""
    c = tables.cycles.c
    statement = _all().where(*_filters(filters))
    if after is not None:
        statement = statement.where(tuple_(c.year, c.id) < tuple_(*after))
    newest_first = statement.order_by(c.year.desc(), c.id.desc()).limit(limit)
    return [_placed(row) for row in await fragments.mappings(connection, newest_first)]


def _filters(filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    given = ((name, value) for name, value in filters.items() if value is not None)
    return [tables.cycles.c[name] == value for name, value in given]


def _all() -> Any:
    c, o = tables.cycles, tables.kernel.outbox
    return select(c, o.c.seq.label("position")).select_from(c.outerjoin(o, c.c.event == o.c.id))


async def types(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, str]:
    """The types of those of these ids that are cycles."""
    c = tables.cycles.c
    rows = await connection.execute(select(c.id, c.type).where(c.id.in_(sorted(set(ids)))))
    return {row.id: row.type for row in rows}


async def known(connection: AsyncConnection, ids: Iterable[str]) -> set[str]:
    """Those of these ids that are cycles."""
    return set(await types(connection, ids))


async def steps(
    connection: AsyncConnection, id_: str, after: int, limit: int, until: int | None = None
) -> Sequence[RowMapping]:
    """The steps of a cycle in order, with the position and the data of their events; `until`: those
    told by that position alone.
    """
    s, o = tables.cycle_steps, tables.kernel.outbox
    placed = s.outerjoin(o, s.c.event == o.c.id)
    statement = select(s, o.c.seq.label("position"), o.c.payload).select_from(placed)
    mine = statement.where(s.c.cycle == id_, s.c.n > after).order_by(s.c.n)
    if until is not None:
        mine = mine.where(o.c.seq <= until)
    return await fragments.mappings(connection, mine.limit(limit))

"""Notices, and what access keeps of submissions and cycles to know whom to tell."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    and_,
    bindparam,
    delete,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.access import tables

notices, submissions, cycles = tables.notices, tables.submissions, tables.cycles


def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """A notice that waits to be sent."""
    tx.insert(notices, {**row, "about": json.dumps(row["about"])})


def claim_reminder(tx: Tx, occasion: str, at: str) -> None:
    """Be the one who reminds. DuplicateKey when that was done."""
    tx.claim(tables.reminders, {"occasion": occasion, "at": at})


def put_submissions(tx: Tx, actors: Mapping[str, Sequence[str]]) -> None:
    """Whom submissions are of, by their ids: the reporter first."""
    _delete(tx, submissions, actors)
    for id_, codes in actors.items():
        tx.insert(submissions, {"id": id_, "actors": json.dumps(codes)})


def put_cycles(tx: Tx, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Cycles as they stand, by their ids."""
    _delete(tx, cycles, rows)
    for row in rows.values():
        tx.insert(cycles, row)


def _delete(tx: Tx, table: Any, ids: Collection[str]) -> None:
    statement = delete(table).where(table.c.id == bindparam("known"))
    tx.execute_many(statement, [{"known": id_} for id_ in ids])


def move(tx: Tx, id_: str, states: Collection[str], values: Mapping[str, Any]) -> None:
    """New values of a notice in one of these states. StaleWrite when it is in another."""
    where = (notices.c.id == id_, notices.c.state.in_(states))
    tx.execute(update(notices).where(*where).values(values))


def recover(tx: Tx, state: str, next_at: str | None) -> None:
    """What was on its way when its sender died is in this state now."""
    on_its_way = update(notices).where(notices.c.state == "sending")
    tx.execute(on_its_way.values(state=state, next_at=next_at), expect=None)


async def next_waiting(connection: AsyncConnection, now: str) -> dict[str, Any] | None:
    """The notice whose turn it is."""
    in_turn = select(notices).order_by(notices.c.next_at, notices.c.id).limit(1)
    row = (await connection.execute(in_turn.where(_due(now)))).mappings().first()
    return _decoded(row) if row else None


def _due(now: str) -> ColumnElement[bool]:
    """Whether a notice waits for its turn, which has come."""
    return and_(notices.c.state == "queued", notices.c.next_at <= now)


async def any_unsent(connection: AsyncConnection, now: str) -> bool:
    """Whether a notice waits for its turn, which has come, or is on its way."""
    unsent = or_(_due(now), notices.c.state == "sending")
    statement = select(notices.c.id).where(unsent).limit(1)
    return (await connection.execute(statement)).first() is not None


async def page(
    connection: AsyncConnection,
    filters: Mapping[str, str | None],
    before: Sequence[str] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Notices, newest first; `filters` by column."""
    place = (notices.c.created_at, notices.c.id)
    statement = select(notices).order_by(*(column.desc() for column in place)).limit(limit)
    if before is not None:
        statement = statement.where(tuple_(*place) < tuple_(*before))
    rows = await connection.execute(statement.where(*_filtered(filters)))
    return [_decoded(row) for row in rows.mappings()]


def _filtered(filters: Mapping[str, str | None]) -> list[ColumnElement[bool]]:
    """The filters that are given, as SQL."""
    return [notices.c[name] == value for name, value in filters.items() if value is not None]


async def actors_of(connection: AsyncConnection, ids: Collection[str]) -> dict[str, Sequence[str]]:
    """Whom these submissions are of."""
    rows = await connection.execute(select(submissions).where(submissions.c.id.in_(ids)))
    return {row.id: json.loads(row.actors) for row in rows}


async def cycles_of(
    connection: AsyncConnection, ids: Collection[str]
) -> dict[str, Mapping[str, Any]]:
    """These cycles as they stand."""
    rows = await connection.execute(select(cycles).where(cycles.c.id.in_(ids)))
    return {row["id"]: dict(row) for row in rows.mappings()}


async def open_cycles(connection: AsyncConnection) -> list[dict[str, Any]]:
    """Cycles that are open and will close on a day."""
    statement = select(cycles).where(cycles.c.state == "open", cycles.c.closes_on.is_not(None))
    return [dict(row) for row in (await connection.execute(statement)).mappings()]


async def reminded(connection: AsyncConnection, occasions: Collection[str]) -> set[str]:
    """Those of these occasions of which was reminded."""
    column = tables.reminders.c.occasion
    return set((await connection.execute(select(column).where(column.in_(occasions)))).scalars())


def _decoded(row: RowMapping) -> dict[str, Any]:
    return {**row, "about": json.loads(row["about"])}

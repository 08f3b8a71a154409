"""Focal points and what they were before."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.access import tables
from services.access.domain.notices import FocalPoint

points, changes = tables.focal_points, tables.focal_point_history


def add(tx: Tx, row: Mapping[str, Any]) -> None:
    """A focal point with its kinds of notices as a list."""
    tx.insert(points, _encoded(row))


def replace(tx: Tx, row: Mapping[str, Any]) -> None:
    """A focal point as it is after a change, of which `version` tells the number. StaleWrite when
    it was changed meanwhile.
    """
    unchanged = (points.c.id == row["id"], points.c.version == row["version"] - 1)
    tx.execute(update(points).where(*unchanged).values(_encoded(row)))


def add_change(tx: Tx, row: Mapping[str, Any], action: str, at: str, by_key: str | None) -> None:
    """Who did what to a focal point, and how it stands since."""
    left_out = ("id", "actor", "version", "created_at")
    stood = {name: value for name, value in row.items() if name not in left_out}
    tx.insert(
        changes,
        {
            "focal_point": row["id"],
            "at": at,
            "by_key": by_key,
            "action": action,
            "stood": json.dumps(stood),
        },
    )


async def one(connection: AsyncConnection, id_: str) -> dict[str, Any] | None:
    """One focal point."""
    row = (await connection.execute(select(points).where(points.c.id == id_))).mappings().first()
    return _decoded(row) if row else None


async def page(
    connection: AsyncConnection,
    actor: str | None,
    on: str | None,
    after: Sequence[str] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Focal points by actor, in the order in which they were entered; `on`: those of that day."""
    statement = select(points).order_by(points.c.actor, points.c.id).limit(limit)
    if actor is not None:
        statement = statement.where(points.c.actor == actor)
    if on is not None:
        not_ended = or_(points.c.to_day.is_(None), points.c.to_day > on)
        statement = statement.where(points.c.from_day <= on, not_ended)
    if after is not None:
        statement = statement.where(tuple_(points.c.actor, points.c.id) > tuple_(*after))
    return [_decoded(row) for row in (await connection.execute(statement)).mappings()]


async def history(connection: AsyncConnection, id_: str) -> list[dict[str, Any]]:
    """What was done to a focal point, oldest first; `by_actor`: whom the acting key speaks for."""
    keys = tables.keys
    statement = (
        select(changes, keys.c.actor.label("by_actor"))
        .outerjoin(keys, keys.c.key_id == changes.c.by_key)
        .where(changes.c.focal_point == id_)
        .order_by(changes.c.n)
    )
    rows = (await connection.execute(statement)).mappings()
    return [{**row, "stood": json.loads(row["stood"])} for row in rows]


async def ended_by(connection: AsyncConnection, day: str, limit: int) -> list[dict[str, Any]]:
    """Some of those that had ended by a day and are not forgotten."""
    ended = (points.c.to_day.is_not(None), points.c.to_day <= day, points.c.email != "")
    statement = select(points).where(*ended).order_by(points.c.id).limit(limit)
    return [_decoded(row) for row in (await connection.execute(statement)).mappings()]


def change_step(tx: Tx, n: int, stood: Mapping[str, Any]) -> None:
    """How a focal point stood after a step, told anew."""
    step = update(changes).where(changes.c.n == n)
    tx.execute(step.values(stood=json.dumps(stood)))


async def readers(connection: AsyncConnection, on: str) -> list[FocalPoint]:
    """The focal points of a day, as those who may read a notice."""
    not_ended = or_(points.c.to_day.is_(None), points.c.to_day > on)
    rows = (await connection.execute(select(points).where(not_ended))).mappings()
    return [reader(_decoded(row)) for row in rows]


def reader(row: Mapping[str, Any]) -> FocalPoint:
    """A focal point as one who may read a notice."""
    names = ("id", "actor", "from_day", "to_day", "created_at", "email")
    plain = {name: row[name] for name in names}
    return FocalPoint(**plain, unsubscribed=frozenset(row["unsubscribed"]))


def _encoded(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "unsubscribed": json.dumps(row["unsubscribed"])}


def _decoded(row: RowMapping) -> dict[str, Any]:
    return {**row, "unsubscribed": json.loads(row["unsubscribed"])}

"""Focal points and what they were before."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, RowMapping, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.db import Tx
from services.access import tables
from services.access.domain.notices import FocalPoint
from services.access.store.keys import with_actors

points, changes = tables.focal_points, tables.focal_point_history
NO_PART_OF_A_CHANGE = ("id", "actor", "version", "created_at")


class Wanted(NamedTuple):
    """The filters of a list: the focal points of an actor, and of a day."""

    actor: str | None
    on: str | None


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
    stood = {name: value for name, value in row.items() if name not in NO_PART_OF_A_CHANGE}
    said = {"focal_point": row["id"], "at": at, "by_key": by_key, "action": action}
    tx.insert(changes, {**said, "stood": json.dumps(stood)})


async def one(connection: AsyncConnection, id_: str) -> dict[str, Any] | None:
    """One focal point."""
    row = (await connection.execute(select(points).where(points.c.id == id_))).mappings().first()
    return _decoded(row) if row else None


async def page(
    connection: AsyncConnection, wanted: Wanted, after: Sequence[str] | None, limit: int
) -> list[dict[str, Any]]:
    """Focal points by actor, in the order in which they were entered."""
    place = (points.c.actor, points.c.id)
    statement = select(points).where(*_wanted(wanted)).order_by(*place).limit(limit)
    if after is not None:
        statement = statement.where(tuple_(*place) > tuple_(*after))
    return [_decoded(row) for row in (await connection.execute(statement)).mappings()]


def _wanted(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The filters as SQL."""
    of_actor = [points.c.actor == wanted.actor] if wanted.actor is not None else []
    if wanted.on is None:
        return of_actor
    return [*of_actor, points.c.from_day <= wanted.on, _not_ended(wanted.on)]


def _not_ended(on: str) -> ColumnElement[bool]:
    """Whether a focal point has not ended on a day."""
    return or_(points.c.to_day.is_(None), points.c.to_day > on)


async def history(connection: AsyncConnection, id_: str) -> list[dict[str, Any]]:
    """What was done to a focal point, oldest first; `by_actor`: whom the acting key speaks for."""
    of_one = with_actors(changes).where(changes.c.focal_point == id_).order_by(changes.c.n)
    rows = (await connection.execute(of_one)).mappings()
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
    rows = (await connection.execute(select(points).where(_not_ended(on)))).mappings()
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

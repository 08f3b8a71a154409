"""This service's replica of the catalogue: written by its consumer, read as one snapshot and cached
until it changes.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts import topics
from contracts.catalog import Activity, ActorChanged, EditionPublished
from contracts.mapping import EditionCodes, successors
from kernel.db import Database, Tx
from kernel.replica import ReplicaCache
from services.reports import tables
from services.reports.domain.programme import Actor, Catalogue
from services.reports.store import fragments

CONSUMER = "catalog"
TEXTS_OF_EDITIONS = ("objectives", "replaces", "themes", "nodes")
ACTOR_COLUMNS = ("code", "kind", "parent", "valid_from", "valid_to", "region")


async def first_position(connection: AsyncConnection) -> int | None:
    """The position of the catalogue at which the first edition was published; None before that."""
    position: int | None = await connection.scalar(select(func.min(tables.editions.c.position)))
    return position


async def edition_at(connection: AsyncConnection, position: int) -> str | None:
    """The edition in force at a position of the catalogue: the last published by then, before the
    first the first; None while there is none.
    """
    e = tables.editions.c
    rows = (await connection.execute(select(e.edition, e.position))).all()
    ordered = sorted(rows, key=lambda row: (row.position > position, abs(row.position - position)))
    return str(ordered[0].edition) if ordered else None


def put_edition(tx: Tx, data: EditionPublished, position: int) -> None:
    """Replace an edition; a current one makes the others former ones."""
    if data.current:
        tx.execute(tables.editions.update().values(current=False), expect=None)
    for table in (tables.editions, tables.activities):
        tx.execute(delete(table).where(table.c.edition == data.edition), expect=None)
    tx.insert(tables.editions, _edition_row(data, position))
    for activity in data.activities:
        tx.insert(tables.activities, _activity_row(data.edition, activity))


def _edition_row(data: EditionPublished, position: int) -> dict[str, Any]:
    return {
        "edition": data.edition,
        "current": data.current,
        "position": position,
        "based_on": data.based_on,
        "instruments": json.dumps({one.code: one.in_force_on for one in data.instruments}),
        **{name: json.dumps(getattr(data, name)) for name in TEXTS_OF_EDITIONS},
    }


def _activity_row(edition: str, activity: Activity) -> dict[str, Any]:
    return {
        "edition": edition,
        "code": activity.code,
        "addressees": json.dumps(activity.addressees),
        "objectives": json.dumps(activity.objectives),
    }


def put_actor(tx: Tx, data: ActorChanged) -> None:
    """Replace an actor."""
    actors = tables.actors
    tx.execute(delete(actors).where(actors.c.code == data.code), expect=None)
    tx.insert(actors, _actor_row(data))


def _actor_row(data: ActorChanged) -> dict[str, Any]:
    memberships = [[m.from_day, m.to_day] for m in data.memberships]
    same = {name: getattr(data, name) for name in ACTOR_COLUMNS}
    return {**same, "memberships": json.dumps(memberships)}


class Replica:
    """The programme as it last reached this service."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._catalogue = ReplicaCache(db, tables.kernel, CONSUMER, topics.CATALOG, self._read)

    async def catalogue(self, edition: str | None = None) -> Catalogue:
        """The current edition, its code None before the first one; or the one a submission was
        begun under, which goes on holding for it.
        """
        known = await self._catalogue() or {}
        return known.get(edition) or known.get(None) or EMPTY

    async def _read(self) -> dict[str | None, Catalogue] | None:
        async with self._db.read() as connection:
            return await _read(connection)


EMPTY = Catalogue(edition=None, addressees={}, objectives={}, actors={})


async def _read(connection: AsyncConnection) -> dict[str | None, Catalogue] | None:
    """Every edition by its code, the current one under None too; None while there is none."""
    e = tables.editions
    editions = (await connection.execute(select(e).order_by(e.c.position))).all()
    actors = {row.code: _actor(row) for row in await connection.execute(select(tables.actors))}
    known = _known(editions, await _activities(connection), actors)
    current = next((row.edition for row in editions if row.current), None)
    return known | {None: known[current]} if current else None


def _known(
    editions: Sequence[Any], activities: dict[str, list[Any]], actors: dict[str, Actor]
) -> dict[str | None, Catalogue]:
    """Every edition by its code."""
    mapped = _mapped([_codes(row, activities[row.edition]) for row in editions])
    return {
        row.edition: Catalogue(
            edition=row.edition,
            actors=actors,
            **mapped[row.edition],
            **_addressed(activities[row.edition]),
            **_told(row),
        )
        for row in editions
    }


def _mapped(editions: Sequence[EditionCodes]) -> dict[str, dict[str, Any]]:
    """For each edition, what it says of codes that it lacks."""
    last = {code: one.edition for one in editions for code in one.codes}
    return {
        edition: {"successors": codes, "last": {code: last[code] for code in codes}}
        for edition, codes in successors(editions).items()
    }


def _addressed(activities: Sequence[Any]) -> dict[str, Any]:
    """Addressees and objectives of activities, by code."""
    return {
        "addressees": {row.code: tuple(json.loads(row.addressees)) for row in activities},
        "objectives": {row.code: tuple(json.loads(row.objectives)) for row in activities},
    }


def _told(row: Any) -> dict[str, Any]:
    """What an edition tells beside its activities."""
    return {
        "instruments": json.loads(row.instruments or "{}"),
        "themes": json.loads(row.themes or "[]"),
        "nodes": json.loads(row.nodes or "[]"),
        "named_objectives": json.loads(row.objectives or "[]"),
    }


def _codes(row: Any, activities: Sequence[Any]) -> EditionCodes:
    """The codes of an edition's objectives and activities."""
    objectives = json.loads(row.objectives or "[]")
    codes = frozenset([*objectives, *(one.code for one in activities)])
    return EditionCodes(row.edition, row.based_on, codes, json.loads(row.replaces or "{}"))


async def _activities(connection: AsyncConnection) -> dict[str, list[Any]]:
    """The rows of the activities, by edition."""
    rows = await connection.execute(select(tables.activities))
    return fragments.grouped((row.edition, row) for row in rows)


def _actor(row: Any) -> Actor:
    memberships = tuple((first, out) for first, out in json.loads(row.memberships))
    times = (memberships, row.valid_from, row.valid_to)
    return Actor(row.code, row.kind, row.parent, *times, row.region)

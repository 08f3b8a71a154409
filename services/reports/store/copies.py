"""This service's own copy of the catalogue: kept by its follower, read as one snapshot and remembered until it changes."""

import json

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts import topics
from contracts.catalog import ActorChanged, EditionPublished
from kernel.copies import Remembered
from kernel.db import Database, Tx
from services.reports import tables
from services.reports.domain.rules import Actor, Catalogue

CONSUMER = "catalog"


def put_edition(tx: Tx, data: EditionPublished) -> None:
    """Replace an edition; a current one makes the others former ones."""
    editions, activities = tables.editions, tables.activities
    if data.current:
        tx.execute(editions.update().values(current=False), expect=None)
    tx.execute(delete(editions).where(editions.c.edition == data.edition), expect=None)
    tx.execute(delete(activities).where(activities.c.edition == data.edition), expect=None)
    tx.insert(editions, {"edition": data.edition, "current": data.current})
    for activity in data.activities:
        tx.insert(activities, {
            "edition": data.edition, "code": activity.code, "addressees": json.dumps(activity.addressees),
            "objectives": json.dumps(activity.objectives),
        })


def put_actor(tx: Tx, data: ActorChanged) -> None:
    """Replace an actor."""
    actors = tables.actors
    tx.execute(delete(actors).where(actors.c.code == data.code), expect=None)
    memberships = json.dumps([[m.from_day, m.to_day] for m in data.memberships])
    tx.insert(actors, {"code": data.code, "kind": data.kind, "parent": data.parent, "memberships": memberships})


class Copies:
    """The programme as it last reached this service."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._catalogue = Remembered(db, tables.kernel, CONSUMER, topics.CATALOG, self._read)

    async def catalogue(self) -> Catalogue:
        """The snapshot; its edition is None before the first one."""
        return await self._catalogue.get() or EMPTY

    async def _read(self) -> Catalogue | None:
        async with self._db.read() as connection:
            found = await _read(connection)
        return found if found.edition else None


EMPTY = Catalogue(edition=None, addressees={}, objectives={}, actors={})


async def _read(connection: AsyncConnection) -> Catalogue:
    editions, activities, actors = tables.editions, tables.activities, tables.actors
    edition: str | None = await connection.scalar(select(editions.c.edition).where(editions.c.current))
    rows = (await connection.execute(select(activities).where(activities.c.edition == edition))).all()
    people = (await connection.execute(select(actors))).all()
    return Catalogue(
        edition=edition,
        addressees={row.code: tuple(json.loads(row.addressees)) for row in rows},
        objectives={row.code: tuple(json.loads(row.objectives)) for row in rows},
        actors={a.code: Actor(a.code, a.kind, a.parent, tuple((m[0], m[1]) for m in json.loads(a.memberships))) for a in people},
    )

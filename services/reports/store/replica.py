"""This service's replica of the catalogue: written by its consumer, read as one snapshot and cached
until it changes.
"""

import json

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts import topics
from contracts.catalog import ActorChanged, EditionPublished
from kernel.db import Database, Tx
from kernel.replica import ReplicaCache
from services.reports import tables
from services.reports.domain.programme import Actor, Catalogue

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
        tx.insert(
            activities,
            {
                "edition": data.edition,
                "code": activity.code,
                "addressees": json.dumps(activity.addressees),
                "objectives": json.dumps(activity.objectives),
            },
        )


def put_actor(tx: Tx, data: ActorChanged) -> None:
    """Replace an actor."""
    actors = tables.actors
    tx.execute(delete(actors).where(actors.c.code == data.code), expect=None)
    memberships = json.dumps([[m.from_day, m.to_day] for m in data.memberships])
    tx.insert(
        actors,
        {"code": data.code, "kind": data.kind, "parent": data.parent, "memberships": memberships},
    )


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
    current: str | None = await connection.scalar(
        select(tables.editions.c.edition).where(tables.editions.c.current)
    )
    rows = (await connection.execute(select(tables.activities))).all()
    people = (await connection.execute(select(tables.actors))).all()
    actors = {
        a.code: Actor(
            a.code, a.kind, a.parent, tuple((m[0], m[1]) for m in json.loads(a.memberships))
        )
        for a in people
    }
    known: dict[str | None, Catalogue] = {
        edition: Catalogue(
            edition=edition,
            addressees={
                row.code: tuple(json.loads(row.addressees))
                for row in rows
                if row.edition == edition
            },
            objectives={
                row.code: tuple(json.loads(row.objectives))
                for row in rows
                if row.edition == edition
            },
            actors=actors,
        )
        for edition in {row.edition for row in rows}
    }
    return known | {None: known[current]} if current in known else None

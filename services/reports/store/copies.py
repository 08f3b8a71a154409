"""This service's own copy of the catalogue: kept by its follower, read as one snapshot and remembered until it changes."""

import json
from time import monotonic

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts import topics
from contracts.catalog import ActorChanged, EditionPublished
from kernel.consumer import progress
from kernel.db import Database, Tx
from services.reports import tables
from services.reports.domain.rules import Actor, Catalogue

CONSUMER = "catalog"
TRUSTED_SECONDS = 0.05  # how long what was read is used without asking whether the follower has moved


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
    """Remembers the snapshot for as long as the follower has not moved."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._at = -1
        self._until = 0.0
        self._catalogue: Catalogue | None = None

    async def catalogue(self) -> Catalogue:
        """The programme as it last reached this service; its edition is None before the first one."""
        if self._catalogue is not None and monotonic() < self._until:
            return self._catalogue
        row = await progress(self._db, tables.kernel, CONSUMER, topics.CATALOG)
        if self._catalogue is None or row["position"] != self._at:
            async with self._db.read() as connection:
                self._catalogue = await _read(connection)
            self._at = row["position"]
        self._until = monotonic() + (TRUSTED_SECONDS if self._catalogue.edition else 0)
        return self._catalogue


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

"""This service's own copy of the catalogue, read as one structure and remembered until its follower
moves.
"""

import json

from sqlalchemy import delete, select

from contracts import topics
from contracts.catalog import ActorChanged, EditionPublished
from contracts.codes import MINOR_UNITS
from kernel.db import Database, Tx
from kernel.replica import ReplicaCache
from services.aggregator import tables
from services.aggregator.domain.structure import Actor, Structure

CONSUMER = "catalog"


def put_edition(tx: Tx, data: EditionPublished) -> None:
    """Replace an edition; a current one makes the others former ones."""
    editions = tables.editions
    if data.current:
        tx.execute(editions.update().values(current=False), expect=None)
    tx.execute(delete(editions).where(editions.c.edition == data.edition), expect=None)
    structure = {
        "objectives": data.objectives,
        "activities": [[a.code, a.addressees, a.objectives] for a in data.activities],
    }
    tx.insert(
        editions,
        {
            "edition": data.edition,
            "date": data.date,
            "current": data.current,
            "structure": json.dumps(structure),
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
    """The current edition's structure as it last reached this service."""

    def __init__(self, db: Database) -> None:
        self._db = db
        #: None before the first edition.
        self.structure: ReplicaCache[Structure] = ReplicaCache(
            db, tables.kernel, CONSUMER, topics.CATALOG, self._read
        )

    async def _read(self) -> Structure | None:
        async with self._db.read() as connection:
            edition = (
                await connection.execute(select(tables.editions).where(tables.editions.c.current))
            ).first()
            people = (await connection.execute(select(tables.actors))).all()
        if edition is None:
            return None
        told = json.loads(edition.structure)
        return Structure(
            edition=edition.edition,
            date=edition.date,
            objectives=tuple(told["objectives"]),
            addressees={code: tuple(addressees) for code, addressees, _ in told["activities"]},
            links={
                o: tuple(code for code, _, objectives in told["activities"] if o in objectives)
                for o in told["objectives"]
            },
            actors={
                a.code: Actor(
                    a.code, a.kind, a.parent, tuple((m[0], m[1]) for m in json.loads(a.memberships))
                )
                for a in people
            },
            minor_units=MINOR_UNITS,
        )

"""This service's own copy of the catalogue with its history, read whole and cached until its
consumer moves.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, delete, select

from contracts import topics
from contracts.catalog import ActorChanged, EditionPublished
from contracts.codes import MINOR_UNITS
from contracts.mapping import EditionCodes, successors
from kernel.consumer import progress
from kernel.db import Database, Tx
from kernel.replica import ReplicaCache
from services.aggregator import tables
from services.aggregator.domain.catalogue import Catalogue, Edition
from services.aggregator.domain.structure import Actor

CONSUMER = "catalog"


def add_edition(tx: Tx, data: EditionPublished, position: int) -> None:
    """Queue an edition as it was published at a position of the catalogue."""
    structure = {
        "objectives": data.objectives,
        "activities": [[a.code, a.addressees, a.objectives] for a in data.activities],
        "replaces": data.replaces,
        "instruments": {one.code: one.activities for one in data.instruments},
        "strengths": {one.code: one.link_strengths for one in data.activities},
    }
    row = {
        "position": position,
        "edition": data.edition,
        "date": data.date,
        "current": data.current,
        "based_on": data.based_on,
        "structure": json.dumps(structure),
    }
    _put(tx, tables.editions, row)


def add_actor(tx: Tx, data: ActorChanged, position: int) -> None:
    """Queue an actor's record as it was told at a position of the catalogue."""
    memberships = json.dumps([[m.from_day, m.to_day] for m in data.memberships])
    row = {"position": position, "code": data.code, "kind": data.kind, "parent": data.parent}
    _put(tx, tables.actors, {**row, "memberships": memberships})


def _put(tx: Tx, table: Table, row: Mapping[str, Any]) -> None:
    """The row of a position; a copy that is filled anew finds it there."""
    tx.execute(delete(table).where(table.c.position == row["position"]), expect=None)
    tx.insert(table, row)


async def position(db: Database) -> int:
    """How far this copy has come in the catalogue."""
    row = await progress(db, tables.kernel, CONSUMER, topics.CATALOG)
    return int(row["position"])


class Replica:
    """The catalogue as it last reached this service."""

    def __init__(self, db: Database) -> None:
        self._db = db
        #: None before the first edition.
        self.catalogue: ReplicaCache[Catalogue] = ReplicaCache(
            db, tables.kernel, CONSUMER, topics.CATALOG, self._read
        )

    async def _read(self) -> Catalogue | None:
        e, a = tables.editions, tables.actors
        async with self._db.read() as connection:
            editions = (await connection.execute(select(e).order_by(e.c.position))).all()
            people = (await connection.execute(select(a).order_by(a.c.position))).all()
        if not editions:
            return None
        records: dict[str, list[tuple[int, Actor]]] = defaultdict(list)
        for row in people:
            records[row.code].append((row.position, _actor(row)))
        return Catalogue(_editions(editions), records, MINOR_UNITS)


def _editions(rows: Sequence[Any]) -> list[Edition]:
    told = {row.position: json.loads(row.structure) for row in rows}
    # published again, an edition keeps its place among the others
    newest = {row.edition: row for row in rows}
    mapped = successors(_codes(row, told[row.position]) for row in newest.values())
    return [_edition(row, told[row.position], mapped[row.edition]) for row in rows]


def _codes(row: Any, told: Mapping[str, Any]) -> EditionCodes:
    codes = frozenset([*told["objectives"], *(code for code, *_ in told["activities"])])
    return EditionCodes(row.edition, row.based_on, codes, told["replaces"])


def _edition(row: Any, told: Mapping[str, Any], standing: Mapping[str, tuple[str, ...]]) -> Edition:
    return Edition(
        position=row.position,
        code=row.edition,
        date=row.date,
        current=row.current,
        objectives=tuple(told["objectives"]),
        addressees={code: tuple(addressees) for code, addressees, _ in told["activities"]},
        links={
            o: tuple(code for code, _, objectives in told["activities"] if o in objectives)
            for o in told["objectives"]
        },
        successors=standing,
        instruments={code: tuple(some) for code, some in told.get("instruments", {}).items()},
        strengths=told.get("strengths", {}),
    )


def _actor(row: Any) -> Actor:
    memberships = tuple((first, out) for first, out in json.loads(row.memberships))
    return Actor(row.code, row.kind, row.parent, memberships)

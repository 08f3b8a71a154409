"""Registering and changing an actor queues its row, its history, one step of the revision, and its
event.
"""

import json

from kernel.db import Tx
from kernel.db.transaction import Insert
from services.catalog import tables
from services.catalog.commands import actors
from services.catalog.domain.catalogue import Actor

BODY = {
    "role": None,
    "parent": None,
    "names": {"en": "A"},
    "acronyms": {},
    "valid_from": None,
    "valid_to": None,
    "source": None,
    "memberships": [
        {"from": "2000-01-01", "to": None, "status": "member", "note": None, "source": "x"}
    ],
}


def queued(tx: Tx) -> list[str]:
    return [
        operation.table.name if isinstance(operation, Insert) else operation.statement.table.name
        for operation in tx.operations
    ]


def test_register() -> None:
    tx = Tx()
    actor = actors.register(tx, Actor("ABC", 7, "state", BODY, None), "CAM")
    assert (actor.n, actor.revision, actor.filed) == (7, 1, None)
    assert queued(tx) == ["catalog_actors", "catalog_history", "catalog_state", "catalog_outbox"]


def test_change_tells_the_actor_whole() -> None:
    tx = Tx()
    actor = actors.change(
        tx, Actor("ABC", 7, "state", BODY, None, 3), {**BODY, "valid_to": "2020-01-01"}, None
    )
    assert actor.revision == 4
    event = tx.operations[-1]
    assert isinstance(event, Insert)
    assert event.table is tables.kernel.outbox
    payload = json.loads(event.row["payload"])
    assert (payload["valid_to"], payload["memberships"]) == (
        "2020-01-01",
        [{"from_day": "2000-01-01", "to_day": None, "status": "member"}],
    )

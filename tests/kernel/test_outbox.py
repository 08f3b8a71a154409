"""The outbox: an event is one row in the same commit, and one record once it has a position."""

import json

import pytest
from sqlalchemy import select

from contracts.envelope import Envelope
from kernel import outbox
from kernel.db import Database, Tx
from kernel.errors import DuplicateKey
from kernel.eventlog.memory import MemoryLog
from kernel.relay import Relay
from tests.kernel import demo


async def test_a_change_and_its_event_are_one_commit(db: Database) -> None:
    def command(tx: Tx) -> None:
        demo.note(tx, "a")
        demo.tell(tx, "a")

    await db.write(command)
    with pytest.raises(DuplicateKey):
        await db.write(command)
    async with db.read() as connection:
        rows = (await connection.execute(select(demo.kernel.outbox))).mappings().all()
    assert len(rows) == 1
    assert (rows[0]["aggregatetype"], rows[0]["aggregateid"], rows[0]["type"], rows[0]["seq"]) == (
        "demo",
        "a",
        "access.key_revoked",
        None,
    )
    assert json.loads(rows[0]["payload"]) == {"key_id": "a", "revoked_at": ""}


async def test_positions_are_known_once_given(db: Database) -> None:
    first = await db.write(demo.tell, "a")
    relay = Relay(db, demo.kernel, "t", log := MemoryLog(), "o")
    await relay.hold()
    await relay.step()
    second = await db.write(demo.tell, "a")
    async with db.read() as connection:
        found = await outbox.positions(connection, demo.kernel, [first, second, "nobody"])
    assert {id_: position for id_, (position, _) in found.items()} == {first: 1}
    (stored,) = await log.read("t", 0, 10, 0)
    envelope = Envelope.from_headers(stored.record.headers)
    assert (envelope.id, envelope.source, envelope.subject, envelope.position) == (
        first,
        "/demo",
        "a",
        1,
    )
    assert envelope.recordedtime == found[first][1]
    assert (stored.record.key, stored.record.headers["content-type"]) == ("a", "application/json")

"""What each decision tells the other services: the keyed hash, never the key."""

import json

import pytest

from kernel.errors import StaleWrite
from services.access import tables
from services.access.commands import keys as commands
from services.access.store import keys as store
from tests.services.access.conftest import Desk


async def test_events_carry_hashes_alone(desk: Desk) -> None:
    key = await desk.issued()
    await desk.ask(desk.administrator, "DELETE", f"/keys/{key['id']}")
    async with desk.db.read() as connection:
        rows = (
            (
                await connection.execute(
                    tables.kernel.outbox.select().order_by(tables.kernel.outbox.c.n)
                )
            )
            .mappings()
            .all()
        )
    told = [
        (row["type"], json.loads(row["payload"])) for row in rows if row["aggregateid"] == key["id"]
    ]
    assert [type_ for type_, _ in told] == ["access.key_issued", "access.key_revoked"]
    assert told[0][1]["actor"] == "CIM"
    assert key["key"].split("_")[3] not in repr(rows)


async def test_a_rotation_decided_on_an_old_reading_does_not_lengthen_a_life(desk: Desk) -> None:
    id_ = (await desk.issued())["id"]
    async with desk.db.read() as connection:
        read = await store.key(connection, id_)
    assert read is not None
    await desk.ask(desk.administrator, "POST", f"/keys/{id_}/rotate", {"overlap_hours": 0})
    with pytest.raises(StaleWrite):
        await desk.db.write(
            commands.rotate,
            "pepper",
            "live",
            read,
            commands.Rotation(168, None),
        )
    shown = (await desk.ask(desk.administrator, "GET", f"/keys/{id_}")).json()
    assert shown["state"] == "expired"


async def test_a_rotation_tells_the_line_of_its_key(desk: Desk) -> None:
    first = await desk.issued()
    second = (await desk.ask(first["key"], "POST", f"/keys/{first['id']}/rotate")).json()
    third = (await desk.ask(second["key"], "POST", f"/keys/{second['id']}/rotate")).json()
    outbox = tables.kernel.outbox
    async with desk.db.read() as connection:
        rows = (await connection.execute(outbox.select().order_by(outbox.c.n))).mappings().all()
    lines = {row["aggregateid"]: json.loads(row["payload"])["line"] for row in rows}
    assert [lines[key["id"]] for key in (first, second, third)] == [None, first["id"], first["id"]]

"""What each decision tells the other services: the keyed hash, never the key."""

import json

from services.access import tables
from tests.services.access.conftest import Desk


async def test_events_carry_hashes_alone(desk: Desk) -> None:
    key = await desk.issued()
    await desk.ask(desk.administrator, "DELETE", f"/keys/{key['id']}")
    async with desk.db.read() as connection:
        rows = (await connection.execute(tables.kernel.outbox.select().order_by(tables.kernel.outbox.c.n))).mappings().all()
    told = [(row["type"], json.loads(row["payload"])) for row in rows if row["aggregateid"] == key["id"]]
    assert [type_ for type_, _ in told] == ["access.key_issued", "access.key_revoked"]
    assert told[0][1]["actor"] == "CIM"
    assert key["key"].split("_")[3] not in repr(rows)

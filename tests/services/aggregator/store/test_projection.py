"""Both databases keep the same bytes, and a cell has one version per position that changed it."""

from sqlalchemy import select

from services.aggregator import tables
from services.aggregator.store import projection
from tests.services.aggregator.conftest import Desk


async def test_versions_stand_under_their_positions(desk: Desk) -> None:
    await desk.publish("a")
    await desk.publish("a", revision=2, status="completed")
    await desk.publish("b")
    await desk.settled()
    async with desk.db.read() as connection:
        rows = (await connection.execute(select(tables.cells.c.position).where(tables.cells.c.cell == "ACT-1|2020|*|*"))).scalars().all()
        assert sorted(rows) == [1, 3], "a change of status changes the pair, not the sums"
        cells, pairs = await projection.everything(connection, 1, 3)
        assert (await projection.everything(connection, 1, 0)) == ({}, {})
        assert cells["ACT-1|2020|actor:CIM|*"] == '{"facts":2}'
        assert pairs["ACT-1|2020|*|CIM|organ"] == '{"a":[2,"completed"],"b":[3,"under_way"]}'
        assert await projection.cells_at(connection, 1, 2, ["ACT-1"], "*", "*", 2020) == [("ACT-1", {"facts": 1})]

"""Every event taken in has its position, whether it changed anything or not."""

from sqlalchemy import select

from contracts import reports
from services.aggregator import tables
from tests.services.aggregator.conftest import Desk


async def test_positions_are_dense(desk: Desk) -> None:
    await desk.move("a", reports.Drafted, "draft")
    await desk.move("a", reports.Submitted, "submitted")
    await desk.publish("a")
    await desk.settled()
    async with desk.db.read() as connection:
        assert (await connection.execute(select(tables.positions.c.position).order_by(tables.positions.c.position))).scalars().all() == [1, 2, 3]

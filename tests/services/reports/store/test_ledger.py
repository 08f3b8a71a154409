"""Pages, ends and instants of the ledger."""

from services.reports.store import ledger
from tests.services.reports.conftest import Desk


async def test_positions_by_page_and_by_instant(desk: Desk) -> None:
    async with desk.db.read() as connection:
        assert await ledger.end(connection) == 0
    await desk.published()
    await desk.settled()
    async with desk.db.read() as connection:
        rows = await ledger.page(connection, 2, 2)
        assert [row["seq"] for row in rows] == [3, 4]
        assert await ledger.end(connection) == 5
        assert await ledger.position_at(connection, "9999") == 5
        assert await ledger.position_at(connection, "2000") == 0
        assert await ledger.entry(connection, 6) is None

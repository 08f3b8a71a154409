"""Pages, ends and instants of the ledger."""

from services.reports.store import ledger
from tests.services.reports.conftest import Desk


async def test_positions_by_page_and_by_instant(desk: Desk) -> None:
    async with desk.db.read() as connection:
        assert await ledger.end(connection) == 1, "the note of the catalogue"
    await desk.published()
    await desk.settled()
    async with desk.db.read() as connection:
        rows = await ledger.page(connection, 3, 2)
        assert [row["seq"] for row in rows] == [4, 5]
        assert await ledger.end(connection) == 6
        assert await ledger.position_at(connection, "9999") == 6
        assert await ledger.position_at(connection, "2000") == 0
        assert await ledger.entry(connection, 7) is None

"""What republishing reads of the outbox."""

from services.reports import tables
from services.reports.store import outbox
from tests.services.reports.conftest import Desk


async def test_pages_end_where_the_relay_has_come_to(desk: Desk) -> None:
    kernel = tables.kernel
    async with desk.db.read() as connection:
        assert await outbox.published(connection, kernel) == 1
    await desk.published()
    await desk.settled()
    async with desk.db.read() as connection:
        end = await outbox.published(connection, kernel)
        rows = await outbox.page(connection, kernel, 2, end, 3)
        assert (end, [row["seq"] for row in rows]) == (6, [3, 4, 5])
        assert await outbox.event_at(connection, kernel, 3) == rows[0]["id"]
        assert await outbox.event_at(connection, kernel, 7) is None

"""The published entries of the fund as they are read back."""

from services.reports.store import fund as store
from tests.services.reports.conftest import Desk
from tests.services.reports.funding import fund_on


async def test_entries_up_to_a_position_as_everybody_may_read_them(desk: Desk) -> None:
    fund = await fund_on(desk)
    first = await fund.receipt("1.00", note="n")
    await fund.accepted("receipt", "9.00", contributor={"actor": "COL"})
    async with desk.db.read() as connection:
        assert not await store.all_placed(connection)
        assert await store.rows(connection, 10**9) == []
    await desk.settled()
    second = await fund.receipt("2.00")
    await desk.act("SG", first, "withhold", comment="c")
    await desk.settled()
    async with desk.db.read() as connection:
        assert await store.all_placed(connection)
        rows = await store.rows(connection, 10**9)
        assert [row.id for row in rows] == [first, second]
        (before,) = await store.rows(connection, rows[1].position - 1)
    assert (before.withheld, "note" in before.payload) == (True, False)
    assert rows[1].payload["contributor"] == {"actor": "COL"}

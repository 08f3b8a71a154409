"""What lists find for whom."""

from services.reports.store import lists
from tests.services.reports.conftest import Desk


async def test_lists_show_each_reader_what_it_may_see(desk: Desk) -> None:
    public, draft, submitted = (
        await desk.published(),
        await desk.draft("COL"),
        await desk.draft("MEX", joint_reporters=["COL"]),
    )
    await desk.act("MEX", submitted, "submit")
    expected = {
        (None, False): {public},
        ("COL", False): {public, draft, submitted},
        (None, True): {public, submitted},
        ("NIC", False): {public},
    }
    async with desk.db.read() as connection:
        for (actor, reviewer), ids in expected.items():
            rows = await lists.page(
                connection, lists.Reader(actor, reviewer), lists.Wanted(), None, 10
            )
            assert {id_ for _, id_ in rows} == ids, actor
        waiting = await lists.page(
            connection, lists.Reader("COL", False), lists.Wanted(waiting=True), None, 10
        )
        assert {id_ for _, id_ in waiting} == {draft, submitted}


async def test_a_withdrawn_one_leaves_the_public_list(desk: Desk) -> None:
    id_ = await desk.published()
    await desk.act("CIM", id_, "withdraw")
    async with desk.db.read() as connection:
        assert (
            await lists.page(connection, lists.Reader(None, False), lists.Wanted(), None, 10) == []
        )
        own = await lists.page(
            connection, lists.Reader("CIM", False), lists.Wanted(state="withdrawn"), None, 10
        )
        assert [found for _, found in own] == [id_]

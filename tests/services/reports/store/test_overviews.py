"""What overviews are made from."""

from services.reports.store import overviews
from tests.services.reports.conftest import Desk, body


async def test_only_public_revisions_in_the_order_of_their_positions(desk: Desk) -> None:
    await desk.draft("CIM")
    withdrawn = await desk.published("CIM")
    await desk.act("CIM", withdrawn, "withdraw")
    withheld = await desk.published("CIM")
    await desk.act("SG", withheld, "withhold", "w")
    first, second = await desk.published("CIM"), await desk.published("COL")
    async with desk.db.read() as connection:
        fresh = await overviews.of_kind(connection, "implementation")
    assert [one.position for one in fresh] == [overviews.LAST] * 2
    await desk.settled()
    async with desk.db.read() as connection:
        found = await overviews.of_kind(connection, "implementation")
        on_22 = await overviews.of_kind(connection, "implementation", [("activity", "ACT-22")])
        other = await overviews.of_kind(connection, "practice")
    assert [one.id for one in found] == [first, second]
    assert found[0].position < found[1].position < overviews.LAST
    assert [one.id for one in on_22] == [second]
    assert other == []


async def test_who_has_reported_on_what(desk: Desk) -> None:
    id_ = await desk.draft("COL", joint_reporters=["MEX"])
    await desk.publish("COL", id_)
    wanted = ("implementation", ["ACT-22"])
    async with desk.db.read() as connection:
        assert await overviews.reported(connection, *wanted, "2022") == {("COL", "ACT-22")}
        assert await overviews.reported(connection, *wanted, "2021") == set()
    await desk.ask("MEX", "PUT", f"/submissions/{id_}/confirmation", If_Match="*")
    async with desk.db.read() as connection:
        both = await overviews.reported(connection, *wanted, "2022")
        elsewhere = await overviews.reported(connection, "implementation", ["ACT-23"], "2022")
    assert both == {("COL", "ACT-22"), ("MEX", "ACT-22")}
    assert elsewhere == set()
    assert body("COL")["payload"]["activity"] == "ACT-22"

"""What was public at a position: the submissions, each with the revision of then."""

from services.reports.store import then
from tests.services.reports.conftest import Desk


async def test_what_was_public_and_in_which_revision(desk: Desk) -> None:
    first, second = await desk.published(title="uno"), await desk.published(title="dos")
    await desk.settled()
    middle = (await desk.ask(None, "GET", "/fund")).json()["position"]
    async with desk.db.read() as connection:
        before = await then.last_change(connection)
    await desk.act("CIM", first, "withdraw", "Era de otro año.")
    await desk.act("CIM", second, "revise")
    await desk.publish("CIM", second)
    await desk.settled()
    end = (await desk.ask(None, "GET", "/fund")).json()["position"]
    async with desk.db.read() as connection:
        public = [
            [id_ for _, id_ in await then.public_ids(connection, position, None, None, 10)]
            for position in (0, middle, end)
        ]
        (number, _), *_ = await then.public_ids(connection, middle, "implementation", None, 1)
        after = await then.public_ids(connection, middle, "implementation", number, 10)
        versions = [
            (await then.versions(connection, [second], position))[second][1]
            for position in (middle, end)
        ]
        placed = await then.positions(connection, [(second, 1), (second, 2)])
        last = await then.last_change(connection)
    assert public == [[], [second, first], [second]]
    assert [id_ for _, id_ in after] == [first]
    assert [version.row["revision"] for version in versions] == [1, 2]
    assert versions[0].public.state == "published"
    assert 0 < placed[second, 1] <= middle < placed[second, 2] <= end
    assert last > before

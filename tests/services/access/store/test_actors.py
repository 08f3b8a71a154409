"""The replica of the actors: their names, and when they are there."""

from services.access.store import actors
from tests.services.access.conftest import Desk


async def test_organs_that_exist_and_states_that_participate(desk: Desk) -> None:
    async with desk.db.read() as connection:
        codes = [actor.code for actor in await actors.there(connection, "2026-01-01")]
        before = [actor.code for actor in await actors.there(connection, "2020-01-01")]
        assert await actors.names(connection, "XYZ") == {}
        assert await actors.kind(connection, "NIC") == "state"
        assert await actors.any_actor(connection)
    assert codes == ["CAM", "CIM", "COL"]
    assert before == ["CAM", "CIM", "COL", "NIC"]

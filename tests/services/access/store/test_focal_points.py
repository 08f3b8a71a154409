"""A change meets the version that it was decided from, or nothing."""

import pytest

from kernel.errors import StaleWrite
from services.access.commands import focal_points as commands
from services.access.store import focal_points as store
from tests.services.access.conftest import Desk
from tests.services.access.focal import begin


async def test_a_change_of_an_older_version_is_stale(desk: Desk) -> None:
    person = await begin(desk)
    async with desk.db.read() as connection:
        row = await store.one(connection, person["id"])
    assert row is not None
    for values in ({"name": "a"}, {"name": "b"}):
        change = desk.db.write(commands.change, row, values, "change", None)
        if values["name"] == "a":
            await change
        else:
            with pytest.raises(StaleWrite):
                await change
    async with desk.db.read() as connection:
        assert (await store.one(connection, person["id"]) or {})["name"] == "a"
        assert len(await store.history(connection, person["id"])) == 2

"""Contributions in the store: what was brought, and what was public at a position."""

import pytest

from kernel.errors import DuplicateKey, StaleWrite
from services.reports.store import contributions
from tests.services.reports.conftest import Desk


async def test_what_is_brought_is_there_once(desk: Desk) -> None:
    await desk.db.write(contributions.add, "c", "s", "at")
    with pytest.raises(DuplicateKey):
        await desk.db.write(contributions.add, "c", "s", "at")
    async with desk.db.read() as connection:
        assert await contributions.brought(connection, "c") == {"s"}
        assert await contributions.brought(connection, "d") == set()
    await desk.db.write(contributions.remove, "c", "s")
    with pytest.raises(StaleWrite):
        await desk.db.write(contributions.remove, "c", "s")

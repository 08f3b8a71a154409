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


async def test_many_ids_are_looked_for_some_at_once(desk: Desk) -> None:
    ids = [str(n) for n in range(2 * contributions.AT_ONCE + 1)]
    batches = list(contributions.batches(ids))
    assert [len(some) for some in batches] == [contributions.AT_ONCE, contributions.AT_ONCE, 1]
    assert [id_ for some in batches for id_ in some] == sorted(ids)

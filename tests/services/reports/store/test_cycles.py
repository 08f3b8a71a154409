"""Cycles in the store: guarded by their version, and by the states that a contribution needs."""

from dataclasses import replace

import pytest

from kernel.errors import StaleWrite
from services.reports.domain.cycles import Cycle
from services.reports.store import cycles
from tests.services.reports.conftest import Desk

AT = "2026-01-01T00:00:00.000000Z"
NOTHING = {"opens_on": None, "closes_on": None, "place": None, "summit": None}
CYCLE = Cycle(
    "1",
    "work_plan",
    2022,
    "t",
    "open",
    **NOTHING,
    items=[],
    version=1,
    created_at=AT,
    updated_at=AT,
)


async def test_a_cycle_changes_from_the_version_that_was_seen(desk: Desk) -> None:
    await desk.db.write(cycles.add, CYCLE, "e1")
    after = replace(CYCLE, items=[{"n": 1}], version=2)
    await desk.db.write(cycles.change, CYCLE, after, "e2")
    with pytest.raises(StaleWrite):
        await desk.db.write(cycles.change, CYCLE, after, "e3")
    async with desk.db.read() as connection:
        placed = await cycles.one(connection, "1")
        known = await cycles.known(connection, ["1", "2"])
    assert placed == (after, None)
    assert known == {"1"}


async def test_what_is_held_is_in_one_of_these_states(desk: Desk) -> None:
    await desk.db.write(cycles.add, CYCLE, "e1")
    await desk.db.write(cycles.hold, "1", ("open", "convened"))
    with pytest.raises(StaleWrite):
        await desk.db.write(cycles.hold, "1", ("convened",))

"""Generations: which one answers, and what two do not have alike."""

import pytest

from kernel.errors import StaleWrite
from services.aggregator.domain.tally import TallyKey
from services.aggregator.store import generations, tallies
from tests.services.aggregator.conftest import Desk


async def test_answers_come_from_the_one_that_was_switched_to_last(desk: Desk) -> None:
    assert await generations.active(desk.db) == generations.FIRST_GENERATION
    await desk.db.write(generations.switch, 1, 2, first=True)
    await desk.db.write(generations.switch, 2, 3, first=False)
    with pytest.raises(StaleWrite):
        await desk.db.write(generations.switch, 2, 4, first=False)
    async with desk.db.read() as connection:
        assert await generations.has_pointer(connection)
    assert await generations.active(desk.db) == 3


async def test_what_two_do_not_have_alike_is_named(desk: Desk) -> None:
    await desk.publish("a")
    await desk.practice("p")
    await desk.settled()
    await desk.db.write(tallies.add_snapshot, 1, TallyKey("ACT-1", 0, ""), 2, "[]")
    async with desk.db.read() as connection:
        assert (await generations.progress(connection, 1)).position == 2
        assert await generations.differences(connection, 1, 2, 2) == [
            "fact a",
            "fact p",
            "tally ACT-1|0|",
        ]
        assert await generations.differences(connection, 1, 2, 0) == []
    await desk.db.write(generations.remove, 1)
    async with desk.db.read() as connection:
        assert await generations.differences(connection, 1, 2, 2) == []
        assert await generations.progress(connection, 1) == (0, 0)

"""The instants of positions."""

import pytest

from kernel.eventlog import Record
from kernel.parking import Parked, park
from services.aggregator import tables
from services.aggregator.store import position_times
from services.aggregator.store.generations import consumer_name
from tests.services.aggregator.conftest import Desk


@pytest.mark.parametrize(
    ("instant", "position"),
    [("2026-01-01", 0), ("2026-01-02", 2), ("2026-01-03", 2), ("2026-01-04", 5), ("2026-01-09", 5)],
)
async def test_an_instant_is_a_position_that_was_taken_in(
    desk: Desk, instant: str, position: int
) -> None:
    """Positions 1 and 2 have one instant, 4 and 5 another; 3 is parked."""
    await desk.db.write(position_times.add, 1, 1, "2026-01-02")
    await desk.db.write(position_times.add, 1, 4, "2026-01-04")
    message = Parked(Record("reports.v1", 3, "k", {}, ""), "bad", waiting=False)
    await desk.db.write(park, tables.kernel, consumer_name(1), [message])
    async with desk.db.read() as connection:
        assert await position_times.position_at(connection, 1, instant, 5) == position

"""Facts between positions, and the instants of positions."""

import pytest

from kernel.eventlog import Record
from kernel.parking import Parked, park
from services.aggregator import tables
from services.aggregator.store import projection
from tests.services.aggregator.conftest import Desk


async def test_facts_stand_between_their_positions(desk: Desk) -> None:
    await desk.publish("a", "COL", ("NIC",), axes=["gender"])
    await desk.publish("b", "NIC", activity="ACT-3")
    await desk.publish("a", revision=2, status="completed")
    await desk.settled()
    async with desk.db.read() as connection:

        async def at(
            position: int,
            *actors: str,
            kind: str | None = None,
            axis: str | None = None,
            after: object = None,
        ) -> list[tuple[str, int]]:
            found = await projection.facts_at(
                connection, 1, position, ["ACT-1", "ACT-3"], actors, kind, axis, None, after, 5
            )  # type: ignore[arg-type]
            return [(fact.submission, fact.revision) for fact in found]

        assert await at(1) == [("a", 1)]
        assert await at(2) == [("a", 1), ("b", 1)]
        assert await at(3) == [("b", 1), ("a", 2)]
        assert await at(3, after=[2, "b"]) == [("a", 2)]
        assert await at(2, "NIC") == [("a", 1), ("b", 1)]
        assert await at(2, "NIC", "COL") == await at(2, axis="gender") == [("a", 1)]
        assert await at(3, kind="organ") == [("a", 2)]
        found = await projection.last_facts(connection, 1, ["a", "nobody"])
        assert [
            (contribution.fact.revision, since, until)
            for contribution, since, until in found.values()
        ] == [(2, 3, None)]


@pytest.mark.parametrize(
    ("instant", "position"),
    [("2026-01-01", 0), ("2026-01-02", 2), ("2026-01-03", 2), ("2026-01-04", 5), ("2026-01-09", 5)],
)
async def test_an_instant_is_a_position_that_was_taken_in(
    desk: Desk, instant: str, position: int
) -> None:
    """Positions 1 and 2 have one instant, 4 and 5 another; 3 is parked."""
    await desk.db.write(projection.add_position_time, 1, 1, "2026-01-02")
    await desk.db.write(projection.add_position_time, 1, 4, "2026-01-04")
    message = Parked(Record("reports.v1", 3, "k", {}, ""), "bad", waiting=False)
    await desk.db.write(park, tables.kernel, projection.consumer_name(1), [message])
    async with desk.db.read() as connection:
        assert await projection.position_at(connection, 1, instant, 5) == position

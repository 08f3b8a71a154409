"""Tallies as they stood: from the last one kept and what changed since, on both databases, to the
same bytes.
"""

import pytest
from sqlalchemy import select

from contracts import reports
from kernel.db import THREADED
from services.aggregator import tables
from services.aggregator.domain.latest_statuses import ALL, Pair
from services.aggregator.domain.tally import EVERYBODY, TallyKey, by_name, tallies_of
from services.aggregator.store import steps, tallies
from tests.services.aggregator.conftest import Desk

KEY = TallyKey("ACT-1", 2020, EVERYBODY)


async def _last_snapshots(desk: Desk) -> list[int]:
    s = tables.snapshots
    async with desk.db.read() as connection:
        mine = (s.c.activity == KEY.activity, s.c.year == KEY.year, s.c.reporter == KEY.reporter)
        return list(
            (
                await connection.execute(select(s.c.position).where(*mine).order_by(s.c.position))
            ).scalars()
        )


async def test_a_tally_is_kept_every_so_many_changes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "SNAPSHOT_EVERY", 3)
    for number in range(4):
        await desk.publish(f"s{number}")
        await desk.settled()  # each by a process that has just started
    for number in range(4, 8):
        await desk.publish(f"s{number}")
    await desk.settled()
    assert await _last_snapshots(desk) == [3, 6]
    async with desk.db.read() as connection:
        for position in range(9):
            found = (await tallies.at(connection, 1, position, [KEY, TallyKey("ACT-9", 0, "")]))[
                KEY
            ]
            assert found.counters.total().get("facts", 0) == position
            assert found.changes == position % 3 if position < 8 else 2


async def test_a_tally_is_kept_where_a_status_falls_back(desk: Desk) -> None:
    await desk.publish("a", status="planned")
    await desk.publish("b", status="completed")
    await desk.move("b", reports.Withheld, "withheld")
    await desk.move("b", reports.Released, "published")
    await desk.settled()
    assert await _last_snapshots(desk) == [3]
    async with desk.db.read() as connection:
        for position, status in (
            (1, "planned"),
            (2, "completed"),
            (3, "planned"),
            (4, "completed"),
        ):
            tally = (await tallies.at(connection, 1, position, [KEY]))[KEY]
            assert tally.statuses.votes[Pair(ALL, "CIM", "organ")][-1].status == status


async def test_every_tally_is_that_of_the_facts(desk: Desk) -> None:
    for number in range(40):
        await desk.publish(
            f"s{number % 9}",
            ("CIM", "COL", "NIC")[number % 3],
            year=2019 + number % 2,
            axes=["gender"][: number % 2],
        )
    await desk.settled()
    async with desk.db.read(THREADED) as connection:
        standing: dict[str, object] = {}
        async for position, (old, new) in steps.replaced(connection, 1, 40):
            assert (old is None) == (position <= 9)
            standing[new.submission] = new
        found = await tallies.all_at(connection, 1, 40)
    assert by_name(found) == by_name(tallies_of(standing.values()))  # type: ignore[arg-type]


async def test_a_stored_tally_is_what_it_was(desk: Desk) -> None:
    await desk.publish("a", "COL", ("NIC",), axes=["gender"])
    await desk.settled()
    async with desk.db.read(THREADED) as connection:
        ((_, (_, fact)),) = [step async for step in steps.replaced(connection, 1, 1)]
    assert fact is not None
    tally = tallies_of([fact])[KEY]
    text = tallies.snapshot_text(tally)
    assert by_name({KEY: tallies.tally_of(text)}) == by_name({KEY: tally})
    assert tallies.snapshot_text(tallies.tally_of(text)) == text

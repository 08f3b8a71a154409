"""Tallies as they stood: from the last one kept and what changed since, on both databases, to the
same bytes.
"""

import pytest
from sqlalchemy import select

from contracts import reports
from kernel.db import THREADED
from services.aggregator import tables
from services.aggregator.domain.facts import ALL, EVERYBODY, Pair, TallyKey, folded, told
from services.aggregator.store import tallies
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
            assert found.counters().get("facts", 0) == position
            assert found.pending == position % 3 if position < 8 else 2


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
            assert tally.votes[Pair(ALL, "CIM", "organ")][-1].status == status


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
        async for position, old, new in tallies.stepped(connection, 1, 40):
            assert (old is None) == (position <= 9)
            standing[new.submission] = new
        found = await tallies.every(connection, 1, 40)
    assert told(found) == told(folded(standing.values()))  # type: ignore[arg-type]


async def test_a_stored_fact_and_tally_are_what_they_were(desk: Desk) -> None:
    people = [{"sex": "female", "age_group": "adult", "count": 3}]
    await desk.publish(
        "a",
        "COL",
        ("NIC",),
        axes=["gender"],
        beneficiaries=people,
        resources=[{"currency": "USD", "amount": "0.10"}],
    )
    await desk.settled()
    async with desk.db.read(THREADED) as connection:
        (fact,) = [new async for _, _, new in tallies.stepped(connection, 1, 1)]
    assert tallies.fact_of(tallies.fact_text(fact)) == fact
    tally = folded([fact])[KEY]
    text = tallies.snapshot_text(tally)
    assert told({KEY: tallies.tally_of(text)}) == told({KEY: tally})
    assert tallies.snapshot_text(tallies.tally_of(text)) == text

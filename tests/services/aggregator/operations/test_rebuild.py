"""Rebuilt equals folded, beside a service that serves; what was parked is applied in its place."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from contracts import reports
from kernel import parking
from kernel.errors import Problem, Unavailable
from services.aggregator import tables
from services.aggregator.handlers import maintenance
from services.aggregator.store.projection import active, consumer_name
from tests.services.aggregator.conftest import Desk


async def filled(desk: Desk) -> None:
    for number in range(6):
        await desk.publish(
            f"s{number % 4}",
            ("CIM", "COL")[number % 2],
            year=2018 + number % 3,
            axes=["gender"],
            revision=1 + number // 4,
        )
    await desk.move("s1", reports.Withdrawn, "withdrawn")
    desk.facts.pop("s1")
    await desk.settled()


async def test_a_rebuild_answers_the_same_bytes(desk: Desk) -> None:
    await filled(desk)
    before = [
        (await desk.client.get(f"/indicators/objectives?as_of={position}")).content
        for position in range(8)
    ]
    for _ in range(2):
        assert (await desk.app.state.commands["rebuild"]())["equal"]
        assert [
            (await desk.client.get(f"/indicators/objectives?as_of={position}")).content
            for position in range(8)
        ] == before
    await desk.publish("new")
    await desk.settled()
    assert (await desk.get("/status"))["position"] == 8


async def test_a_rebuild_compares_at_the_position_both_hold(desk: Desk) -> None:
    await filled(desk)
    await desk.publish("later")  # in the log, not yet folded by the one that serves
    found = await desk.app.state.commands["rebuild"]()
    assert (found["position"], found["equal"]) == (8, True)
    await desk.judged()


async def test_two_rebuilds_at_once_do_not_harm_each_other(desk: Desk) -> None:
    await filled(desk)
    other = maintenance.Maintenance(desk.db, desk.log, "another process")
    ended = await asyncio.gather(
        desk.app.state.commands["rebuild"](), other.rebuild(), return_exceptions=True
    )
    assert [type(end) for end in ended].count(dict) >= 1
    assert all(
        isinstance(end, dict) or (isinstance(end, Problem) and end.code == "rebuilding")
        for end in ended
    ), ended
    await desk.judged()


async def test_what_was_parked_counts_after_a_retry(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.publish("a", resources=[{"currency": "USD", "amount": "0.125"}])
    await desk.publish("b")
    await desk.publish("a", revision=2, year=2021)
    await desk.settled()
    assert [(row["position"], row["waiting"]) for row in await parked(desk)] == [
        (1, False),
        (3, True),
    ]
    retry = desk.app.state.commands["retry"]
    for position, code in ((1, "still_impossible"), (3, "waiting"), (2, "not_parked")):
        with pytest.raises(Problem) as problem:
            await retry(position=position)
        assert problem.value.code == code
    monkeypatch.setattr(reports, "MINOR_UNITS", {"USD": 3})
    assert await retry(position=1) == {"retried": [1, 3], "parked": []}
    await desk.judged()
    assert (await desk.get("/status"))["parked"] == 0


async def test_what_the_release_before_had_folded_is_folded_anew(desk: Desk) -> None:
    """Its offset stands beside ours, and is left to it: it may come back."""
    theirs = {
        "consumer": "indicators:1",
        "topic": "reports.v1",
        "part": 0,
        "next_offset": 7,
        "position": 7,
        "epoch": 3,
        "lease_until": "2026",
    }
    await desk.db.write(lambda tx: tx.insert(tables.kernel.offsets, theirs))
    await filled(desk)
    await desk.judged()
    assert (await desk.get("/status"))["position"] == 7
    assert (await desk.app.state.commands["rebuild"]())["equal"]
    async with desk.db.read() as connection:
        assert (
            await connection.scalar(
                select(tables.kernel.offsets.c.epoch).where(
                    tables.kernel.offsets.c.consumer == "indicators:1"
                )
            )
            == 3
        )


async def parked(desk: Desk) -> Sequence[Mapping[str, Any]]:
    return await parking.listed(desk.db, tables.kernel, consumer_name(await active(desk.db)))


async def test_the_fold_waits_for_a_database_that_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    async def away_at_first(database: Any) -> int:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise Unavailable("the connection was lost")
        return await active(database)

    monkeypatch.setattr(maintenance, "active", away_at_first)
    monkeypatch.setattr(maintenance, "LOOK_SECONDS", 0.01)
    task = asyncio.create_task(maintenance.Fold(desk.db, desk.log, "one").run())
    await desk.publish("s1", "CIM", year=2019)
    async with asyncio.timeout(20):
        while (await desk.get("/objectives/SO-01"))["position"] < 1:
            assert not task.done()
            await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

"""Rebuilt equals folded, beside a service that serves."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from contracts import reports
from kernel.errors import Problem
from services.aggregator import process, tables
from services.aggregator.store import generations
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
        assert (await desk.operations.rebuild())["equal"]
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
    found = await desk.operations.rebuild()
    assert (found["position"], found["equal"]) == (8, True)
    await desk.judged()


async def test_what_a_killed_rebuild_left_is_removed_by_the_next(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await filled(desk)
    with monkeypatch.context() as killed:
        killed.setattr(generations, "remove", lambda _tx, *_generations: None)
        await desk.operations.rebuild()
    await desk.operations.rebuild()
    async with desk.db.read() as connection:
        left = await connection.scalars(select(tables.fact_versions.c.generation).distinct())
        assert left.all() == [3]
    await desk.judged()


async def test_two_rebuilds_at_once_do_not_harm_each_other(desk: Desk) -> None:
    await filled(desk)
    other = process.operations(replace(desk.needs, owner="another process"))
    ended = await asyncio.gather(desk.operations.rebuild(), other.rebuild(), return_exceptions=True)
    assert [type(end) for end in ended].count(dict) >= 1
    assert all(
        isinstance(end, dict) or (isinstance(end, Problem) and end.code == "rebuilding")
        for end in ended
    ), ended
    await desk.judged()


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
    assert (await desk.operations.rebuild())["equal"]
    async with desk.db.read() as connection:
        assert (
            await connection.scalar(
                select(tables.kernel.offsets.c.epoch).where(
                    tables.kernel.offsets.c.consumer == "indicators:1"
                )
            )
            == 3
        )


async def test_practices_are_rebuilt_too(desk: Desk) -> None:
    await filled(desk)
    await desk.practice("p", "COL", objectives=["GO-1"])
    await desk.settled()
    before = await desk.judged()
    assert (await desk.operations.rebuild())["equal"]
    assert await desk.judged() == before

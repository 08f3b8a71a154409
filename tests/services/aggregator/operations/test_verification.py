"""A recomputation by another way: it notices what is wrong, and only that."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from contracts import reports
from kernel.db import Tx
from services.aggregator import tables
from services.aggregator.domain.counters import CellKey
from services.aggregator.domain.latest_statuses import ALL, Pair, StatusVote
from services.aggregator.domain.tally import ALL_YEARS, EVERYBODY, Tally, TallyKey
from services.aggregator.store import tallies
from tests.services.aggregator.conftest import Desk


async def _filled(desk: Desk) -> None:
    for number in range(6):
        await desk.publish(
            f"s{number % 4}",
            ("CIM", "COL")[number % 2],
            year=2018 + number % 3,
            axes=["gender"],
            revision=1 + number // 4,
        )
    await desk.move("s1", reports.Withdrawn, "withdrawn")
    await desk.move("s2", reports.Withheld, "withheld")
    # changes nothing: its position is free for what is wrong
    await desk.move("s9", reports.Drafted, "draft")
    await desk.settled()


def _seven_facts(tally: Tally) -> None:
    tally.counters.cells[CellKey(("organ",), ("gender",))]["facts"] = 7


def _nine_without_an_axis(tally: Tally) -> None:
    tally.counters.cells[CellKey(("organ",), ())] = {"facts": 9}


def _completed(tally: Tally) -> None:
    tally.statuses.votes[Pair(ALL, "CIM", "organ")] = [StatusVote(2020, 1, "completed")]


@pytest.mark.parametrize(
    ("key", "wrong", "name", "indicator"),
    [
        (
            TallyKey("ACT-1", ALL_YEARS, EVERYBODY),
            _seven_facts,
            "cell ACT-1|*|*|organ|gender",
            "reports_published",
        ),
        (
            TallyKey("ACT-1", ALL_YEARS, EVERYBODY),
            _completed,
            "pair ACT-1|*|*|CIM|organ",
            "status_distribution",
        ),
        (TallyKey("ACT-1", 2019, EVERYBODY), _seven_facts, "cell ACT-1|2019|*|organ|gender", None),
        (
            TallyKey("ACT-1", 2018, EVERYBODY),
            _nine_without_an_axis,
            "cell ACT-1|2018|*|organ|",
            None,
        ),
        (TallyKey("ACT-1", 2018, "CIM"), _nine_without_an_axis, "cell ACT-1|2018|CIM|organ|", None),
    ],
)
async def test_what_is_wrong_is_noticed_and_a_rebuild_mends_it(
    desk: Desk, key: TallyKey, wrong: Callable[[Tally], None], name: str, indicator: str | None
) -> None:
    await _filled(desk)
    verify, rebuild = desk.operations.verify, desk.operations.rebuild
    assert (await verify())["equal"]
    async with desk.db.read() as connection:
        tally = (await tallies.at(connection, 1, 9, [key]))[key]
    wrong(tally)
    await desk.db.write(tallies.add_snapshot, 1, key, 9, tallies.snapshot_text(tally))
    found = await verify()
    assert (found["equal"], found["differences"]) == (False, [name])
    assert all(equal for code, equal in found["indicators"].items() if indicator is None)
    assert indicator is None or found["indicators"][indicator] is False
    assert (await desk.get("/verification"))["equal"] is False
    assert not (await rebuild())["equal"]
    assert (await verify())["equal"]


async def test_a_fact_that_is_wrong_is_noticed(desk: Desk) -> None:
    await _filled(desk)

    def corrupt(tx: Tx) -> None:
        mine = (tables.fact_versions.c.submission == "s0") & tables.fact_versions.c.to_position.is_(
            None
        )
        tx.execute(update(tables.fact_versions).where(mine).values(to_position=9))

    await desk.db.write(corrupt)
    verify, rebuild = desk.operations.verify, desk.operations.rebuild
    assert not (await verify())["equal"]
    assert not (await rebuild())["equal"]
    assert (await verify())["equal"]


async def test_a_practice_that_is_wrong_is_noticed(desk: Desk) -> None:
    await desk.practice("p", objectives=["GO-1"])
    await desk.practice("q", "COL", "NIC", activities=["ACT-3"])
    await desk.move("p", reports.Withdrawn, "withdrawn", "practice")
    await desk.settled()
    operations, f = desk.operations, tables.facts
    assert (await operations.verify())["equal"]

    def corrupt(tx: Tx) -> None:
        tx.execute(update(f).where(f.c.submission == "p").values(to_position=None))

    await desk.db.write(corrupt)
    found = await operations.verify()
    assert found["differences"] == ["fact practice|p"]
    wrong = [code for code, equal in found["indicators"].items() if not equal]
    assert (found["equal"], wrong) == (False, ["practices_published"])
    rebuilt = await operations.rebuild()
    assert (rebuilt["equal"], rebuilt["differences"]) == (False, ["fact p"])
    assert (await operations.verify())["equal"]


async def test_it_is_equal_while_the_fold_goes_on(desk: Desk) -> None:
    verify = desk.operations.verify

    async def publish() -> None:
        for number in range(12):
            await desk.publish(f"s{number}", year=2018 + number % 3)
            await desk.settled()

    task = asyncio.create_task(publish())
    while not task.done():
        assert (await verify())["equal"], json.dumps(await desk.get("/verification"))
    await task
    assert (await verify())["position"] == 12


async def test_a_log_that_hesitates_is_read_to_its_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read from Kafka may come back empty though more is there."""
    await _filled(desk)
    read, reads = desk.log.read, 0

    async def hesitates(*arguments: Any) -> Any:
        nonlocal reads
        reads += 1
        return await read(*arguments) if reads % 2 == 0 else []

    monkeypatch.setattr(desk.log, "read", hesitates)
    assert (await desk.operations.verify())["equal"]
    reads = 0
    assert (await desk.operations.rebuild())["equal"]

"""A recomputation by another way: it notices what is wrong, and only that."""

import asyncio
import json
from typing import Any

import pytest

from contracts import reports
from kernel.db import Tx
from services.aggregator import tables
from tests.services.aggregator.conftest import Desk


async def _filled(desk: Desk) -> None:
    for number in range(6):
        await desk.publish(f"s{number % 4}", ("CIM", "COL")[number % 2], year=2018 + number % 3, axes=["gender"], revision=1 + number // 4)
    await desk.move("s1", reports.Withdrawn, "withdrawn")
    await desk.move("s2", reports.Withheld, "withheld")
    await desk.move("s9", reports.Drafted, "draft")  # changes nothing: its position is free for what is wrong
    await desk.settled()


@pytest.mark.parametrize(
    ("table", "column", "key", "text", "indicator"),
    [
        (tables.cells, "counters", "ACT-1|2020|*|*", '{"facts":7}', "reports_published"),
        (tables.pairs, "members", "ACT-1|2020|*|CIM|organ", '{"x":[1,"completed"]}', "status_distribution"),
        (tables.cells, "counters", "ACT-1|2018|kind:organ|gender", '{"facts":9}', None),
    ],
)
async def test_what_is_wrong_is_noticed_and_a_rebuild_mends_it(
    desk: Desk, table: Any, column: str, key: str, text: str, indicator: str | None
) -> None:
    await _filled(desk)
    verify, rebuild = desk.app.state.commands["verify"], desk.app.state.commands["rebuild"]
    assert (await verify())["equal"]

    def corrupt(tx: Tx) -> None:
        kind = "cell" if table is tables.cells else "pair"
        tx.insert(table, {"generation": 1, kind: key, "position": 9, column: text})

    await desk.db.write(corrupt)
    found = await verify()
    assert (found["equal"], len(found["differences"])) == (False, 1)
    assert key in found["differences"][0]
    assert all(equal for code, equal in found["indicators"].items() if indicator is None)
    assert indicator is None or found["indicators"][indicator] is False
    assert (await desk.get("/verification"))["equal"] is False
    assert not (await rebuild())["equal"]
    assert (await verify())["equal"]


async def test_it_is_equal_while_the_fold_goes_on(desk: Desk) -> None:
    verify = desk.app.state.commands["verify"]

    async def publish() -> None:
        for number in range(12):
            await desk.publish(f"s{number}", year=2018 + number % 3)
            await desk.settled()

    task = asyncio.create_task(publish())
    while not task.done():
        assert (await verify())["equal"], json.dumps(await desk.get("/verification"))
    await task
    assert (await verify())["position"] == 12


async def test_a_log_that_hesitates_is_read_to_its_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read from Kafka may come back empty though more is there."""
    await _filled(desk)
    read, reads = desk.log.read, 0

    async def hesitates(*arguments: Any) -> Any:
        nonlocal reads
        reads += 1
        return await read(*arguments) if reads % 2 == 0 else []

    monkeypatch.setattr(desk.log, "read", hesitates)
    assert (await desk.app.state.commands["verify"]())["equal"]
    reads = 0
    assert (await desk.app.state.commands["rebuild"]())["equal"]

"""Rebuilt equals folded, and a recomputation notices a single wrong cell."""

from contracts import reports
from kernel.db import Tx
from services.aggregator import tables
from tests.services.aggregator.conftest import Desk


async def _filled(desk: Desk) -> None:
    for number in range(6):
        await desk.publish(f"s{number % 4}", ("CIM", "COL")[number % 2], year=2018 + number % 3, axes=["gender"], revision=1 + number // 4)
    await desk.move("s1", reports.Withdrawn, "withdrawn")
    await desk.settled()


async def test_a_rebuild_answers_the_same_bytes(desk: Desk) -> None:
    await _filled(desk)
    before = [(await desk.client.get(f"/indicators/objectives?as_of={position}")).content for position in range(8)]
    for _ in range(2):
        assert (await desk.app.state.commands["rebuild"]())["equal"]
        assert [(await desk.client.get(f"/indicators/objectives?as_of={position}")).content for position in range(8)] == before
    await desk.publish("new")
    await desk.settled()
    assert (await desk.get("/status"))["position"] == 8


async def test_a_wrong_cell_is_noticed_and_a_rebuild_mends_it(desk: Desk) -> None:
    await _filled(desk)
    assert (await desk.app.state.commands["verify"]())["equal"]

    def corrupt(tx: Tx) -> None:
        cells = tables.cells
        tx.execute(cells.update().where(cells.c.cell == "ACT-1|2020|*|*").values(counters='{"facts":7}'), expect=None)

    await desk.db.write(corrupt)
    found = await desk.app.state.commands["verify"]()
    assert (found["equal"], found["indicators"]["reports_published"]) == (False, False)
    assert (await desk.get("/verification"))["equal"] is False
    assert not (await desk.app.state.commands["rebuild"]())["equal"]
    assert (await desk.app.state.commands["verify"]())["equal"]

"""Commands about cycles: each write has a step, and an event that tells the whole cycle."""

from typing import Any

from kernel.auth import Caller
from kernel.db import Tx
from services.reports import tables
from services.reports.commands import cycles
from services.reports.domain.cycles import TABLE, Cycle
from tests.services.reports.conftest import Desk

SG = Caller("k", "SG", frozenset({"reports:publish"}))
FIELDS: dict[str, Any] = {
    "type": "work_plan",
    "year": 2022,
    "title": "t",
    "opens_on": None,
    "closes_on": None,
    "place": None,
    "summit": None,
    "items": [],
}


def one_year(tx: Tx) -> Cycle:
    begun = cycles.begin(tx, FIELDS, SG)
    changed = cycles.change(tx, begun, {"title": "b"}, SG)
    return cycles.move(tx, changed, TABLE["convene"], SG)


async def test_every_write_has_its_step_and_its_event(desk: Desk) -> None:
    before = await desk.rows(tables.kernel.outbox)
    done = await desk.db.write(one_year)
    assert (done.title, done.state, done.version) == ("b", "convened", 3)
    assert await desk.rows(tables.cycle_steps) == 3
    assert await desk.rows(tables.kernel.outbox) == before + 3

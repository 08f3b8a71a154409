"""Cycles as they stood at a position, read from their steps."""

from services.reports.store import past_cycles
from tests.services.reports.conftest import Desk
from tests.services.reports.occasions import occasion, step


async def test_a_cycle_is_what_its_last_change_by_then_told(desk: Desk) -> None:
    id_ = await occasion(desk, "work_plan", place="Washington")
    await desk.ask("SG", "PATCH", f"/cycles/{id_}", {"place": "Lima"}, If_Match="*")
    await step(desk, "COMMITTEE", id_, "convene")
    await desk.settled()
    end = (await desk.ask(None, "GET", f"/cycles/{id_}")).json()["position"]
    async with desk.db.read() as connection:
        stood = [await past_cycles.one(connection, id_, end - back) for back in range(4)]
        every = await past_cycles.cycles(connection, end)
    assert [one and (one.cycle.state, one.cycle.place, one.position) for one in stood] == [
        ("convened", "Lima", end),
        ("considered", "Lima", end - 1),
        ("considered", "Washington", end - 2),
        None,
    ]
    assert every == [stood[0]]

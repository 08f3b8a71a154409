"""The update of a position, whether or not the values before it are known."""

from collections.abc import AsyncIterator

from contracts import reports
from services.aggregator.api.updates import Update, Values
from tests.services.aggregator.conftest import Desk


async def updates(desk: Desk, known: Values | None) -> AsyncIterator[Update]:
    feed = desk.app.state.feed
    async for delivery in feed._deliveries(0, desk.appended["reports.v1"]):
        yield await feed._updates.of(delivery, known)


async def test_values_that_are_known_before_make_no_difference(desk: Desk) -> None:
    await desk.publish("a", activity="ACT-3")
    await desk.tell("ratification", "t")
    await desk.publish("a", revision=2, activity="ACT-2")
    await desk.move("a", reports.Withdrawn, "withdrawn")
    await desk.settled()
    anew = [update async for update in updates(desk, None)]
    assert [update async for update in updates(desk, {})] == anew
    assert [[event.type for event in update.events] for update in anew[2:]] == [
        ["published", "objective_changed", "objective_changed"],
        ["objective_changed"],
    ]
    assert [event.objectives for event in anew[3].events] == [{"GO-1"}]


async def test_a_day_that_begins_changes_values_but_not_by_its_date_alone(desk: Desk) -> None:
    days = iter(("2023-11-17", "2023-11-18", "2023-11-19"))
    desk.recorded = lambda: f"{next(days)}T00:00:00.000000Z"
    for name in "abc":
        await desk.move(name, reports.Drafted, "draft")
    await desk.settled()
    first, second, third = [update async for update in updates(desk, None)]
    assert first.events == ()  # as many states participate as when the edition began
    assert second.events == ()
    assert {code for event in third.events for code in event.objectives} == {"GO-1", "SO-01"}
    assert b"states_contributing" in third.events[0].data

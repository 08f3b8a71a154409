"""The positions at which facts began or ended to count."""

from contracts import reports
from services.aggregator.store import steps
from services.aggregator.store.steps import StepQuery
from tests.services.aggregator.conftest import Desk


async def test_steps_are_where_something_begins_or_ends(desk: Desk) -> None:
    await desk.publish("a")
    await desk.practice("p")
    await desk.publish("b", activity="ACT-3", year=2021)
    await desk.move("p", reports.Withheld, "withheld", "practice")
    await desk.move("a", reports.Withheld, "withheld")
    await desk.move("a", reports.Released, "published")
    await desk.move("p", reports.Released, "published", "practice")
    await desk.settled()
    async with desk.db.read() as connection:

        async def on(*activities: str, year: int | None = None, after: int = 0) -> list[int]:
            query = StepQuery(generation=1, after=after, until=7, year=year, limit=9)
            found = await steps.of_implementations(connection, query, activities)
            return [position for position, _ in found]

        assert await on("ACT-1") == [1, 5, 6]
        assert await on("ACT-1", "ACT-2", "ACT-3") == [1, 3, 5, 6]
        assert await on("ACT-1", "ACT-2", "ACT-3", year=2021) == [3]
        assert await on("ACT-1", after=1) == [5, 6]
        assert await on() == []
        query = StepQuery(generation=1, after=0, until=7, year=2020, limit=2)
        found = await steps.of_listed(connection, query, ["practice"])
        assert [position for position, _ in found] == [2, 4]
        replaced = [
            (position, old and old.submission, new and new.submission)
            async for position, (old, new) in steps.replaced(connection, 1, 7)
        ]
        assert replaced == [(1, None, "a"), (3, None, "b"), (5, "a", None), (6, None, "a")]


async def test_the_facts_that_begin_or_end_at_a_position(desk: Desk) -> None:
    await desk.publish("a", joint=("COL",))
    await desk.publish("a", revision=2, activity="ACT-3")
    await desk.practice("p")
    await desk.move("p", reports.Withdrawn, "withdrawn", "practice")
    await desk.settled()
    async with desk.db.read() as connection:
        found = [
            [fact.activities for fact in await steps.facts_at(connection, 1, submission, position)]
            for submission, position in (("a", 1), ("a", 2), ("a", 3), ("p", 3), ("p", 4))
        ]
    assert [sorted(each) for each in found] == [
        [("ACT-1",)],
        [("ACT-1",), ("ACT-3",)],
        [],
        [("ACT-1",)],
        [("ACT-1",)],
    ]

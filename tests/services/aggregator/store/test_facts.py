"""Facts between positions, and the filters of lists, for either way of storing."""

from typing import Any

from contracts import reports
from kernel.db import THREADED
from services.aggregator.store import facts, steps
from services.aggregator.store.facts import FactQuery
from tests.services.aggregator.conftest import Desk


async def test_facts_stand_between_their_positions(desk: Desk) -> None:
    await desk.publish("a", "COL", ("NIC",), axes=["gender"])
    await desk.publish("b", "NIC", activity="ACT-3")
    await desk.publish("a", revision=2, status="completed")
    await desk.settled()
    async with desk.db.read() as connection:

        async def at(position: int, *actors: str, **filters: Any) -> list[tuple[str, int]]:
            pages = []
            for limit in (None, 5):
                query = FactQuery(
                    generation=1, position=position, actors=actors, limit=limit, **filters
                )
                page = await facts.implementations(connection, query, ["ACT-1", "ACT-3"])
                pages.append([(fact.submission, fact.revision) for fact in page])
            assert pages[0] == pages[1]
            return pages[0]

        assert await at(1) == [("a", 1)]
        assert await at(2) == [("a", 1), ("b", 1)]
        assert await at(3) == [("b", 1), ("a", 2)]
        assert await at(3, after=[2, "b"]) == [("a", 2)]
        assert await at(2, "NIC") == [("a", 1), ("b", 1)]
        assert await at(2, "NIC", "COL") == await at(2, axis="gender") == [("a", 1)]
        assert await at(3, actor_kind="organ") == [("a", 2)]
        assert await at(3, year=2021) == []
        held = await facts.last(connection, 1, ["a", "nobody"], ["p"])
        assert [(one.fact.revision, one.since, one.until) for one in held.values()] == [
            (2, 3, None)
        ]


async def test_facts_of_other_kinds_stand_between_their_positions(desk: Desk) -> None:
    await desk.practice("p", "COL", "NIC", axes=["gender"], objectives=["GO-1"])
    await desk.practice("q", "NIC", year=2021)
    await desk.practice("p", revision=2)
    await desk.move("q", reports.Withheld, "withheld", "practice")
    await desk.settled()
    async with desk.db.read() as connection:

        async def at(position: int, *actors: str, **filters: Any) -> list[tuple[str, int]]:
            query = FactQuery(generation=1, position=position, actors=actors, **filters)
            page = await facts.listed(connection, query, ["practice"])
            return [(fact.submission, fact.revision) for fact in page]

        assert await at(1) == [("p", 1)]
        assert await at(2) == [("p", 1), ("q", 1)]
        assert await at(3) == [("q", 1), ("p", 2)]
        assert await at(4) == [("p", 2)]
        assert await at(3, after=[2, "q"]) == [("p", 2)]
        assert await at(2, "NIC", "COL") == await at(2, axis="gender") == [("p", 1)]
        assert await at(3, year=2021) == await at(3, "NIC") == [("q", 1)]
        assert await at(3, actor_kind="organ") == [("p", 2)]
        held = await facts.last(connection, 1, [], ["p", "q"])
        assert {name: (one.since, one.until) for name, one in held.items()} == {
            "p": (3, None),
            "q": (2, 4),
        }


async def test_a_stored_fact_is_what_it_was(desk: Desk) -> None:
    people = [
        {"sex": "female", "age_group": "adult", "small": True},
        {"sex": "male", "age_group": "adult", "count": 7},
    ]
    money = [{"currency": "USD", "amount": "0.10"}]
    await desk.publish("a", "COL", ("NIC",), axes=["gender"], beneficiaries=people, resources=money)
    await desk.practice("p", objectives=["GO-1"], axes=["gender"])
    await desk.settled()
    async with desk.db.read(THREADED) as connection:
        ((_, (_, fact)),) = [step async for step in steps.replaced(connection, 1, 2)]
        query = FactQuery(generation=1, position=2)
        (practice,) = await facts.listed(connection, query, ["practice"])
    assert fact is not None
    for one in (fact, practice):
        assert facts.fact_of(one.kind, facts.fact_text(one)) == one

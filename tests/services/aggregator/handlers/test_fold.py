"""Events fold exactly: corrections, withdrawals, what is withheld and released, confirmations,
repeats, the impossible.
"""

import pytest

from contracts import reports, topics
from contracts.reports import Reporter
from kernel.errors import Unavailable
from services.aggregator.domain.latest_statuses import REMEMBERED
from services.aggregator.handlers import follow
from services.aggregator.store import facts, generations, tallies, withholdings
from services.aggregator.store.facts import FactQuery
from tests.services.aggregator.conftest import Desk, _moved


async def test_corrections_and_withdrawals_are_exact(desk: Desk) -> None:
    await desk.publish("a", year=2020, status="planned")
    await desk.publish("a", year=2021, status="completed", revision=2, activity="ACT-3")
    await desk.publish("b")
    await desk.move("b", reports.Withdrawn, "withdrawn")
    desk.facts.pop("b")
    await desk.settled()
    await desk.judged()


async def test_withheld_is_out_until_released_as_it_was(desk: Desk) -> None:
    await desk.publish("a")
    kept = desk.facts.pop("a")
    await desk.move("a", reports.Withheld, "withheld")
    await desk.settled()
    await desk.judged()
    await desk.move("a", reports.Released, "published")
    desk.facts["a"] = kept
    await desk.settled()
    await desk.judged()


async def test_a_confirmation_counts_even_when_given_while_withheld(desk: Desk) -> None:
    await desk.publish("a", "COL", activity="ACT-2")
    people = [Reporter(code="COL", kind="state"), Reporter(code="NIC", kind="state")]
    await desk.move("a", reports.Withheld, "withheld")
    await desk.append(
        topics.REPORTS,
        "a",
        reports.Confirmed(
            **_moved("a", "COL", "withheld", 1), joint_reporter="NIC", reporters=people
        ),
    )
    await desk.move("a", reports.Released, "published")
    await desk.settled()
    fact = desk.facts["a"]
    desk.facts["a"] = type(fact)(fact.id, 1, 1, "COL", ("NIC",), fact.payload, [])
    await desk.judged()


async def test_the_impossible_is_parked_and_the_rest_goes_on(desk: Desk) -> None:
    await desk.move("ghost", reports.Released, "published")
    await desk.move("ghost", reports.Withheld, "withheld")
    await desk.publish("a")
    await desk.settled()
    await desk.judged()
    status = await desk.get("/status")
    assert (status["position"], status["parked"]) == (3, 2)


async def test_what_cannot_be_counted_is_parked_and_stops_nobody(desk: Desk) -> None:
    await desk.publish("a", resources=[{"currency": "USD", "amount": "much"}])
    await desk.publish("b", beneficiaries=[{"sex": "female", "age_group": "adult", "count": -1}])
    await desk.publish("c", activity="A" * 99)
    await desk.publish("n", activity="ACT-1\x00")  # which PostgreSQL could not store
    for id_ in "abcn":
        desk.facts.pop(id_)
    await desk.publish("d", axes=["gender", "gender"])
    await desk.settled()
    await desk.judged()
    assert (await desk.get("/status"))["parked"] == 4


async def test_a_kind_that_came_later_changes_nothing(desk: Desk) -> None:
    await desk.move("p", reports.Withheld, "withheld", "later")
    later = {**_moved("q", "CIM", "published", 1, "later"), "title": "t", "language": "es"}
    people = [Reporter(code="CIM", kind="organ")]
    await desk.append(
        topics.REPORTS, "q", reports.Published(**later, reporters=people, evidence=[])
    )
    await desk.publish("a")
    await desk.settled()
    await desk.judged()
    assert (await desk.get("/status"))["parked"] == 0


async def test_what_is_in_memory_is_read_anew_after_somebody_else_has_folded(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tallies, "SNAPSHOT_EVERY", 2)
    consumers = [follow.consumer(desk.db, desk.log, "test", 1) for _ in range(2)]
    for number in range(12):
        await desk.publish(f"s{number}", status=("planned", "completed")[number % 2])
        consumer = consumers[number // 3 % 2]
        if number % 3 == 0:
            assert await consumer.take()
        assert await consumer.step(0) == 1
    await desk.judged()
    assert (await desk.operations.verify())["equal"]


async def test_what_is_in_memory_is_read_anew_after_a_commit_that_failed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_arguments: object) -> None:
        raise Unavailable("the database is away")

    monkeypatch.setattr(tallies, "SNAPSHOT_EVERY", 2)
    consumer = follow.consumer(desk.db, desk.log, "test", 1)
    assert await consumer.take()
    for number in range(5):
        await desk.publish(f"s{number}")
        with monkeypatch.context() as patch:
            patch.setattr(desk.db, "write", away)
            with pytest.raises(Unavailable):
                await consumer.step(0)
        assert await consumer.step(0) == 1
    await desk.judged()
    assert (await desk.operations.verify())["equal"]


async def test_what_is_in_memory_is_read_anew_after_a_batch_that_broke_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_arguments: object) -> None:
        raise Unavailable("the database is away")

    monkeypatch.setattr(tallies, "SNAPSHOT_EVERY", 1)
    for number in range(REMEMBERED + 3):
        await desk.publish(f"s{number}")
    await desk.settled()
    consumer = follow.consumer(desk.db, desk.log, "test", 1)
    for number in (
        REMEMBERED + 2,
        REMEMBERED + 1,
    ):  # what came last goes: of the other facts nothing is in memory then
        assert await consumer.take()
        await desk.move("x", reports.Drafted, "draft")
        assert await consumer.step(0) == 1
        await desk.publish(f"t{number}")
        for name in (f"t{number}", f"s{number}"):
            await desk.move(name, reports.Withdrawn, "withdrawn")
            desk.facts.pop(name)
        with monkeypatch.context() as patch:
            patch.setattr(tallies, "votes", away)
            with pytest.raises(Unavailable):
                await consumer.step(0)
        assert await consumer.step(0) == 3
    await desk.judged()
    assert (await desk.operations.verify())["equal"]


async def test_a_status_falls_back_to_a_fact_of_long_ago(desk: Desk) -> None:
    """More facts than a tally remembers go, some in the batch they came in: the ones before, and
    those of the same batch, are found.
    """
    for number in range(4):
        await desk.publish(f"old{number}", status="planned")
    await desk.settled()
    await desk.publish("between", status="suspended")
    for number in range(REMEMBERED + 2):
        await desk.publish(f"new{number}", status="completed")
    for number in reversed(range(REMEMBERED + 2)):
        await desk.move(f"new{number}", reports.Withdrawn, "withdrawn")
        desk.facts.pop(f"new{number}")
    await desk.settled()
    assert {value["indicator"]: value["value"] for value in (await desk.judged())[0]["values"]}[
        "status_distribution"
    ] == {"suspended": 1}
    for name in ("between", "old3"):
        await desk.move(name, reports.Withdrawn, "withdrawn")
        desk.facts.pop(name)
    await desk.settled()
    await desk.judged()
    assert (await desk.operations.verify())["equal"]


async def test_a_withheld_entry_of_the_fund_goes_on_counting_and_is_shown(desk: Desk) -> None:
    of_kind = _moved("f", "CIM", "published", 1, "fund-entry")
    entry = reports.FundEntry(
        entry="allocation",
        money=reports.Money(currency="USD", amount="10.00"),
        date="2024-01-01",
        activity="ACT-1",
    )
    people = [Reporter(code="CIM", kind="organ")]
    content = {"title": "t", "language": "es", "reporters": people, "evidence": []}
    event = reports.Published(**of_kind, **content, **{"fund-entry": entry})
    await desk.append(topics.REPORTS, "f", event)
    await desk.move("f", reports.Withheld, "withheld", "fund-entry")
    await desk.settled()
    generation = await generations.active(desk.db)
    async with desk.db.read() as connection:
        query = FactQuery(generation=generation, position=2)
        listed = await facts.listed(connection, query, ["fund-entry"])
        hidden = await withholdings.hidden(connection, generation, ["f"])
    assert ([fact.submission for fact in listed], hidden) == (["f"], set())
    assert (await desk.get("/status"))["parked"] == 0

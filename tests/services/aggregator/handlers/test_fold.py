"""Events fold exactly: corrections, withdrawals, what is withheld and released, confirmations, repeats, the impossible."""

from contracts import reports, topics
from contracts.reports import Reporter
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
    await desk.append(topics.REPORTS, "a", reports.Confirmed(**_moved("a", "COL", "withheld", 1), joint_reporter="NIC", reporters=people))
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
    for id_ in "abc":
        desk.facts.pop(id_)
    await desk.publish("d", axes=["gender", "gender"])
    await desk.settled()
    await desk.judged()
    assert (await desk.get("/status"))["parked"] == 3


async def test_what_is_no_implementation_changes_nothing(desk: Desk) -> None:
    other = {**_moved("p", "CIM", "withheld", 1), "kind": "practice"}
    await desk.append(topics.REPORTS, "p", reports.Withheld(**other))
    await desk.publish("a")
    await desk.settled()
    await desk.judged()
    assert (await desk.get("/status"))["parked"] == 0

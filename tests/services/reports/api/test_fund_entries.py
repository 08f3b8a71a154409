"""Fund entries through the life cycle: what there is not enough for, what is frozen, and what is
withheld.
"""

import asyncio
from typing import Any

import pytest

from tests.services.reports.conftest import Desk
from tests.services.reports.funding import fund_entry, fund_on


async def test_more_than_there_is_is_refused_with_the_figures(desk: Desk) -> None:
    fund = await fund_on(desk)
    receipt = await fund.receipt("400.00")
    allocation = await fund.allocation("300.00")
    too_much = await fund.accepted("allocation", "100.01", activity="ACT-12")
    spent = await fund.accepted("disbursement", "300.01", allocation=allocation)
    back = await fund.accepted("reversal", "100.01", refers_to=receipt)
    for id_, figures in (
        (too_much, {"currency": "USD", "asked": "100.01", "available": "100.00"}),
        (spent, {"currency": "USD", "asked": "300.01", "left": "300.00"}),
        (back, {"currency": "USD", "asked": "100.01", "available": "100.00"}),
    ):
        answer = await fund.publish(id_)
        assert answer.status_code == 409, answer.text
        problem = answer.json()
        assert problem["code"] == "insufficient"
        assert figures.items() <= problem.items()
        read = (await desk.ask("SG", "GET", f"/submissions/{id_}")).json()
        assert read["state"] == "accepted"


async def test_another_currency_pays_for_nothing(desk: Desk) -> None:
    fund = await fund_on(desk)
    await fund.receipt("1000.00")
    id_ = await fund.accepted("allocation", "1", activity="ACT-12", currency="CLP")
    answer = await fund.publish(id_)
    assert answer.status_code == 409
    assert answer.json()["available"] == "0"
    other = await fund.accepted("allocation", "1.00", activity="ACT-12", currency="CAD")
    assert (await fund.publish(other)).json()["available"] == "0.00"


async def test_a_pledge_pays_for_nothing_and_a_reversal_gives_back(desk: Desk) -> None:
    fund = await fund_on(desk)
    await fund.published("pledge", "5000.00", "COL", contributor={"actor": "COL"})
    await fund.receipt("10.00")
    allocation = await fund.allocation("10.00")
    disbursement = await fund.published("disbursement", "10.00", allocation=allocation)
    more = await fund.accepted("disbursement", "4.00", allocation=allocation)
    assert (await fund.publish(more)).status_code == 409
    await fund.published("reversal", "4.00", refers_to=disbursement)
    assert (await fund.publish(more)).status_code == 200


@pytest.mark.parametrize("number", [2, 10])
async def test_one_alone_gets_the_rest_when_many_are_published_at_once(
    desk: Desk, number: int
) -> None:
    fund = await fund_on(desk)
    await fund.receipt("100.00")
    ids = [await fund.accepted("allocation", "60.00", activity="ACT-12") for _ in range(number)]
    answers = await asyncio.gather(*map(fund.publish, ids))
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * (number - 1)]
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {(one["code"], one["available"]) for one in refused} == {("insufficient", "40.00")}


async def test_as_many_as_there_is_enough_for_are_published_at_once(desk: Desk) -> None:
    fund = await fund_on(desk)
    await fund.receipt("70.00")
    allocation = await fund.allocation("70.00")
    ids = [await fund.accepted("disbursement", "10.00", allocation=allocation) for _ in range(10)]
    answers = await asyncio.gather(*map(fund.publish, ids))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [409] * 3


async def test_what_is_published_is_frozen(desk: Desk) -> None:
    fund = await fund_on(desk)
    id_ = await fund.receipt("10.00")
    for action in ("revise", "withdraw"):
        answer = await desk.act("fund", id_, action)
        assert (answer.status_code, answer.json()["code"]) == (409, "append_only")
    await desk.act("SG", id_, "withhold", comment="pide no ser nombrado")
    answer = await desk.act("fund", id_, "withdraw")
    assert (answer.status_code, answer.json()["code"]) == (409, "append_only")


async def addresses(desk: Desk, id_: str) -> list[str]:
    """Where an entry can be read by everybody."""
    await desk.settled()
    last = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]["position"]
    path = f"/submissions/{id_}"
    return [
        path,
        f"{path}?as_of={last}",
        f"{path}?revision=1",
        f"{path}/revisions",
        f"{path}/history",
        "/submissions?kind=fund-entry",
    ]


async def test_withheld_an_entry_stays_but_for_contributor_and_note(desk: Desk) -> None:
    fund = await fund_on(desk)
    private = {"contributor": {"name": "Quien Dona"}, "note": "calle oculta"}
    id_ = await fund.receipt("100.00", **private)
    before = await addresses(desk, id_)
    assert (await desk.ask(None, "GET", "/submissions?q=oculta")).json()["items"]
    await desk.act("SG", id_, "withhold", comment="pide no ser nombrado")
    for address in [*before, *await addresses(desk, id_)]:
        for who in (None, "COL", "MEX"):
            answer = await desk.ask(who, "GET", address)
            assert answer.status_code == 200, (address, answer.text)
            assert "Quien Dona" not in answer.text, address
            assert "calle oculta" not in answer.text, address
            assert id_ in answer.text or "100.00" in answer.text or "withhold" in answer.text
    read = (await desk.ask(None, "GET", f"/submissions/{id_}")).json()
    assert read["title"] == "Movimiento"
    assert read["payload"]["money"] == {"currency": "USD", "amount": "100.00"}
    assert not {"contributor", "note"} & set(read["payload"])
    assert (await desk.ask(None, "GET", "/submissions?q=oculta")).json()["items"] == []
    inside = (await desk.ask("SG", "GET", f"/submissions/{id_}")).json()
    assert inside["payload"]["contributor"] == private["contributor"]
    await fund.allocation("100.00")  # it is counted
    assert (await desk.act("SG", id_, "release")).status_code == 200
    again = (await desk.ask(None, "GET", f"/submissions/{id_}")).json()
    assert again["payload"]["note"] == "calle oculta"


async def test_no_event_carries_the_contributor_or_the_note(desk: Desk) -> None:
    fund = await fund_on(desk)
    await fund.receipt("1.00", contributor={"name": "Quien Dona"}, note="calle oculta")
    await desk.settled()
    for item in (await desk.ask("SG", "GET", "/ledger?limit=500")).json()["items"]:
        entry = (await desk.ask("SG", "GET", f"/ledger/{item['position']}")).text
        assert "Quien Dona" not in entry
        assert "calle oculta" not in entry


@pytest.mark.parametrize(
    ("payload", "pointer", "code"),
    [
        ({"date": "2999-01-01"}, "/payload/date", "out_of_range"),
        ({"activity": "ACT-22"}, "/payload/activity", "not_an_organs_activity"),
        ({"activity": "ACT-99"}, "/payload/activity", "unknown_code"),
        ({"allocation": "none"}, "/payload/allocation", "unknown_code"),
        ({"refers_to": "none"}, "/payload/refers_to", "unknown_code"),
        ({"contributor": {"actor": "X"}}, "/payload/contributor/actor", "unknown_code"),
        ({"contributor": {}}, "/payload/contributor", "wrong_form"),
    ],
)
async def test_what_an_entry_names_is_there(
    desk: Desk, payload: dict[str, Any], pointer: str, code: str
) -> None:
    fund = await fund_on(desk)
    assert (pointer, code) in await fund.refused(fund_entry("receipt", "1.00", **payload))


async def test_a_reversal_takes_back_what_is_left_and_no_reversal(desk: Desk) -> None:
    fund = await fund_on(desk)
    pledge = await fund.published("pledge", "10.00", "COL", contributor={"actor": "COL"})
    reversal = await fund.published("reversal", "6.00", refers_to=pledge)
    for id_, amount, expected in (
        (pledge, "4.01", ("/payload/money/amount", "too_much")),
        (reversal, "1.00", ("/payload/refers_to", "unknown_code")),
    ):
        assert expected in await fund.refused(fund_entry("reversal", amount, refers_to=id_))
    other = fund_entry("reversal", "1", refers_to=pledge, currency="CLP")
    assert ("/payload/money/currency", "other_currency") in await fund.refused(other)


async def test_who_reports_which_entry(desk: Desk) -> None:
    await fund_on(desk)
    mine, theirs = {"contributor": {"actor": "COL"}}, {"contributor": {"actor": "MEX"}}
    for who, sent, expected in (
        ("COL", fund_entry("pledge", "1.00", "COL", **mine), 201),
        ("COL", fund_entry("pledge", "1.00", "COL", **theirs), 422),
        ("COL", fund_entry("receipt", "1.00", "COL", **mine), 422),
        ("COL", fund_entry("pledge", "1.00", **mine), 403),
        ("SG", fund_entry("receipt", "1.00", **mine), 403),
        ("fund", fund_entry("pledge", "1.00", **theirs), 201),
        (None, fund_entry("receipt", "1.00"), 401),
    ):
        answer = await desk.ask(who, "POST", "/submissions", sent)
        assert answer.status_code == expected, answer.text

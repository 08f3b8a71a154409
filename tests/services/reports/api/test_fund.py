"""The fund as everybody reads it: balances at a position and on a day, entries, files."""

import csv
import io
from typing import Any

import pytest

from kernel import clock
from tests.services.reports.conftest import Desk
from tests.services.reports.formats.rulesets import broken
from tests.services.reports.funding import Fund, fund_on

USD = {
    "pledged": "1000.00",
    "received": "395.00",
    "allocated": "290.00",
    "disbursed": "75.50",
    "available": "105.00",
    "cash": "319.50",
}


async def filled(desk: Desk) -> tuple[Fund, dict[str, str]]:
    """A fund with entries of every sort; returns their ids."""
    fund = await fund_on(desk)
    ids = {
        "pledge": await fund.published("pledge", "1000.00", "COL", contributor={"actor": "COL"}),
        "receipt": await fund.receipt("400", date="2024-03-01"),
        "clp": await fund.receipt("1500", currency="CLP", contributor={"name": "Fundación Ñandú"}),
        "allocation": await fund.allocation("300.00", date="2024-04-01"),
    }
    ids["disbursement"] = await fund.published(
        "disbursement", "100.00", allocation=ids["allocation"], date="2025-01-01"
    )
    for name, amount in (("receipt", "5.00"), ("allocation", "10.00"), ("disbursement", "24.50")):
        ids[f"-{name}"] = await fund.published(
            "reversal", amount, refers_to=ids[name], date="2025-02-01"
        )
    await desk.settled()
    return fund, ids


async def test_balances_of_every_currency(desk: Desk) -> None:
    _, ids = await filled(desk)
    answer = (await desk.ask(None, "GET", "/fund")).json()
    last = (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"][-1]
    assert answer["position"] == last["position"]
    assert (answer["as_of"], answer["on"]) == (None, last["time"][:10])
    assert answer["balance"]["USD"] == USD
    assert answer["balance"]["CLP"] == {
        "pledged": "0",
        "received": "1500",
        "allocated": "0",
        "disbursed": "0",
        "available": "1500",
        "cash": "1500",
    }
    await desk.act("SG", ids["receipt"], "withhold", comment="pide no ser nombrado")
    await desk.settled()
    assert (await desk.ask(None, "GET", "/fund")).json()["balance"] == answer["balance"]


async def test_as_it_was_at_a_position_at_an_instant_and_on_a_day(desk: Desk) -> None:
    _, ids = await filled(desk)
    items = (await desk.ask(None, "GET", "/fund/entries")).json()["items"]
    placed = {item["id"]: item["position"] for item in items}
    at = placed[ids["disbursement"]]
    then = (await desk.ask(None, "GET", f"/fund?as_of={at}")).json()
    assert (then["position"], then["as_of"]) == (at, str(at))
    assert then["balance"]["USD"]["disbursed"] == "100.00"
    before = (await desk.ask(None, "GET", f"/fund?as_of={at - 1}")).json()
    assert before["balance"]["USD"]["disbursed"] == "0.00"
    assert (await desk.ask(None, "GET", "/fund?as_of=0")).json()["balance"] == {}
    time = next(
        item["time"]
        for item in (await desk.ask(None, "GET", "/ledger?limit=500")).json()["items"]
        if item["position"] == at
    )
    instant = (await desk.ask(None, "GET", f"/fund?as_of={time}")).json()
    assert instant["position"] >= at
    for day, received, allocated in (
        ("2024-02-28", None, None),
        ("2024-03-01", "400.00", "0.00"),
        ("2024-12-31", "400.00", "300.00"),
        ("2025-02-01", "395.00", "290.00"),
    ):
        on = (await desk.ask(None, "GET", f"/fund?on={day}")).json()
        assert on["on"] == day
        usd = on["balance"].get("USD", {})
        assert (usd.get("received"), usd.get("allocated")) == (received, allocated)


async def test_who_published_reads_it_at_once(desk: Desk) -> None:
    fund = await fund_on(desk)
    await fund.receipt("1.00")
    await desk.settled()
    assert (await desk.ask("SG", "GET", "/fund")).json()["balance"]["USD"]["cash"] == "1.00"


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("entry=reversal", ["-disbursement", "-allocation", "-receipt"]),
        ("currency=CLP", ["clp"]),
        ("activity=ACT-12", ["allocation"]),
        ("contributor=COL", ["receipt", "pledge"]),
        ("contributor=fundacion%20nandu", ["clp"]),
        ("allocation={allocation}", ["disbursement"]),
        ("refers_to={receipt}", ["-receipt"]),
        ("year=2025&entry=disbursement", ["disbursement"]),
        ("on=2024-02-29", ["clp", "pledge"]),
        ("as_of=1", []),
        ("activity=ACT-06", []),
    ],
)
async def test_entries_are_filtered(desk: Desk, query: str, names: list[str]) -> None:
    _, ids = await filled(desk)
    answer = await desk.ask(None, "GET", f"/fund/entries?{query.format(**ids)}")
    assert answer.status_code == 200, answer.text
    assert [item["id"] for item in answer.json()["items"]] == [ids[name] for name in names]


async def test_an_entry_says_all_and_what_is_left_of_it(desk: Desk) -> None:
    _, ids = await filled(desk)
    items = (await desk.ask(None, "GET", "/fund/entries")).json()["items"]
    left = {item["id"]: item["left"] for item in items}
    assert left == {
        ids["pledge"]: "1000.00",
        ids["receipt"]: "395.00",
        ids["clp"]: "1500",
        ids["allocation"]: "214.50",
        ids["disbursement"]: "75.50",
        **{ids[name]: None for name in ids if name.startswith("-")},
    }
    (pledge,) = [item for item in items if item["id"] == ids["pledge"]]
    assert pledge["contributor"] == {"actor": "COL", "name": None} or pledge["contributor"] == {
        "actor": "COL"
    }
    assert (pledge["money"], pledge["reporter"]) == (
        {"currency": "USD", "amount": "1000.00"},
        "COL",
    )


async def test_pages_follow_one_another(desk: Desk) -> None:
    _, ids = await filled(desk)
    found: list[Any] = []
    path: str | None = "/reports/fund/entries?limit=3"
    while path is not None:
        page = (await desk.client.get(path)).json()
        found += [item["id"] for item in page["items"]]
        path = page["next"]
    assert found == list(ids.values())[::-1]


async def test_what_is_withheld_is_not_told_and_not_found(desk: Desk) -> None:
    fund = await fund_on(desk)
    id_ = await fund.receipt("1.00", contributor={"name": "Quien Dona"}, note="calle oculta")
    await desk.act("SG", id_, "withhold", comment="pide no ser nombrado")
    await desk.settled()
    (item,) = (await desk.ask(None, "GET", "/fund/entries")).json()["items"]
    assert (item["contributor"], item["note"], item["withheld"]) == (None, None, True)
    found = await desk.ask(None, "GET", "/fund/entries?contributor=Quien%20Dona")
    assert found.json()["items"] == []
    for path in ("/fund/entries", "/fund/entries.csv", "/fund.iati.xml"):
        for who in (None, "SG", "fund"):
            text = (await desk.ask(who, "GET", path)).text
            assert "1.00" in text
            assert "Quien Dona" not in text
            assert "calle oculta" not in text


async def test_the_file_of_entries_is_no_formula(desk: Desk) -> None:
    fund, _ = await filled(desk)
    await fund.receipt("2.00", contributor={"name": "=1+1"}, note="@sum")
    await desk.settled()
    answer = await desk.ask(None, "GET", "/fund/entries.csv?year=2024")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert (rows[-1]["contributor_name"], rows[-1]["note"]) == ("'=1+1", "'@sum")
    assert [row["amount"] for row in rows] == ["1000.00", "400", "1500", "300.00", "2.00"]
    again = await desk.ask(
        None, "GET", "/fund/entries.csv?year=2024", If_None_Match=answer.headers["etag"]
    )
    assert again.status_code == 304


async def test_the_iati_file_breaks_no_rule(desk: Desk) -> None:
    fund, ids = await filled(desk)
    today = clock.today().isoformat()
    await fund.published("disbursement", "1.00", allocation=ids["allocation"], date=today)
    await desk.settled()
    answer = await desk.ask(None, "GET", "/fund.iati.xml")
    assert answer.headers["content-type"] == "application/xml"
    assert broken(answer.content) == []
    assert b'currency="CLP" value-date="2024-02-29">1500<' in answer.content


@pytest.mark.parametrize(
    "path",
    [
        "/fund?on=2024-02-30",
        "/fund?on=yesterday",
        "/fund?as_of=999999",
        "/fund?as_of=yesterday",
        "/fund?currency=USD",
        "/fund/entries?entry=gift",
        "/fund/entries?currency=XXX",
        "/fund/entries?activity=ACT-99",
        "/fund/entries?modality=1",
        "/fund/entries?year=24x",
        "/fund.iati.xml?on=x",
    ],
)
async def test_what_cannot_be_asked(desk: Desk, path: str) -> None:
    assert (await desk.ask(None, "GET", path)).status_code == 422


@pytest.mark.parametrize("path", ["/fund", "/fund/entries", "/fund/entries.csv", "/fund.iati.xml"])
async def test_everybody_reads_it(desk: Desk, path: str) -> None:
    await fund_on(desk)
    for who in (None, "SG", "fund", "CAM", "COL", "ILO", "admin", "reviewer", "idle"):
        assert (await desk.ask(who, "GET", path)).status_code == 200
    for who in ("revoked", "expired"):
        assert (await desk.ask(who, "GET", path)).status_code == 401

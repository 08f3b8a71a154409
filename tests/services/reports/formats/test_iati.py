"""The fund as an IATI file: what stands where, whatever the entries are."""

from typing import Any
from xml.etree import ElementTree

from services.reports.domain.fund import Row
from services.reports.formats import iati

MADE = "2026-06-01T12:00:00.000000Z"


def row(id_: str, sort: str, amount: str, **payload: Any) -> Row:
    currency = payload.pop("currency", "USD")
    given = {"entry": sort, "date": "2024-02-29", "money": {"currency": currency, "amount": amount}}
    return Row(id_, 1, MADE, "SG", "Movimiento", "es", {**given, **payload}, False)


ROWS = [
    row("p", "pledge", "1000.00", contributor={"actor": "COL"}),
    row("c", "pledge", "1500", currency="CLP", contributor={"name": "A & B <c>\ufffe"}),
    row("r", "receipt", "400.00"),
    row("a", "allocation", "300.00", activity="ACT-12"),
    row("b", "allocation", "10.00", activity="ACT-GONE"),
    row("d", "disbursement", "100.00", allocation="a", date="2025-01-01"),
    row("-", "reversal", "5.00", refers_to="d", date="2025-02-01"),
    row("?", "disbursement", "1.00", allocation="nowhere"),
]


def parsed(rows: list[Row]) -> ElementTree.Element:
    amounts = {one.id: one.payload["money"]["amount"] for one in rows}
    return ElementTree.fromstring(iati.write(rows, amounts, MADE, "2026-06-01"))  # noqa: S314


def told(activity: ElementTree.Element) -> list[tuple[Any, ...]]:
    return [
        (
            one.get("ref"),
            one.find("transaction-type").get("code"),  # type: ignore[union-attr]
            one.findtext("value"),
            one.find("value").get("currency"),  # type: ignore[union-attr]
        )
        for one in activity.findall("transaction")
    ]


def test_what_comes_in_is_the_funds_and_what_goes_out_is_an_activitys() -> None:
    found = {one.findtext("iati-identifier"): told(one) for one in parsed(ROWS)}
    fund = f"{iati.ORGANISATION}-FUND"
    assert found == {
        fund: [
            ("p", "13", "1000.00", "USD"),
            ("c", "13", "1500", "CLP"),
            ("r", "1", "400.00", "USD"),
        ],
        f"{fund}-ACT-12": [
            ("a", "2", "300.00", "USD"),
            ("d", "3", "100.00", "USD"),
            ("-", "3", "-5.00", "USD"),
        ],
        f"{fund}-ACT-GONE": [("b", "2", "10.00", "USD")],
    }


def test_a_fund_without_entries_is_a_file_all_the_same() -> None:
    (fund,) = parsed([])
    start = fund.find("activity-date")
    assert start is not None
    assert start.get("iso-date") == "2026-06-01"


def test_the_same_entries_are_the_same_bytes() -> None:
    amounts = {one.id: one.payload["money"]["amount"] for one in ROWS}
    assert iati.write(ROWS, amounts, MADE, MADE) == iati.write(ROWS, amounts, MADE, MADE)

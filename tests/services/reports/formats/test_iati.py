"""The fund as an IATI file: what stands where, whatever the entries are."""

from typing import Any
from xml.etree import ElementTree

import pytest

from services.reports.domain.fund import Row
from services.reports.formats import iati
from tests.services.reports.formats.rulesets import broken

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


def written(rows: list[Row]) -> bytes:
    amounts = {one.id: one.payload["money"]["amount"] for one in rows}
    return iati.write(rows, amounts, MADE, "2026-06-01")


@pytest.mark.parametrize("rows", [ROWS, ROWS[:2], []])
def test_the_file_fits_the_schema_and_breaks_no_rule(rows: list[Row]) -> None:
    assert broken(written(rows)) == []


def test_every_narrative_has_its_language_and_every_value_its_currency_and_day() -> None:
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    tree = parsed(ROWS)
    assert all(one.get(lang) for one in tree.iter("narrative"))
    assert all(one.get("currency") and one.get("value-date") for one in tree.iter("value"))


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b"XM-DAC-47079-FUND<", b"XM-DAC-47079<", "1.1.3"),
        (b'<activity-date type="2"', b'<activity-date type="4"', "6.11.1"),
        (b'<sector vocabulary="1" code="15190" />', b"", "6.2.2"),
        (b'<value currency="CLP"', b"<value", "7.8.1"),
        (
            b'<transaction-date iso-date="2025-01-01"',
            b'<transaction-date iso-date="2999-01-01"',
            "11.2.1",
        ),
        (b'value-date="2025-01-01"', b'value-date="2999-01-01"', "11.2.2"),
        (b'<recipient-region code="498" vocabulary="1" />', b"", "3.7"),
    ],
)
def test_the_rules_are_told_apart(old: bytes, new: bytes, rule: str) -> None:
    content = written(ROWS)
    assert old in content
    assert any(one.startswith(rule) for one in broken(content.replace(old, new)))

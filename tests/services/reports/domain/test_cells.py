"""Which value stands in a cell, and which small number the others let compute."""

from typing import Any

import pytest

from services.reports.domain import cells
from services.reports.domain.others import Other

KEY = {
    "REF_AREA": "COL",
    "COUNTERPART_AREA": "_T",
    "MEASURE": "INFLOW",
    "SEX": "_T",
    "AGE": "_T",
}


def payload(*values: tuple[dict[str, str], str | None]) -> dict[str, Any]:
    """A payload with one observation for each change of the key."""
    return {
        "series": [
            {
                "key": KEY | key,
                "observations": [
                    {"period": "2024", "value": value, "status": "A" if value else "C"}
                ],
            }
            for key, value in values
        ]
    }


def other(reporter: str, at: str, value: str | None) -> Other:
    return Other(reporter + at, "statistic", (reporter,), 1, payload(({}, value)), published_at=at)


@pytest.mark.parametrize(
    ("some", "expected"),
    [
        ([other("CIM", "2", "7"), other("CIM", "1", "8")], "7"),
        ([other("COL", "1", "9"), other("CIM", "2", "7")], "9"),
        ([other("COL", "2", None), other("CIM", "1", "7")], None),
    ],
)
def test_the_states_own_stands_then_the_latest(some: list[Other], expected: str | None) -> None:
    assert list(cells.standing(some).values()) == [expected]


def parts(**values: str | None) -> dict[str, Any]:
    return payload(*(({"SEX": sex}, value) for sex, value in values.items()))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"_T": "100", "F": "97", "M": None}, True),
        ({"_T": "100", "F": "97"}, True),
        ({"_T": "100", "F": "49", "M": "49", "O": None, "U": "0"}, True),
        ({"_T": "100", "F": "96", "M": None}, True),
        ({"_T": "100", "F": "95", "M": None}, False),
        ({"_T": "100", "F": "60", "M": "40"}, False),
        ({"_T": "100", "F": None, "M": None}, False),
        ({"_T": "100", "F": "97", "M": None, "O": None}, False),
        ({"_T": "100", "F": "98", "M": None, "O": None}, True),
        ({"_T": None, "F": "97", "M": None}, False),
        ({"F": "97", "M": None}, False),
    ],
)
def test_a_total_less_its_parts_tells_no_small_number(
    values: dict[str, str | None], told: bool
) -> None:
    seen = cells.cells_of(parts(**values))
    assert bool(list(cells.disclosed(seen, seen))) is told
    assert list(cells.disclosed(seen, [])) == []


@pytest.mark.parametrize(("dimension", "part"), [("AGE", "Y0T17"), ("COUNTERPART_AREA", "VEN")])
def test_every_dimension_that_has_a_total_is_added_up(dimension: str, part: str) -> None:
    seen = cells.cells_of(payload(({}, "100"), ({dimension: part}, "98")))
    assert [name for _, name in cells.disclosed(seen, seen)] == [dimension]


def test_money_is_no_person() -> None:
    money = {"MEASURE": "REMITTANCES_IN"}
    seen = cells.cells_of(payload((money, "100"), (money | {"SEX": "F"}, "98")))
    assert list(cells.disclosed(seen, seen)) == []

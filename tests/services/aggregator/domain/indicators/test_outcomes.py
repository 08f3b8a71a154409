"""Persons and money, to the last digit."""

from typing import Any

import pytest

from services.aggregator.domain.indicators import INDICATORS
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.scope import Counted, Scope, Sums
from services.aggregator.domain.structure import Structure

STRUCTURE = Structure("e", "2016-04-19", (), {"ACT-1": ("CIM",)}, {}, {}, {"JPY": 0, "KWD": 3})


def _value(code: str, **counters: int) -> dict[str, Any]:
    named = {name.replace("__", ":"): amount for name, amount in counters.items()}
    counted = Counted(Sums(named), "2020-01-01")
    return INDICATORS[code].value(counted, Scope(("ACT-1",)), STRUCTURE)


@pytest.mark.parametrize(
    ("cells", "value", "small", "rows"),
    [
        ({}, 0, 0, []),
        ({"persons__female__adult": 10}, 10, 0, [(10, 0)]),
        ({"small__female__adult": 2}, 0, 2, [(None, 2)]),
        ({"small__female__adult": 1, "persons__male__adult": 10}, 10, 1, [(None, 1), (10, 0)]),
        ({"small__female__adult": 1, "persons__female__adult": 9}, 9, 1, [(9, 1)]),
        ({"small__female__adult": 1, "empty__female__adult": 1}, 0, 1, [(0, 1)]),
        ({"empty__female__adult": 1}, 0, 0, []),
    ],
)
def test_small_cells_are_told_beside_the_sum(
    cells: dict[str, int], value: int, small: int, rows: list[tuple[int | None, int]]
) -> None:
    found = _value("beneficiaries_reached", facts=1, **cells)
    assert (found["value"], found["small_cells"]) == (value, small)
    assert [(row["value"], row["small_cells"]) for row in found["breakdown"]] == rows


def test_money_has_the_digits_of_its_currency() -> None:
    found = _value(
        "resources_reported", facts=1, money__USD=1000, money__JPY=70_000, money__KWD=12_340
    )
    assert found == {
        "indicator": "resources_reported",
        "value": {"JPY": "7", "KWD": "1.234", "USD": "0.10"},
        "unit": "money",
    }


def _fact(beneficiaries: Any = (), resources: Any = ()) -> Implementation:
    who = (("CIM", "organ"),)
    return Implementation(
        "s", 1, 1, "ACT-1", 2020, "planned", who, False, False, False, (), beneficiaries, resources
    )


@pytest.mark.parametrize(
    ("counts", "adds", "small"),
    [
        ((), None, 0),
        ((0,), None, 0),
        ((None,), 0, 1),
        ((7, None, 0, 5), 12, 1),
    ],
)
def test_a_report_adds_its_persons_and_beside_them_its_small_cells(
    counts: tuple[int | None, ...], adds: int | None, small: int
) -> None:
    behind: Any = INDICATORS["beneficiaries_reached"].behind
    fact = _fact(tuple(("female", "adult", count) for count in counts))
    assert (behind.of(fact, STRUCTURE), behind.small_cells(fact)) == (adds, small)


def test_a_report_adds_its_money_by_currency() -> None:
    behind: Any = INDICATORS["resources_reported"].behind
    spent = _fact(resources=(("USD", "0.10"), ("JPY", "7"), ("USD", "2")))
    assert behind.of(spent, STRUCTURE) == {"JPY": "7", "USD": "2.10"}
    assert behind.of(_fact(), STRUCTURE) is None


def test_a_sum_of_zero_is_no_sum() -> None:
    assert _value("resources_reported", facts=1, money__USD=0)["value"] == {}
    found = _value("resources_reported", money__USD=10_000, money__CAD=10_000)["value"]
    assert list(found) == ["CAD", "USD"]

"""Persons and money, to the last digit."""

from typing import Any

import pytest

from services.aggregator.domain.indicators import INDICATORS
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

"""Suppression and money, to the last digit."""

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
    ("cells", "total"),
    [
        ({}, 0),
        ({"persons__female__adult": 10}, 10),
        ({"persons__female__adult": 3, "persons__male__adult": 10}, None),
        ({"persons__female__adult": 3, "persons__male__adult": 2}, 5),
        ({"persons__female__adult": 1, "persons__male__adult": 1}, None),
        ({"persons__female__adult": 4, "persons__male__adult": 4}, None),
    ],
)
def test_nothing_suppressed_can_be_had_from_the_total(
    cells: dict[str, int], total: int | None
) -> None:
    found = _value("beneficiaries_reached", facts=1, **cells)
    assert found["value"] == total
    assert all(cell["suppressed"] == (cell["value"] is None) for cell in found["breakdown"])


def test_money_has_the_digits_of_its_currency() -> None:
    found = _value(
        "resources_reported", facts=1, money__USD=1000, money__JPY=70_000, money__KWD=12_340
    )
    assert found == {
        "indicator": "resources_reported",
        "value": {"JPY": "7", "KWD": "1.234", "USD": "0.10"},
        "unit": "money",
    }

"""Rounding, suppression and money, to the last digit."""

from fractions import Fraction

import pytest

from services.aggregator.domain import indicators
from services.aggregator.domain.facts import Pair, StatusVote, Tally
from services.aggregator.domain.structure import Structure

STRUCTURE = Structure("e", "2016-04-19", (), {"ACT-1": ("CIM",)}, {}, {}, {"JPY": 0, "KWD": 3})


def _values(**counters: int) -> dict[str, dict[str, object]]:
    sums = indicators.Sums(
        {name.replace("__", ":"): amount for name, amount in counters.items()}, 0, {}, {}
    )
    return {
        value["indicator"]: value
        for value in indicators.values(STRUCTURE, indicators.Scope(("ACT-1",)), sums, "2020-01-01")
    }


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (Fraction(1, 3), 0.333333),
        (Fraction(2, 3), 0.666667),
        (Fraction(1, 2_000_000), 0.0),
        (Fraction(3, 2_000_000), 0.000002),
        (None, None),
    ],
)
def test_half_goes_to_even(value: Fraction | None, rounded: float | None) -> None:
    assert indicators.number(value) == rounded


@pytest.mark.parametrize(
    ("cells", "total"),
    [
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
    found = _values(facts=1, **cells)["beneficiaries_reached"]
    assert found["value"] == total
    assert all(cell["suppressed"] == (cell["value"] is None) for cell in found["breakdown"])  # type: ignore[attr-defined]


def test_money_has_the_digits_of_its_currency() -> None:
    found = _values(facts=1, money__USD=1000, money__JPY=70_000, money__KWD=12_340)
    assert found["resources_reported"]["value"] == {"JPY": "7", "KWD": "1.234", "USD": "0.10"}


def test_the_latest_year_then_the_latest_publication_gives_the_status() -> None:
    pair = Pair("*", "CIM", "organ")
    tallies = [
        Tally({}, {pair: [StatusVote(*standing)]})
        for standing in ((2020, 9, "planned"), (2021, 2, "completed"))
    ]
    sums = indicators.merge(
        indicators.Scope(("ACT-1",)), [("ACT-1", tally, tally) for tally in tallies]
    )
    assert sums.statuses == {("ACT-1", "CIM"): "completed"}

"""Rounding, the shape of a value, and the registry."""

from fractions import Fraction

import pytest

from services.aggregator.domain import recount
from services.aggregator.domain.indicators import FAMILIES, INDICATORS, values
from services.aggregator.domain.indicators.contributions import Each, one
from services.aggregator.domain.indicators.definition import (
    Figure,
    Indicator,
    Texts,
    number,
    part,
    ratio,
)
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.question import Question
from services.aggregator.domain.scope import Counted, Scope, Sums, naming
from services.aggregator.domain.structure import Structure

STRUCTURE = Structure("e", "2016-04-19", (), {}, {}, {}, {})
NOTHING = Counted(Sums(), "2020-01-01", naming(Scope(()), ()))


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
    assert number(value) == rounded


def test_a_value_has_what_its_figure_has_in_the_order_of_the_contract() -> None:
    def value(figure: Figure) -> list[tuple[str, object]]:
        made = Indicator("x", "y", lambda *_: figure, (), Each(one), "process", "count", {}, {})
        return list(made.value(NOTHING, Scope(()), STRUCTURE).items())

    assert value(Figure({})) == [("indicator", "x"), ("value", {}), ("unit", "count")]
    whole = [("indicator", "x"), ("value", None), ("numerator", 0), ("denominator", 0)]
    assert value(ratio(0, 0)) == [*whole, ("unit", "count")]
    assert value(part(1, 2, "2020-12-31"))[-2:] == [
        ("unit", "count"),
        ("denominator_on", "2020-12-31"),
    ]
    persons = value(Figure(1, breakdown=[], small_cells=2))
    assert persons[-2:] == [("small_cells", 2), ("breakdown", [])]


def optional(known: Indicator) -> list[Texts | None]:
    return [known.numerator, known.denominator, known.denominator_on]


def test_every_indicator_needs_known_kinds_and_has_texts_in_four_languages() -> None:
    for known in INDICATORS.values():
        assert known.needs
        assert KINDS.keys() >= set(known.needs)
        texts = (known.names, known.formula, *filter(None, optional(known)))
        assert all(of.keys() == {"en", "es", "pt", "fr"} and all(of.values()) for of in texts)
        assert known.kind in ("structural", "process", "outcome")
        assert known.family in FAMILIES
        assert (known.numerator is None) == (known.denominator is None)


def test_the_second_way_of_counting_knows_the_same_indicators() -> None:
    again = recount.recounted(STRUCTURE, [], Question((), ("GO-1",)), "2020-01-01")
    assert again == values(NOTHING, Scope((), ("GO-1",)), STRUCTURE)
    assert [value["indicator"] for value in again] == list(INDICATORS)


def test_what_is_of_objectives_is_absent_where_none_is_asked_for() -> None:
    again = recount.recounted(STRUCTURE, [], Question(()), "2020-01-01")
    assert again == values(NOTHING, Scope(()), STRUCTURE)
    absent = set(INDICATORS) - {value["indicator"] for value in again}
    assert absent == {"further_activities"}

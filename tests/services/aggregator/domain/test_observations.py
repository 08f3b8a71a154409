"""Values in long form."""

from services.aggregator.domain.kinds.practice import Practice
from services.aggregator.domain.observations import Part, Slice, parts, slices, stands, years
from services.aggregator.domain.tally import Tally

PRACTICE = Practice("p", 1, 1, 2021, (("CIM", "organ"),), ("ACT-1",), (), ("gender",))


def test_a_value_is_one_observation_and_one_for_each_part() -> None:
    cell = {"sex": "male", "age_group": "adult", "value": None, "small_cells": 2}
    reached = {"value": 7, "small_cells": 2, "breakdown": [cell, {**cell, "sex": "female"}]}
    assert list(parts(reached)) == [
        Part(None, 7, 2),
        Part("female.adult", None, 2),
        Part("male.adult", None, 2),
    ]
    assert list(parts({"value": {"USD": "2.00", "JPY": "7"}})) == [
        Part("JPY", "7"),
        Part("USD", "2.00"),
    ]
    assert list(parts({"value": {}})) == [Part(None, None)]
    assert list(parts({"value": None})) == [Part(None, None)]
    assert list(parts({"value": 0})) == [Part(None, 0)]


def test_a_slice_keeps_the_facts_that_have_what_it_names() -> None:
    kept = [Slice(), Slice("CIM", "organ"), Slice(None, "organ"), Slice(axis="gender")]
    assert [slice_.has(PRACTICE) for slice_ in kept] == [True] * 4
    others = [Slice("COL", "state"), Slice(None, "state"), Slice(axis="development")]
    assert [slice_.has(PRACTICE) for slice_ in others] == [False] * 3


def test_places_have_a_fact() -> None:
    assert slices([Tally()], [PRACTICE], [], {"CIM": "organ"}) == set(kept_slices())
    assert stands(Slice("CIM", "organ"), 2021, [], [PRACTICE])
    assert not stands(Slice("CIM", "organ"), 2020, [Tally()], [PRACTICE])
    assert years([2017, 2015], [PRACTICE], 2020) == [2017]


def kept_slices() -> list[Slice]:
    return [Slice("CIM", "organ"), Slice(None, "organ"), Slice(axis="gender")]

"""Values in long form."""

from services.aggregator.domain.kinds.assessment import Assessment
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.kinds.practice import Practice
from services.aggregator.domain.kinds.uptake import Uptake
from services.aggregator.domain.observations import (
    Foot,
    Part,
    Slice,
    chosen,
    chosen_reports,
    parts,
    rows,
    slices,
    stands,
    years,
)
from services.aggregator.domain.tally import Tally, tallies_of

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


def test_rows_come_by_indicator_then_by_place() -> None:
    whole = {"numerator": 3, "denominator": 4, "denominator_on": "2024-01-01"}
    value = {"value": {"a": 3}, **whole}
    places = [(Slice(axis="gender"), None), (Slice(), 2020), (Slice(), None), (Slice(), 2019)]
    codes = ["states_contributing", "organs_reporting"]
    values = {place: {codes[0]: {"value": 1, **whole}, codes[1]: value} for place in places}
    found = list(rows("GO-1", values, Foot("e", 7, "t"), codes))
    order = [(None, None), (None, 2019), (None, 2020), ("gender", None)]
    assert [(row[1], *row[5:7]) for row in found] == [
        (code, *place) for code in sorted(codes) for place in order
    ]
    head = ("GO-1", "organs_reporting", "process", None, None, None, None)
    assert found[0] == (*head, "a", 3, None, None, None, "count", 0, "e", 7, "t")
    assert found[-1][7:12] == (None, 1, 3, 4, "2024-01-01")


STANCE = Uptake("u", 1, 1, 2021, (("CIM", "organ"),), "ACT-1", "taken_up", "2021-01-01")
FOUND = Assessment("a", 1, 1, 2021, (("EXPERTS", "organ"),), "r", 1, "limited")


def test_filters_choose_facts_by_year_and_slice() -> None:
    organ, state = Slice(actor_kind="organ"), Slice(actor_kind="state")
    facts = [PRACTICE, STANCE, FOUND]
    assert chosen(facts, organ, None) == facts
    assert chosen(facts, organ, 2021) == facts
    assert chosen(facts, organ, 2020) == [STANCE, FOUND], "the year sets the day of a stance"
    assert chosen(facts, state, 2021) == [FOUND], "its report is filtered in its place"


def test_filters_choose_reports_by_year_and_slice() -> None:
    who = (("CIM", "organ"),)
    report = Implementation(
        "r", 1, 1, "ACT-1", 2021, "planned", who, False, False, False, (), (), ()
    )
    assert chosen_reports({"r": report}, Slice("CIM", "organ"), 2021) == {"r": report}
    assert chosen_reports({"r": report}, Slice("CIM", "organ"), None) == {"r": report}
    assert chosen_reports({"r": report}, Slice("CIM", "organ"), 2020) == {}
    assert chosen_reports({"r": report}, Slice("COL", "state"), 2021) == {}
    [everybody, *_] = tallies_of([report]).values()
    assert stands(Slice(actor_kind="organ"), None, [Tally(), everybody], [])
    assert not stands(Slice(actor_kind="state"), None, [Tally(), everybody], [])
    assert stands(Slice("CIM", "organ"), 2021, [], [FOUND, PRACTICE, STANCE])
    assert not stands(Slice("EXPERTS", "organ"), 2021, [], [FOUND])


def test_only_known_actors_and_years_to_be_asked_for_are_places() -> None:
    found = slices([], [PRACTICE, FOUND], ["COL", "X"], {"COL": "state", "ILO": "multilateral"})
    assert {slice_.actor for slice_ in found} == {"COL", None}
    assert years([2020, 2016, 2015, 2021], [FOUND], 2020) == [2016, 2020]

"""Counters are additive, whatever the order; what is put and dropped has never been."""

import copy
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.aggregator.domain.counters import (
    Amounts,
    CellKey,
    Counters,
    amounts,
    cell_key,
    ten_thousandths,
)
from services.aggregator.domain.kinds.implementation import Implementation

CELLS = st.builds(
    CellKey,
    st.sampled_from((("organ",), ("organ", "state"), ("state",))),
    st.sampled_from(((), ("gender",), ("development", "gender"))),
)
ADDED = st.builds(
    lambda others: {"facts": 1, **others},
    st.dictionaries(st.sampled_from(("joint", "money:USD", "persons:x:y")), st.integers(0, 9)),
)
ENTRIES = st.lists(st.tuples(CELLS, ADDED), max_size=8)


def _counted(entries: list[tuple[CellKey, Amounts]]) -> Counters:
    counters = Counters()
    for key, added in entries:
        counters.put(key, added)
    return counters


@given(ENTRIES, st.data())
def test_they_are_the_sum_of_what_was_put_in_any_order(
    entries: list[tuple[CellKey, Amounts]], data: Any
) -> None:
    counters = _counted(data.draw(st.permutations(entries)))
    assert counters == _counted(entries)
    for kind in (None, "organ", "state"):
        for axis in (None, "gender"):
            total = Counter[str]()
            for key, added in entries:
                if kind in (None, *key.kinds) and axis in (None, *key.axes):
                    total.update(added)
                    total.update(f"axis:{marked}" for marked in key.axes)
            assert counters.total(kind, axis) == +total


@given(ENTRIES, ENTRIES)
def test_put_and_then_dropped_is_nothing(
    stays: list[tuple[CellKey, Amounts]], goes: list[tuple[CellKey, Amounts]]
) -> None:
    counters = _counted(stays)
    before = copy.deepcopy(counters)
    for key, added in goes:
        counters.put(key, added)
    for key, added in goes:
        counters.drop(key, added)
    assert counters == before


def test_a_fact_adds_its_persons_and_money_to_the_cell_of_its_reporters_and_axes() -> None:
    fact = Implementation(
        submission="s",
        revision=1,
        published=1,
        activity="ACT-1",
        year=2020,
        status="planned",
        reporters=(("COL", "state"), ("CIM", "organ"), ("MEX", "state")),
        joint=True,
        partner=False,
        evidence=True,
        axes=("gender", "development"),
        beneficiaries=(
            ("female", "adult", 30),
            ("female", "adult", 20),
            ("female", "adult", None),
            ("male", "child", 0),
        ),
        resources=(("USD", "0.10"), ("USD", "2")),
    )
    assert cell_key(fact) == (("organ", "state"), ("development", "gender"))
    assert amounts(fact) == {
        "facts": 1,
        "joint": 1,
        "partner": 0,
        "evidence": 1,
        "persons:female:adult": 50,
        "small:female:adult": 1,
        "empty:male:child": 1,
        "money:USD": 21_000,
    }


@pytest.mark.parametrize(
    ("amount", "exact"), [("0.10", 1_000), ("7", 70_000), ("12.3456", 123_456), ("0.00", 0)]
)
def test_money_is_exact(amount: str, exact: int) -> None:
    assert ten_thousandths(amount) == exact

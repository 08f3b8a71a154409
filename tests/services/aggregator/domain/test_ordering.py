"""Observations in the order that is asked for, and a page of them."""

import pytest

from services.aggregator.domain.dataflows import MIGRATION, Observation, Series
from services.aggregator.domain.ordering import Window, arranged, orders_of
from services.aggregator.domain.selection import Unreadable

KEYS = [one.id for one in MIGRATION.dimensions]


def series(sex: str, *told: tuple[str, str | None]) -> Series:
    key = ("COL", "_T", "INFLOW", sex, "_T")
    attributes = ("source", "A", "F", "m")
    return Series(key, key, [Observation(*one, attributes) for one in told])


GIVEN = [series("M", ("2023", "12.50"), ("2024", "9")), series("F", ("2023", None), ("2024", "0"))]


def in_order(wish: str) -> str:
    singles = arranged(MIGRATION, GIVEN, orders_of(MIGRATION, wish, KEYS))
    return " ".join(f"{one.key[3]}{one.observations[0].period[2:]}" for one in singles)


def test_by_components_up_and_down() -> None:
    assert in_order("*") == "F23 F24 M23 M24"
    assert in_order("*:desc") == "M24 M23 F24 F23"
    assert in_order("series_key TIME_PERIOD:desc") == "F24 F23 M24 M23"
    assert in_order("TIME_PERIOD:desc+SEX") == "F24 M24 F23 M23"
    assert in_order("OBS_VALUE") == "F23 F24 M24 M23"  # by number, without one first
    assert in_order("SOURCE") == "M23 M24 F23 F24"
    for wish in ("", "XX", "SEX:up", "SEX++AGE"):
        with pytest.raises(Unreadable):
            orders_of(MIGRATION, wish, KEYS)


def test_a_page() -> None:
    window = Window(1, 2)
    first, second = (window.of([one]) for one in GIVEN)
    told = [one.period for some in (first, second) for each in some for one in each.observations]
    assert (told, window.full) == (["2024", "2023"], True)
    assert Window(4, None).of(GIVEN) == []


@pytest.mark.parametrize("offset", range(7))
@pytest.mark.parametrize("limit", [0, 1, 2, 4, None])
def test_a_window_passes_over_whole_series_and_ends_within_one(
    offset: int, limit: int | None
) -> None:
    def one(name: str, size: int) -> Series:
        told = [Observation(f"{name}{n}", "1", ()) for n in range(size)]
        return Series((name,), (name,), told)

    window = Window(offset, limit)
    every = [one("a", 2), one("b", 1), one("c", 3)]
    found = [told.period for each in (every[:1], every[1:]) for told in _observed(window.of(each))]
    whole = ["a0", "a1", "b0", "c0", "c1", "c2"]
    assert found == whole[offset:][:limit]
    assert window.full == (limit is not None and len(found) == limit)


def _observed(every: list[Series]) -> list[Observation]:
    return [told for one in every for told in one.observations]

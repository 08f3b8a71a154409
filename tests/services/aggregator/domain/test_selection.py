"""Keys with wildcards, and conditions."""

import pytest

from services.aggregator.domain.dataflows import MIGRATION, Observation, Series
from services.aggregator.domain.selection import (
    Selection,
    Unreadable,
    condition_of,
    has_version,
    keys_of,
)

KEY = ("COL", "_T", "INFLOW", "F", "_T")


def selected(key: str, **tests: str) -> bool:
    made = {name: condition_of(name, text) for name, text in tests.items()}
    selection = Selection(MIGRATION, keys_of(MIGRATION, key), made)
    told = Observation("2020", "12.5", ("Registro civil", "A", "F", "m"))
    return selection.of(Series(KEY, KEY, [told])) is not None


def test_versions_of_a_path() -> None:
    for wish in ("1.0.0", "1.0", "1", "*", "~.0.0", "1+.0.0", "1.0+", "1.*", "0+.9.1", "2,1.0.0"):
        assert has_version(wish, "1.0.0"), wish
    for wish in ("2.0.0", "1.0.1", "1.1+.0", "2+.0.0", "1.0.0-draft", "x", "1.0.0.0", "0.9+.1"):
        assert not has_version(wish, "1.0.0"), wish


@pytest.mark.parametrize(
    ("key", "fits"),
    [
        ("*", True),
        ("all", True),
        ("COL", True),
        ("COL..INFLOW", True),
        ("COL+MEX.*.INFLOW.F.*", True),
        ("COL MEX.*.INFLOW.F.*", True),
        ("MEX", False),
        ("MEX,COL", True),
        ("COL.*.OUTFLOW", False),
    ],
)
def test_keys(key: str, fits: bool) -> None:
    assert selected(key) is fits


@pytest.mark.parametrize(
    ("component", "text", "fits"),
    [
        ("SEX", "F,M", True),
        ("SEX", "ne:F", False),
        ("TIME_PERIOD", "ge:2020+lt:2021", True),
        ("TIME_PERIOD", "ge:2019 lt:2020", False),
        ("TIME_PERIOD", "lt:2019,gt:2019", True),
        ("TIME_PERIOD", "ge:2020-01", True),  # a year begins with its first day
        ("TIME_PERIOD", "ge:2020-01-01+le:2020-12-31", True),
        ("TIME_PERIOD", "ge:2020-01-01T00:00:00Z", True),
        ("TIME_PERIOD", "ge:2020-Q1", True),
        ("TIME_PERIOD", "ge:2020-Q2", False),
        ("TIME_PERIOD", "ge:2020-06-01", False),
        ("TIME_PERIOD", "gt:2020-01-01", False),
        ("TIME_PERIOD", "gt:2019-12-31", True),
        ("TIME_PERIOD", "lt:2020-01-01", False),
        ("TIME_PERIOD", "lt:2020-06", True),
        ("TIME_PERIOD", "le:2020-01-01", True),
        ("TIME_PERIOD", "le:2019-12-31", False),
        ("TIME_PERIOD", "ge:2010+le:2012,ge:2019+le:2021", True),  # a plus binds before a comma
        ("TIME_PERIOD", "ge:2010+le:2012,ge:2021+le:2022", False),
        ("SEX", "F,M+ne:F", True),
        ("SEX", "M+ne:F,F", True),
        ("OBS_VALUE", "gt:9", True),  # a number, not a text
        ("OBS_VALUE", "eq:12.50", True),
        ("OBS_VALUE", "le:12.4", False),
        ("SOURCE", "sw:Reg", True),
        ("SOURCE", "ew:Reg", False),
        ("SOURCE", "co:civil", True),
        ("SOURCE", "nc:civil", False),
        ("OBS_STATUS", "A", True),
    ],
)
def test_conditions(component: str, text: str, fits: bool) -> None:
    assert selected("*", **{component: text}) is fits


@pytest.mark.parametrize(
    ("component", "text"),
    [
        ("SEX", "xx:F"),
        ("SEX", "eq:"),
        ("TIME_PERIOD", "ge:soon"),
        ("TIME_PERIOD", "le:20"),
        ("OBS_VALUE", "x"),
        ("OBS_VALUE", "sw:1"),
        ("OBS_VALUE", "NaN"),
    ],
)
def test_what_is_no_condition(component: str, text: str) -> None:
    with pytest.raises(Unreadable):
        condition_of(component, text)


def test_a_key_of_too_many_parts() -> None:
    with pytest.raises(Unreadable, match="5 parts"):
        keys_of(MIGRATION, "a.b.c.d.e.f")


def test_the_codes_that_alone_can_fit() -> None:
    both = Selection(MIGRATION, keys_of(MIGRATION, "COL.*,MEX+HND.*"), {})
    assert (both.codes(0), both.codes(1)) == ({"COL", "MEX", "HND"}, frozenset())
    assert Selection(MIGRATION, keys_of(MIGRATION, "COL,*"), {}).codes(0) == frozenset()


@pytest.mark.parametrize(
    ("first", "last", "periods"),
    [
        (None, None, [0, 1, 2, 3, 4]),
        (2, None, [0, 1]),
        (None, 2, [3, 4]),
        (1, 2, [0, 3, 4]),
        (3, 3, [0, 1, 2, 3, 4]),
        (9, 1, [0, 1, 2, 3, 4]),
        (0, 0, None),
    ],
)
def test_the_first_and_the_last_observations(
    first: int | None, last: int | None, periods: list[int] | None
) -> None:
    told = [Observation(str(n), "1", ("s", "A", "F", "m")) for n in range(5)]
    found = Selection(MIGRATION, keys_of(MIGRATION, "*"), {}, first, last).of(
        Series(KEY, KEY, told)
    )
    chosen = None if found is None else [int(one.period) for one in found.observations]
    assert chosen == periods


@pytest.mark.parametrize(
    ("name", "fitting"),
    [
        ("eq", ["2"]),
        ("ne", ["1", "10"]),
        ("ge", ["2", "10"]),
        ("gt", ["10"]),
        ("le", ["1", "2"]),
        ("lt", ["1"]),
    ],
)
def test_numbers_are_compared_as_numbers_and_nothing_is_none(name: str, fitting: list[str]) -> None:
    test = condition_of("OBS_VALUE", f"{name}:2.0")
    assert [value for value in ("1", "2", "10", None) if test(value)] == fitting
    assert not condition_of("SOURCE", f"{name}:a")(None)


@pytest.mark.parametrize("wish", ["latest", "all", "+", ""])
def test_the_latest_version_is_the_only_one(wish: str) -> None:
    assert has_version(wish, "1.0.0")


def test_a_selection_without_a_dimension_takes_it_whatever_it_is() -> None:
    tests = {name: condition_of(name, "F") for name in ("SEX", "AGE")}
    asked = Selection(MIGRATION, keys_of(MIGRATION, "COL..INFLOW.M,MEX..OUTFLOW.M"), tests)
    free = asked.without("SEX")
    assert free.keys == keys_of(MIGRATION, "COL..INFLOW,MEX..OUTFLOW")
    assert set(free.tests) == {"AGE"}

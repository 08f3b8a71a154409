"""Rows in long form and statistics as series of a dataflow."""

from decimal import Decimal
from typing import Any

from services.aggregator.domain.dataflows import (
    INDICATORS,
    code_of,
    digits,
    regrouped,
    series_of,
    series_of_statistics,
)
from services.aggregator.domain.observations import COLUMNS
from services.aggregator.domain.series import PublishedSeries, Series, SeriesKey, standing

ROW = dict.fromkeys(COLUMNS) | {
    "objective": "GO-1",
    "indicator": "beneficiaries_reached",
    "unit": "persons",
    "suppressed": 0,
    "edition": "e",
    "position": 7,
}


def row(year: int | None, breakdown: str | None, value: str | None, small: int = 0) -> Any:
    number = None if value is None else Decimal(value)
    more = {"year": year, "breakdown": breakdown, "value": number, "suppressed": small}
    return ROW | more


def test_a_series_for_each_breakdown_of_the_years() -> None:
    rows = [
        row(None, None, "9"),
        row(2019, None, "5"),
        row(2019, "male.adult", "5"),
        row(2020, None, "0", 1),
        row(2020, "male.adult", None, 1),
    ]
    total, men = series_of(rows)
    assert total.key == ("GO-1", "beneficiaries_reached", "_T", "_T", "_T", "_Z")
    assert men.key[-1] == "male_adult"
    assert [(one.period, one.value) for one in men.observations] == [("2019", "5"), ("2020", None)]
    names = [one.id for one in INDICATORS.attributes]
    hidden = dict(zip(names, men.observations[1].attributes, strict=True))
    assert (hidden["OBS_STATUS"], hidden["CONF_STATUS"], hidden["POSITION"]) == ("Q", "C", "7")
    shown = dict(zip(names, total.observations[1].attributes, strict=True))
    assert (shown["OBS_STATUS"], shown["CONF_STATUS"]) == ("A", "F")


def test_a_number_has_its_text_and_a_code_no_dot() -> None:
    assert (digits(Decimal("1E+3")), digits(Decimal("0.10")), digits(None)) == (
        "1000",
        "0.10",
        None,
    )
    assert (code_of(None), code_of("male.adult"), code_of("USD")) == ("_Z", "male_adult", "USD")


def test_a_statistic_that_is_confidential_is_suppressed() -> None:
    key = SeriesKey("COL", "_T", "INFLOW", "F", "_T")
    told = Series(key, True, (("2023", None, "C"), ("2024", "7", "P")))
    (one,) = series_of_statistics(standing([PublishedSeries(told, "m", 1, 5, "Registro")]))
    assert one.key == tuple(key)
    assert [each.attributes for each in one.observations] == [
        ("Registro", "Q", "C", "m"),
        ("Registro", "P", "F", "m"),
    ]


def test_series_come_by_breakdown_and_say_what_they_are_of() -> None:
    actor = {"actor": "COL", "actor_kind": "state", "numerator": 1, "denominator": 0}
    told = [{**row(2019, code, "5"), **actor} for code in ("b", "a")]
    first, second = series_of([*told, {**row(2020, "b", None), **actor}])
    assert first.key == ("GO-1", "beneficiaries_reached", "COL", "state", "_T", "a")
    assert (first.order, second.order[-1]) == ((*first.order[:5], "a"), "b")
    assert first.order[2:5] == ("COL", "state", "")
    names = [one.id for one in INDICATORS.attributes]
    said = dict(zip(names, second.observations[1].attributes, strict=True))
    assert (said["OBS_STATUS"], said["CONF_STATUS"]) == ("M", "F")
    assert (said["NUMERATOR"], said["DENOMINATOR"], said["DENOMINATOR_DATE"]) == ("1", "0", None)


def test_series_across_another_dimension_have_the_same_observations() -> None:
    a, b = (series_of([row(year, code, "5") for year in (2019, 2020)])[0] for code in "ab")
    assert [(one.key, one.observations) for one in regrouped(None, [b, a])] == [
        (one.key, list(one.observations)) for one in (b, a)
    ]
    level = len(a.key) - 1
    across = regrouped(level, [b, a])
    assert [one.key for one in across] == [(*a.key[:-1], year) for year in ("2019", "2020")]
    assert [[one.period for one in each.observations] for each in across] == [["b", "a"]] * 2
    first = regrouped(0, [a])[0]
    assert first.key == (*a.key[1:], "2019")
    assert [one.period for one in first.observations] == ["GO-1"]

"""Days as people and spreadsheets write them."""

from datetime import date, datetime

import pytest

from services.reports.formats.imports import days
from services.reports.formats.imports.refusal import Wrong


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("2024-02-29", "2024-02-29"), ("29/02/2024", "2024-02-29"), (" 5.5.2024 ", "2024-05-05")),
        *(("02/29/2024", "2024-02-29"), ("2024/3/2", "2024-03-02")),
        *(("2024-03-02 00:00:00", "2024-03-02"), ("2024-03-02T10:00:00Z", "2024-03-02")),
    ],
)
def test_a_day_is_read_where_it_can_be_one_alone(text: str, expected: str) -> None:
    assert days.of(days.day(text)) == expected


def test_a_day_that_can_be_two_is_refused_with_both() -> None:
    with pytest.raises(Wrong) as caught:
        days.day("02/03/2024")
    assert caught.value.code == "ambiguous"
    assert "2024-03-02 or 2024-02-03" in caught.value.detail
    assert caught.value.about == ("02/03/2024", "2024-03-02", "2024-02-03")


@pytest.mark.parametrize("text", ["30/02/2024", "2024-13-01", "45351", "mañana", "2024"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Wrong) as caught:
        days.day(text)
    assert caught.value.code == "wrong_form"


def test_serial_numbers_count_from_1900_or_1904() -> None:
    assert days.serial(45351, from_1904=False) == date(2024, 2, 29)
    assert days.serial(45351 - 1462, from_1904=True) == date(2024, 2, 29)
    assert days.serial(45351.99, from_1904=False) == date(2024, 2, 29)
    assert days.serial(59, from_1904=False) == date(1900, 2, 28)
    assert days.serial(61, from_1904=False) == date(1900, 3, 1)


@pytest.mark.parametrize("number", [0, -1, 60, 1e12])
def test_a_serial_number_of_no_day_is_refused(number: float) -> None:
    with pytest.raises(Wrong):
        days.serial(number, from_1904=False)


def test_an_instant_has_the_day_that_it_shows() -> None:
    assert days.of(datetime(2024, 12, 31, 23, 59, 59)) == "2024-12-31"

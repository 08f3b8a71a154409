"""Decimal commas and points."""

from decimal import Decimal

import pytest

from services.reports.formats.imports import numbers
from services.reports.formats.imports.refusal import Wrong


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        *(("15.000,50", ","), ("15,000.50", "."), ("1234,5", ","), ("1234.5", ".")),
        *(("1.234.567", ","), ("1,234,567", "."), ("0.123", "."), ("12345.678", ".")),
        *(("1.234", None), ("1,234", None), ("1500", None), ("x", None), ("15 000,5", ",")),
    ],
)
def test_some_numbers_tell_the_decimal_sign(text: str, sign: str | None) -> None:
    assert numbers.evidence(text) == sign


@pytest.mark.parametrize(
    ("text", "sign", "expected"),
    [
        *(("15.000,50", ",", "15000.50"), ("1.500", ",", "1500"), ("15,000", ",", "15.000")),
        *(("1234.5", None, "1234.5"), ("1,5", None, "1.5"), ("15 000,5", None, "15000.5")),
        *(("-3", None, "-3"), ("1’234.50", None, "1234.50"), ("1.234", ".", "1.234")),
    ],
)
def test_a_number_is_read_by_the_sign_of_its_column(
    text: str, sign: str | None, expected: str
) -> None:
    assert str(numbers.number(text, sign)) == expected


def test_thousands_or_a_fraction_alone_is_refused_with_both_readings() -> None:
    with pytest.raises(Wrong) as caught:
        numbers.number("1.234", None)
    assert caught.value.code == "ambiguous"
    assert "1234 or 1.234" in caught.value.detail
    assert caught.value.about == ("1.234", "1234", "1.234")


@pytest.mark.parametrize(
    ("text", "sign", "code"),
    [
        *(("diez", None, "wrong_type"), ("1.5", ",", "wrong_form"), ("1,2,3", None, "wrong_form")),
        *(("1" * 61, None, "wrong_type"), ("12.34,5", ",", "wrong_form"), ("", None, "wrong_type")),
    ],
)
def test_what_is_no_number_is_refused(text: str, sign: str | None, code: str) -> None:
    with pytest.raises(Wrong) as caught:
        numbers.number(text, sign)
    assert caught.value.code == code


def test_a_column_whose_numbers_disagree_tells_nothing() -> None:
    assert numbers.agreed([",", ","]) == ","
    assert numbers.agreed([",", "."]) is None
    assert numbers.agreed([]) is None


def test_whole_numbers_have_thousands_alone() -> None:
    assert numbers.whole("1.234", None) == Decimal(1234)
    assert numbers.whole("1,234", ".") == Decimal(1234)
    assert numbers.whole("2024", None) == Decimal(2024)
    with pytest.raises(Wrong) as caught:
        numbers.whole("15.000", ".")
    assert caught.value.code == "ambiguous"

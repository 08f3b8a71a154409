"""Cells read by what their column holds."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from services.reports.domain.accepted import Accepted, Holds, Place
from services.reports.formats.imports import days, values
from services.reports.formats.imports.refusal import Wrong
from services.reports.formats.imports.sheet import Mark
from services.reports.formats.imports.values import Reading

ACCEPTED = Accepted("implementation", (), few=("Menos de 5",))


def place(holds: Holds, *codes: str, upper: bool = False) -> Place:
    return Place("x", ("x",), holds, {}, codes=codes, upper=upper)


def value(cell: Any, holds: Holds, *codes: str, upper: bool = False) -> Any:
    day = lambda number: days.serial(number, from_1904=False)  # noqa: E731
    how = Reading(ACCEPTED, day=day)
    return values.read(cell, place(holds, *codes, upper=upper), how).value


@pytest.mark.parametrize(
    ("cell", "holds", "expected"),
    [
        *((2024.0, "text", "2024"), (0.1, "text", "0.1"), (True, "text", "true")),
        *((date(2024, 2, 29), "text", "2024-02-29"), ("  a\u00a0 ", "short", "a")),
        *((2024.0, "integer", 2024), ("2024", "integer", 2024), (1e15, "integer", 10**15)),
        *((datetime(2024, 2, 29, 23, 59), "date", "2024-02-29"), (45351.0, "date", "2024-02-29")),
        *(("Sí", "boolean", True), ("FALSO", "boolean", False), (True, "boolean", True)),
        *(("a; b\nc", "codes", ["a", "b", "c"]), (0.30000000000000004, "amount", Decimal("0.3"))),
        *(("1234,5", "amount", "1234.5"), ('[{"a":1}]', "json", [{"a": 1}])),
        *(("< 5", "cell", {"small": True}), ("menos de 5", "cell", {"small": True})),
        *((120.0, "cell", {"count": 120}), ("0", "cell", {"count": 0})),
    ],
)
def test_cells_are_read_by_their_column(cell: Any, holds: Holds, expected: Any) -> None:
    assert value(cell, holds) == expected


@pytest.mark.parametrize(
    ("cell", "holds", "code"),
    [
        *((True, "integer", "wrong_type"), (2024.5, "integer", "wrong_type")),
        *((date(2024, 6, 1), "integer", "wrong_type"), ("x", "integer", "wrong_type")),
        *(
            (True, "date", "wrong_type"),
            ("pronto", "date", "wrong_form"),
            (0.0, "date", "wrong_form"),
        ),
        *((date(2024, 6, 1), "amount", "wrong_type"), (True, "amount", "wrong_type")),
        *((123456789012345.67, "amount", "imprecise"), (100 / 3, "amount", "imprecise")),
        *(("quizá", "boolean", "wrong_type"), ("a, b", "json", "bad_json")),
        *(("[" * 100_000, "json", "bad_json"), ("NaN", "json", "bad_json")),
        (Mark("excel_error", "#N/A"), "text", "excel_error"),
    ],
)
def test_what_a_column_does_not_hold_is_refused(cell: Any, holds: Holds, code: str) -> None:
    with pytest.raises(Wrong) as caught:
        value(cell, holds)
    assert caught.value.code == code


def test_few_persons_have_no_number() -> None:
    with pytest.raises(Wrong) as caught:
        value(3, "cell")
    assert (caught.value.code, "“Menos de 5” or “<5”" in caught.value.detail) == (
        "small_cell",
        True,
    )


def test_codes_are_found_whatever_their_capitals() -> None:
    read = values.read(" Under_way ", place("code", "under_way"), Reading(ACCEPTED))
    assert (read.value, bool(read.notice)) == ("under_way", True)
    assert read.about == (" Under_way ", "under_way")
    several = values.read("Gender; other", place("codes", "gender", "other"), Reading(ACCEPTED))
    assert (several.value, several.about) == (["gender", "other"], ("Gender", "gender"))
    assert value(" act-13 ", "code", upper=True) == "ACT-13"
    assert value("Gender;other", "codes", "gender") == ["gender", "other"]
    assert value(" usd", "short", upper=True) == "USD"


def test_what_a_word_processor_puts_for_a_line_s_end_is_one() -> None:
    read = values.read("Tabulador\x0bde Word", place("text"), Reading(ACCEPTED))
    assert read.value == "Tabulador\nde Word"
    assert read.notice


def test_texts_of_our_own_files_are_left_as_they_are() -> None:
    exact = Reading(ACCEPTED, exact=True)
    holds: list[Holds] = ["text", "short", "code"]
    assert {values.read(" a\x0b ", place(one), exact).value for one in holds} == {" a\x0b "}


def test_a_serial_number_is_no_day_in_a_file_without_days() -> None:
    with pytest.raises(Wrong):
        values.read(45351.0, place("date"), Reading(ACCEPTED))

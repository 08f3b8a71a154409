"""XLSX as people fill it in."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from services.reports.formats import imports
from services.reports.formats.imports import Refused, Row, Table
from services.reports.schemas import template
from tests.services.reports.formats.imports.workbooks import Rows, made, repacked

HEAD = ["title", "language", "activity", "year", "status"]
ROW = ["T", "es", "ACT-12", 2024, "planned"]


def table(content: bytes, kind: str = "implementation") -> Table:
    return imports.read(content, template.accepted(kind), name="x.xlsx")


def rows(*cells: list[Any], **options: Any) -> list[Row]:
    return list(table(made({"data": [HEAD, *cells]}, **options)).rows)


def found(row: Row) -> list[tuple[str, str | None]]:
    return [(one.code, one.cell) for one in row.problems]


def test_the_first_sheet_with_the_header_is_read_and_hidden_ones_are_named() -> None:
    sheets: Mapping[str, Rows] = {
        "secreto": [HEAD, ["secret", *ROW[1:]]],
        "notas": [["No importar"]],
        "datos": [HEAD, ROW],
        "más": [HEAD, ROW, ROW],
    }

    def hide(_book: Any, shown: Mapping[str, Any]) -> None:
        shown["notas"].activate()
        shown["secreto"].hide()

    read = table(made(sheets, hide))
    assert (read.format, read.sheet, read.total) == ("xlsx", "datos", 1)
    assert [one.code for one in read.warnings] == ["hidden_sheet"]
    assert "“secreto”" in read.warnings[0].detail
    assert [row.body["title"] for row in read.rows] == ["T"]


def test_values_are_read_by_their_column_whatever_their_type() -> None:
    first, second = rows(["T", "es", "ACT-12", "2024", "planned"], [7, *ROW[1:]])
    assert (first.body["payload"]["year"], second.body["title"]) == (2024, "7")
    refused = rows(["T", *ROW[1:3], 2024.5], ["T", *ROW[1:3], True], ["T", *ROW[1:3], "x"])
    assert [found(row) for row in refused] == [
        [("wrong_type", "D2")],
        [("wrong_type", "D3")],
        [("wrong_type", "D4")],
    ]


@pytest.mark.parametrize("from_1904", [False, True])
def test_days_are_days_typed_or_serial(from_1904: bool) -> None:
    serial = 45351 - (1462 if from_1904 else 0)

    def fill(book: Any, shown: Mapping[str, Any]) -> None:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        shown["data"].write_datetime(1, 1, date(2024, 2, 29), day)
        shown["data"].write_datetime(2, 1, datetime(2024, 2, 29, 23, 59, 59), day)

    cells = [["title", "date"], ["T"], ["T"], ["T", serial], ["T", "29/02/2024"]]
    read = table(made({"data": cells}, fill, date_1904=from_1904), "ratification")
    assert [row.body["payload"]["date"] for row in read.rows] == ["2024-02-29"] * 4


def test_formulas_have_their_stored_value_and_errors_are_told() -> None:
    def fill(_book: Any, shown: Mapping[str, Any]) -> None:
        shown["data"].write_formula("D2", "=2000+24", value=2024)
        shown["data"].write_formula("D3", "=NA()", value="#N/A")

    content = made({"data": [HEAD, ROW, ROW]}, fill)
    first, second = table(content).rows
    assert first.body["payload"]["year"] == 2024
    assert found(second) == [("excel_error", "D3")]


def test_merged_cells_and_hidden_rows_are_told() -> None:
    def fill(_book: Any, shown: Mapping[str, Any]) -> None:
        shown["data"].merge_range("C2:C3", "ACT-12")
        shown["data"].merge_range("A4:B4", "Ancho")
        shown["data"].set_row(2, None, None, {"hidden": True})

    second = ["S", "es", "", 2024, "planned"]
    _, below, wide = table(made({"data": [HEAD, ROW, second, ["", ""]]}, fill)).rows
    assert below.body["payload"]["activity"] == "ACT-12"
    assert [one.code for one in below.notices] == ["hidden_row", "merged_cell"]
    assert found(wide) == [("merged_cell", "B4")]


def test_blank_rows_and_columns_are_passed_over() -> None:
    def fill(book: Any, shown: Mapping[str, Any]) -> None:
        for row in range(3, 1_000):
            shown["data"].write_blank(row, 0, None, book.add_format({"bold": True}))

    cells = [[], ["", "", *HEAD], ["", "", *ROW], [], ["", "", *ROW, "", ""], ["", "", " "]]
    read = table(made({"data": cells}, fill))
    assert [(row.number, row.cell("/title")) for row in read.rows] == [(3, "C3"), (5, "C5")]
    assert read.total == 2


def test_numbers_lose_no_digit_and_gain_none() -> None:
    head = ["title", "year", "currency", "amount"]
    cells = [
        head,
        ["T", 2024, "USD", 0.1 + 0.2],
        ["T", 2024, "CLP", 1500],
        ["T", 2024, "USD", 0.125],
    ]
    amounts = [
        row.body["payload"]["resources"][0]["amount"] for row in table(made({"data": cells})).rows
    ]
    assert amounts == ["0.30", "1500", "0.125"]


def test_texts_are_texts() -> None:
    (row,) = rows(['=HYPERLINK("http://x")', *ROW[1:]], strings_to_formulas=False)
    assert row.body["title"] == '=HYPERLINK("http://x")'
    (row,) = rows(["Tab\x0bde Word _x000B_", *ROW[1:]])
    assert row.body["title"] == "Tab\nde Word _x000B_"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (made({"a": [["x", "y"], [1, 2]]}), "no_header"),
        (made({"a": [HEAD]}), "no_rows"),
        (made({"a": [HEAD, *([ROW] * 10_001)]}), "too_many_rows"),
        (repacked(made({"a": [HEAD]}), {"xl/worksheets/sheet1.xml": b"<x/>"}), "no_header"),
        (repacked(made({"a": [HEAD]}), {"xl/vbaProject.bin": b"x"}), "macros"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
    ids=["header", "alone", "rows", "no-data", "macros", "encrypted"],
)
def test_what_cannot_be_read_at_all_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        table(content)
    assert caught.value.code == code

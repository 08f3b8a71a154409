"""What was wrong, in the sender's own file."""

import io
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest

from services.reports.formats import imports
from services.reports.formats.imports import Refused
from services.reports.schemas import template
from tests.services.reports.formats.imports.workbooks import made

ACCEPTED = template.accepted("implementation")
HEAD = ["title", "year", "status"]
MARKS = [("B2", "No year."), ("B2", "No year."), ("B2", "Too late."), ("C3", "No code."), ("", "x")]


def opened(content: bytes, **given: str | None) -> Any:
    out = io.BytesIO()
    imports.annotated(content, ACCEPTED, MARKS, out, **given)
    assert out.getvalue().startswith(b"PK")
    return openpyxl.load_workbook(out)


def comments(sheet: Any) -> dict[str, str]:
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.comment)
    return {cell.coordinate: cell.comment.text for cell in cells}


EXPECTED = {"B2": "No year.\nToo late.", "C3": "No code."}


def test_a_workbook_is_the_sender_s_own() -> None:
    def fill(book: Any, shown: Mapping[str, Any]) -> None:
        shown["datos"].write(0, 0, "title", book.add_format({"bold": True}))
        shown["datos"].data_validation("C2:C9", {"validate": "list", "source": ["planned"]})

    content = made({"notas": [["Mío"]], "datos": [HEAD, ["=T", 1, "x"], ["U", 2, "y"]]}, fill)
    book = opened(content, sheet="datos")
    assert book.sheetnames == ["notas", "datos"]
    assert (book["notas"]["A1"].value, book["datos"]["A1"].font.bold) == ("Mío", True)
    assert len(book["datos"].data_validations.dataValidation) == 1
    assert comments(book["datos"]) == EXPECTED
    assert comments(book["notas"]) == {}


def test_of_csv_and_json_lines_a_workbook_of_the_rows_is_made() -> None:
    text = "title;year;status\r\n'=1+1;1.234,5;x\r\nU;2;y\r\n"
    sheet = opened(text.encode("cp1252"), media_type="text/csv; charset=windows-1252").active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()][1] == [
        "=1+1",
        "1.234,5",
        "x",
    ]
    assert sheet["A2"].data_type == "s"
    assert comments(sheet) == EXPECTED
    lines = opened(b'{"title":"T"}\n\n{"title":"U"}\n', name="x.jsonl").active
    assert (lines["A1"].value, lines["A3"].value) == ('{"title":"T"}', '{"title":"U"}')


@pytest.mark.parametrize("sheet", [None, "otra"])
def test_where_it_cannot_be_written_into_its_rows_are_copied(sheet: str | None) -> None:
    book = opened(made({"datos": [HEAD, ["T", 1.5, True], ["U", 2, "y"]]}), sheet=sheet)
    assert book.sheetnames == ["data"]
    assert [cell.value for cell in book["data"][2]] == ["T", 1.5, True]
    assert comments(book["data"]) == EXPECTED


def test_what_cannot_be_read_cannot_be_marked() -> None:
    with pytest.raises(Refused):
        opened(b"PK\x03\x04", sheet="x")

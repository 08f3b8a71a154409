"""Templates to be filled in, as files: a header in the reader's language and an example under it;
in a workbook also lists to choose from and a sheet that explains.
"""

import io
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from files import csv
from files.csv import Dialect
from files.xlsx import MADE
from services.reports.domain.accepted import Holds
from services.reports.domain.blank import Blank, BlankColumn, BlankTexts

MOST_ROWS = 10_001  # that lists can be chosen in: those of an import, and the header
MESSAGE, TITLE = 255, 32  # characters of what is said beside a cell
WIDTHS: Mapping[Holds, int] = {"text": 40, "short": 30, "json": 40, "codes": 24}
FORMATS: Mapping[Holds, str] = {"date": "yyyy-mm-dd", "integer": "0", "amount": "0.00##"}
AS_TEXT = "@"
SHORTEN = " …"
MANY = 30  # codes, which the sheet of codes alone names


def comma_separated(blank: Blank, dialect: Dialect) -> bytes:
    """The template as CSV."""
    example = [_told(column) for column in blank.columns]
    return csv.write([column.header for column in blank.columns], [example], dialect)


def _told(column: BlankColumn) -> Any:
    """An example as a cell of CSV has it."""
    value = column.example
    if column.holds == "json" and value is not None:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Decimal(value) if column.holds == "amount" and value is not None else value


def workbook(blank: Blank) -> bytes:
    """The template as XLSX."""
    import xlsxwriter  # late: a start has no workbook to make

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    )
    book.set_properties({"created": MADE, "title": blank.name})
    sheet = book.add_worksheet(blank.kind)
    bold, needed = book.add_format({"bold": True}), _needed(book)
    for at, column in enumerate(blank.columns):
        sheet.write_string(0, at, column.header, needed if column.needed else bold)
        form = _form(book, column)
        sheet.set_column(at, at, WIDTHS.get(column.holds, 16), form)
        _write_example(sheet, at, column, form)
    sheet.freeze_panes(1, 0)
    _explain(book, blank, bold)
    _choose(book, sheet, blank, bold)
    book.close()
    return out.getvalue()


def _form(book: Any, column: BlankColumn) -> Any:
    return book.add_format({"num_format": FORMATS.get(column.holds, AS_TEXT), "valign": "top"})


def _needed(book: Any) -> Any:
    return book.add_format({"bold": True, "bg_color": "#DDEBF7", "bottom": 2})


def _write_example(sheet: Any, at: int, column: BlankColumn, form: Any) -> None:
    value = column.example
    if value is None or value == []:
        return
    if column.holds == "date":
        sheet.write_datetime(1, at, date.fromisoformat(value), form)
    elif column.holds == "amount":
        sheet.write_number(1, at, float(value), form)
    elif isinstance(value, bool):
        sheet.write_boolean(1, at, value, form)
    elif isinstance(value, int):
        sheet.write_number(1, at, value, form)
    elif column.holds == "codes":
        sheet.write_string(1, at, "; ".join(value), form)
    else:
        sheet.write_string(1, at, _told(column), form)


def _explain(book: Any, blank: Blank, bold: Any) -> None:
    """The sheet that says what belongs where."""
    sheet, texts = book.add_worksheet(blank.texts.explanation), blank.texts
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for at, width in enumerate((36, 30, 70, 14, 40)):
        sheet.set_column(at, at, width, wrapped)
    sheet.write_string(0, 0, blank.name, bold)
    for row, line in enumerate((blank.help, *texts.lines), 1):
        sheet.merge_range(row, 0, row, 2, line, wrapped)
    top = len(texts.lines) + 3
    sheet.write_row(top, 0, texts.head, bold)
    for row, column in enumerate(blank.columns, top + 1):
        sheet.write_row(row, 0, _explained(column, blank.texts), wrapped)


def _explained(column: BlankColumn, texts: BlankTexts) -> tuple[str, ...]:
    """What is said of a column: its codes, unless there are many."""
    codes = ", ".join(column.codes) if len(column.codes) < MANY else texts.codes
    needed = texts.needed if column.needed else ""
    return (column.header, column.name, column.help, needed, codes)


def _choose(book: Any, sheet: Any, blank: Blank, bold: Any) -> None:
    """Lists to choose from, which stand on a sheet of their own, and the help beside each cell."""
    lists = book.add_worksheet(blank.texts.codes)
    placed: dict[tuple[str, ...], str] = {}
    for at, column in enumerate(blank.columns):
        if column.codes and column.codes not in placed:
            placed[column.codes] = _list(lists, len(placed), column, blank.texts.codes, bold)
        rule = _rule(column, placed.get(column.codes))
        sheet.data_validation(1, at, MOST_ROWS - 1, at, rule)


def _list(lists: Any, at: int, column: BlankColumn, name: str, bold: Any) -> str:
    """Write a list; where it stands."""
    from xlsxwriter.utility import xl_range_abs

    lists.set_column(at, at, 30)
    lists.write_string(0, at, column.header, bold)
    lists.write_column(1, at, column.codes)
    return f"='{name}'!{xl_range_abs(1, at, len(column.codes), at)}"


def _rule(column: BlankColumn, codes: str | None) -> dict[str, Any]:
    """What may be written in a column. One code of several is a help: more may be typed."""
    said = {
        "input_title": _short(column.header, TITLE),
        "input_message": _short(column.help, MESSAGE),
        "show_error": column.holds == "code",
    }
    if codes is None:
        return {"validate": "any", **said}
    return {"validate": "list", "source": codes, "error_type": "warning", **said}


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - len(SHORTEN)] + SHORTEN

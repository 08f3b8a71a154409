"""What was wrong, written into the sender's own file: a comment in each bad cell."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from files.xlsx import MADE, MOST_CHARACTERS
from services.reports.domain.accepted import Accepted
from services.reports.formats.imports import json_lines
from services.reports.formats.imports.header import Names
from services.reports.formats.imports.reading import ZIP, data_of, is_lines, sheet_of
from services.reports.formats.imports.sheet import Line, Mark, letters

Marks = Mapping[str, str]  # texts by the address of their cell
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
AUTHOR = "import"
LARGE = 500_000  # cells of a workbook beyond which a copy of its rows alone is made
WIDTH, HEIGHT, LINE = 320, 60, 20  # pixels of a comment


def annotated(
    content: bytes | Path,
    accepted: Accepted,
    marks: Iterable[tuple[str, str]],
    *,
    media_type: str = "",
    name: str = "",
) -> bytes:
    """A workbook with these texts in these cells: the sender's own, or one of the rows that a file
    of CSV or JSON Lines holds. Raises Refused for a file that cannot be read.
    """
    data, texts = data_of(content), _together(marks)
    if is_lines(data, media_type, name):
        lines = (Line(number, [line.rstrip("\r\n")]) for number, line in json_lines.lines(data))
        return _of_rows(lines, texts, "lines")
    sheet = sheet_of(data, Names(accepted), media_type)
    large = sum(len(line.cells) for line in sheet.lines()) > LARGE
    if data.startswith(ZIP) and sheet.name is not None and not large:
        return _own(data, sheet.name, texts)
    return _of_rows(sheet.lines(), texts, "data")


def _together(marks: Iterable[tuple[str, str]]) -> Marks:
    """All that is said of a cell as one text."""
    texts: dict[str, list[str]] = {}
    for cell, text in marks:
        if CELL.fullmatch(cell) and text not in texts.setdefault(cell, []):
            texts[cell].append(text)
    return {cell: "\n".join(some)[:MOST_CHARACTERS] for cell, some in texts.items()}


def _own(data: bytes, name: str, texts: Marks) -> bytes:
    """The sender's workbook."""
    from openpyxl import load_workbook  # late: a start comments nothing
    from openpyxl.comments import Comment

    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it does not keep
        book = load_workbook(io.BytesIO(data))
        sheet = book[name]
        for cell, text in texts.items():
            place = sheet[_first(sheet, cell)]
            place.comment = Comment(text, AUTHOR, _height(text), WIDTH)
        book.active = sheet
        book.save(out)
    return out.getvalue()


def _first(sheet: Any, cell: str) -> str:
    """The cell of a merged range that can have a comment."""
    merged = (one for one in sheet.merged_cells.ranges if cell in one)
    found = next(merged, None)
    return cell if found is None else f"{letters(found.min_col - 1)}{found.min_row}"


def _height(text: str) -> int:
    return HEIGHT + LINE * (len(text) // 45 + text.count("\n"))


def _of_rows(lines: Iterator[Line], texts: Marks, name: str) -> bytes:
    """A workbook of rows, each where it stands in the file."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    sheet = book.add_worksheet(name)
    sheet.set_comments_author(AUTHOR)
    for line in lines:
        _write(sheet, line.number - 1, line.cells)
    for cell, text in texts.items():
        size = {"x_scale": 2.5, "y_scale": _height(text) / HEIGHT}
        sheet.write_comment(cell, text, size)
    book.close()
    return out.getvalue()


def _write(sheet: Any, row: int, cells: Sequence[Any]) -> None:
    for at, cell in enumerate(cells):
        if isinstance(cell, bool):
            sheet.write_boolean(row, at, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(row, at, cell)
        elif cell is not None and cell != "" and not isinstance(cell, Mark):
            sheet.write_string(row, at, str(cell)[:MOST_CHARACTERS])

"""What was wrong, written into the sender's own file: a comment in each bad cell."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from files.xlsx import MADE, MOST_CHARACTERS
from services.reports.domain.accepted import Accepted
from services.reports.formats.imports import commenting, json_lines
from services.reports.formats.imports.header import Names
from services.reports.formats.imports.notes import AUTHOR, Marks, Unusual
from services.reports.formats.imports.reading import ZIP, data_of, is_lines, sheet_of
from services.reports.formats.imports.refusal import Refused
from services.reports.formats.imports.sheet import Line, Mark, place_of

CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
HEIGHT, LINE = 60, 20  # pixels of a comment


def annotated(
    content: bytes | Path,
    accepted: Accepted,
    marks: Iterable[tuple[str, str]],
    out: BinaryIO,
    *,
    media_type: str = "",
    name: str = "",
    sheet: str | None = None,
) -> None:
    """Write a workbook with these texts in these cells: the sender's own, where the rows stand on
    this `sheet`, or one of the rows that the file holds. Raises Refused where it cannot be read.
    """
    data, texts = data_of(content), _together(marks)
    if sheet is not None and data.startswith(ZIP) and _own(data, sheet, texts, out):
        return
    if is_lines(data, media_type, name):
        lines = (Line(number, [line.rstrip("\r\n")]) for number, line in json_lines.lines(data))
        _of_rows(lines, texts, "lines", out)
    else:
        _of_rows(sheet_of(data, Names(accepted), media_type).lines(), texts, "data", out)


def _together(marks: Iterable[tuple[str, str]]) -> Marks:
    """All that is said of a cell as one text."""
    texts: dict[str, list[str]] = {}
    for cell, text in marks:
        if CELL.fullmatch(cell) and text not in texts.setdefault(cell, []):
            texts[cell].append(text)
    return {cell: "\n".join(some)[:MOST_CHARACTERS] for cell, some in texts.items()}


def _own(data: bytes, sheet: str, texts: Marks, out: BinaryIO) -> bool:
    """Write the sender's workbook; whether that can be done."""
    try:
        commenting.comment(data, sheet, texts, out)
    except (Unusual, Refused):
        out.seek(0)
        out.truncate()
        return False
    return True


def _of_rows(lines: Iterator[Line], texts: Marks, name: str, out: BinaryIO) -> None:
    """Write a workbook of rows, each where it stands in the file."""
    import xlsxwriter  # late: a start comments nothing

    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_urls": False})
    book.set_properties({"created": MADE})
    sheet = book.add_worksheet(name)
    sheet.set_comments_author(AUTHOR)
    of_row = _by_row(texts)
    for line in lines:
        _write(sheet, line.number - 1, line.cells)
        for cell, text in of_row.get(line.number, ()):
            size = {"x_scale": 2.5, "y_scale": _height(text) / HEIGHT}
            sheet.write_comment(cell, text, size)
    book.close()


def _by_row(texts: Marks) -> dict[int, list[tuple[str, str]]]:
    """The texts by the number of their row: once the next row is written, it takes none."""
    rows: dict[int, list[tuple[str, str]]] = {}
    for cell, text in texts.items():
        rows.setdefault(place_of(cell)[1] + 1, []).append((cell, text))
    return rows


def _height(text: str) -> int:
    return HEIGHT + LINE * (len(text) // 45 + text.count("\n"))


def _write(sheet: Any, row: int, cells: Sequence[Any]) -> None:
    for at, cell in enumerate(cells):
        if isinstance(cell, bool):
            sheet.write_boolean(row, at, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(row, at, cell)
        elif cell is not None and cell != "" and not isinstance(cell, Mark):
            sheet.write_string(row, at, str(cell)[:MOST_CHARACTERS])

"""Tables as XLSX; the same table gives the same bytes."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from files.cells import Row, cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MADE = datetime(2016, 4, 19, tzinfo=UTC)  # of every file: what it says depends on its table alone
MOST_ROWS = 1_048_576  # of a sheet, its header among them
MOST_CHARACTERS = 32_767  # of a cell
CUT = " […]"  # at the end of a text that no cell holds
IN_MEMORY = {"in_memory": True}


def write(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A table with its header, on one sheet."""
    out = io.BytesIO()
    book = Book(out, {"data": columns}, in_memory=True)
    book.add({"data": rows})
    book.close()
    return out.getvalue()


def _on_disk(target: Any) -> dict[str, Any]:
    """Rows wait beside the file."""
    return {"constant_memory": True, "tmpdir": str(Path(str(target)).parent)}


class Book:
    """A workbook that is written row by row, each row leaving the memory with the next one (unless
    it is made `in_memory`). Texts stay texts: none is a formula or a link.
    """

    def __init__(
        self, target: Any, sheets: Mapping[str, Sequence[str]], *, in_memory: bool = False
    ) -> None:
        """`target`: a path, or a stream of bytes; `sheets`: the columns of each, by its name."""
        import xlsxwriter  # late: a start has no workbook to make

        self._book = xlsxwriter.Workbook(target, IN_MEMORY if in_memory else _on_disk(target))
        self._book.set_properties({"created": MADE})
        self._sheets = {name: _Sheet(self._book, name, sheets[name]) for name in sheets}

    def add(self, batch: Mapping[str, Iterable[Row]]) -> None:
        """Write rows behind those of their sheets."""
        for name, rows in batch.items():
            for row in rows:
                self._sheets[name].add(row)

    def close(self) -> None:
        """Finish the file."""
        self._book.close()


class _Sheet:
    """A sheet with its header, and others like it once it is full."""

    def __init__(self, book: Any, name: str, columns: Sequence[str]) -> None:
        self._book, self._columns = book, columns
        self._names = (name if n == 1 else f"{name} {n}" for n in count(1))
        self._begin()

    def _begin(self) -> None:
        self._sheet = self._book.add_worksheet(next(self._names))
        self._sheet.freeze_panes(1, 0)
        self._next = 0
        self.add(self._columns)

    def add(self, row: Row) -> None:
        """Write the next row."""
        if self._next == MOST_ROWS:
            self._begin()
        for place, value in enumerate(map(cell, row)):
            self._write(place, value)
        self._next += 1

    def _write(self, place: int, value: Any) -> None:
        """A number or a text; an empty one leaves the cell empty."""
        if not isinstance(value, str):
            plain = float(value) if isinstance(value, Decimal) else value
            self._sheet.write_number(self._next, place, plain)
        elif value:
            self._sheet.write_string(self._next, place, _fitting(value))


def _fitting(text: str) -> str:
    """A text as long as a cell holds: the other formats have all of it."""
    if len(text) <= MOST_CHARACTERS:
        return text
    return text[: MOST_CHARACTERS - len(CUT)] + CUT

"""A table as it stands in a file, before anybody knows what its columns mean."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.reports.formats.imports.refusal import Warned

Cell = Any  # a text, a number, a truth, a day, an instant, None, or one of the marks below


class Mark:
    """A cell that holds no value of its own: why not, as a code and a sentence."""

    def __init__(self, code: str, detail: str) -> None:
        self.code, self.detail = code, detail


def is_empty(cell: Cell) -> bool:
    """Whether a cell says nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table; `number`: as the user's program shows it; `hidden`: it shows it not;
    `filled`: columns whose value stands in the first cell of a merged range above.
    """

    number: int
    cells: Sequence[Cell]
    hidden: bool = False
    filled: Sequence[int] = ()

    @property
    def blank(self) -> bool:
        """Whether it says nothing."""
        own = (cell for at, cell in enumerate(self.cells) if at not in self.filled)
        return all(map(is_empty, own))

    def cell(self, at: int) -> Cell:
        """What stands in a column."""
        return self.cells[at] if 0 <= at < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table that can be gone through more than once. `point`: the decimal sign of our exports in
    this form; `day`: the day that a serial number means.
    """

    lines: Callable[[], Iterator[Line]]
    name: str | None = None
    point: str | None = None
    day: Callable[[float], date] | None = None
    warnings: list[Warned] = field(default_factory=list)


def letters(column: int) -> str:
    """What a spreadsheet calls a column, from 0: A, B, ... AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def address(column: int, row: int) -> str:
    """What a spreadsheet calls a cell; the column from 0, the row from 1."""
    return f"{letters(column)}{row}"


def place_of(cell: str) -> tuple[int, int]:
    """The column and the row of an address as A1, both from 0. Raises ValueError."""
    name = cell.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1, int(cell[len(name) :]) - 1

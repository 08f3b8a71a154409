"""What the reader of workbooks does not tell: errors, formulas without a value, hidden rows, where
days are counted from, and how much a sheet would take in memory.
"""

import re
from array import array
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from services.reports.formats.imports.package import Look
from services.reports.formats.imports.refusal import Refused
from services.reports.formats.imports.sheet import Mark, address, place_of

MOST_CELLS = 3_000_000  # of the rectangle that a sheet's values stand in
MOST_CHARACTERS = 64 * 1024 * 1024  # of a sheet, a text counted wherever it stands
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
TRUE = ("1", "true")
VALUES = ("v", "is")
ERROR = Mark("excel_error", "This cell holds an error of the spreadsheet, as #N/A.")
NOT_COMPUTED = Mark("no_stored_value", "This cell's formula has no stored value; open and save.")


@dataclass(slots=True)
class Part(Look):
    """A worksheet. Rows and columns from 0."""

    marks: dict[int, dict[int, Mark]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    top: int = LAST_ROW
    left: int = LAST_COLUMN
    bottom: int = -1
    right: int = -1
    shared: "array[int]" = field(default_factory=lambda: array("I"))
    _row: int = -1
    _column: int = -1
    _type: str = ""
    _formula: bool = False
    _in_value: bool = False
    _index: str = ""

    def begin(self, element: str, given: dict[str, str]) -> None:
        """A row, a cell or its value begins."""
        if element == "c":
            self._end()
            self._column = self._place(given.get("r"))
            self._type = given.get("t", "")
        elif element in VALUES:
            self._valued()
        elif element == "f":
            self._formula = True
        elif element == "row":
            self._end()
            self._row = int(given.get("r", self._row + 2)) - 1
            self._column = -1
            if given.get("hidden") in TRUE:
                self.hidden.add(self._row)
        else:
            self._in_value = False

    def text(self, text: str) -> None:
        """A piece of a value."""
        if self._in_value:
            self._index += text

    def _place(self, reference: str | None) -> int:
        found = REFERENCE.fullmatch(reference or "")
        if found is None:
            return self._column + 1
        column, self._row = place_of(found[0])
        return column

    def _valued(self) -> None:
        row, column = self._row, self._column
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)
        self._formula = False
        if self._type == "e":
            self._mark(ERROR)
        self._in_value = self._type == "s"

    def _mark(self, mark: Mark) -> None:
        self.marks.setdefault(self._row, {})[self._column] = mark

    def _end(self) -> None:
        """A cell has ended: its shared text has been named, or its formula has no value."""
        if self._formula:
            self._valued()
            self._mark(NOT_COMPUTED)
        if self._index.strip().isdecimal():
            self.shared.append(min(int(self._index), 2**32 - 1))
        self._index, self._in_value = "", False

    def check(self, texts: "Texts") -> None:
        """Raise Refused for a sheet that would take too much memory."""
        self._end()
        if self.bottom >= LAST_ROW or self.right >= LAST_COLUMN:
            raise Refused("wrong_format", "The workbook has more rows or columns than there are.")
        cells = max(self.bottom - self.top + 1, 0) * (self.right - self.left + 1)
        if cells > MOST_CELLS:
            last = address(self.right, self.bottom + 1)
            raise Refused("too_sparse", f"The sheet reaches to {last}; delete what is far away.")
        if texts.characters(self.shared) > MOST_CHARACTERS:
            raise Refused("expands_too_much", "The sheet holds more text than is read.")


class Texts(Look):
    """The shared texts: how long each is."""

    def __init__(self) -> None:
        self._lengths = array("I")

    def begin(self, element: str, given: dict[str, str]) -> None:
        """A text begins."""
        if element == "si":
            self._lengths.append(0)

    def text(self, text: str) -> None:
        """A piece of one."""
        if self._lengths:
            self._lengths[-1] += len(text)

    def characters(self, shared: "array[int]") -> int:
        """The length of these together."""
        last = len(self._lengths)
        return sum(self._lengths[index] for index in shared if index < last)


class Book(Look):
    """The workbook: its sheets by name, and where its days are counted from."""

    def __init__(self) -> None:
        self.from_1904 = False
        self.sheets: dict[str, str] = {}  # the relation of each

    def begin(self, element: str, given: dict[str, str]) -> None:
        """A sheet, or a property of the workbook."""
        if element == "workbookPr" and given.get("date1904") in TRUE:
            self.from_1904 = True
        elif element == "sheet":
            relation = (of for name, of in given.items() if name.rpartition(":")[2] == "id")
            self.sheets[given.get("name", "")] = next(relation, "")


class Relations(Look):
    """Which part each relation of the workbook names."""

    def __init__(self) -> None:
        self.targets: dict[str, str] = {}

    def begin(self, element: str, given: dict[str, str]) -> None:
        """A relation."""
        if element == "Relationship":
            self.targets[given.get("Id", "")] = given.get("Target", "")


class Scan:
    """All that is looked at in a workbook."""

    def __init__(self) -> None:
        self.book, self.texts, self._relations = Book(), Texts(), Relations()
        self._parts: dict[str, Part] = {}

    def look(self, name: str) -> Look:
        """Who looks at a part."""
        plain = name.lstrip("/").casefold()
        if plain == "xl/workbook.xml":
            return self.book
        if plain == "xl/_rels/workbook.xml.rels":
            return self._relations
        if plain == "xl/sharedstrings.xml":
            return self.texts
        if plain.endswith(".rels"):
            return Look()
        return self._parts.setdefault(PurePosixPath(plain).as_posix(), Part())

    def target(self, sheet: str) -> str:
        """Where the worksheet of this name is said to be."""
        target = self._relations.targets.get(self.book.sheets.get(sheet, ""), "")
        return target.casefold().lstrip("/")

    def part(self, sheet: str) -> Part:
        """The worksheet of this name. Raises Refused where it would take too much."""
        plain = self.target(sheet)
        found = self._parts.get(plain) or self._parts.get(f"xl/{plain}")
        if found is None:
            raise Refused("wrong_format", "The workbook is damaged.")
        found.check(self.texts)
        return found

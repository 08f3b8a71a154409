"""XLSX: the first sheet that has the template's header."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from services.reports.formats.imports import days, header, package
from services.reports.formats.imports.header import Names
from services.reports.formats.imports.refusal import Refused, Warned
from services.reports.formats.imports.scan import Part, Scan
from services.reports.formats.imports.sheet import Line, Mark, Sheet, address

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_MERGED = 100_000  # rows of merged ranges
Range = tuple[tuple[int, int], tuple[int, int]]


def sheet(content: bytes, names: Names) -> Sheet:
    """The table of a workbook. Raises Refused."""
    scan = Scan()
    with package.opened(content) as opened:
        copy = package.copied(opened, scan.look)
    with _sound():
        return _first(_load(copy), scan, names)


def _load(copy: Any) -> "CalamineWorkbook":
    from python_calamine import load_workbook  # late: a start reads no workbook

    return load_workbook(copy)


@contextmanager
def _sound() -> Iterator[None]:
    """What the reader cannot read is refused, also where it gives itself up."""
    try:
        yield
    except (Refused, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # its panics are no Exception
        raise Refused("wrong_format", "The workbook is damaged.") from error


def _first(book: "CalamineWorkbook", scan: Scan, names: Names) -> Sheet:
    """The first sheet that is shown and has the header."""
    shown, warnings = _shown(book)
    day = partial(days.serial, from_1904=scan.book.from_1904)
    for name in shown:
        part = scan.part(name)
        lines = partial(_lines, book.get_sheet_by_name(name), part)
        best = max(
            (header.score(names, one.cells) for one in islice(lines(), header.SEARCHED)), default=0
        )
        if best >= header.NEEDED:
            return Sheet(lines, name=name, point=".", day=day, warnings=warnings)
    raise Refused("no_header", "No sheet has the names of the template's columns.")


def _shown(book: "CalamineWorkbook") -> tuple[list[str], list[Warned]]:
    """The names of the sheets that are shown, and what is said of the others."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    shown, warnings = list[str](), list[Warned]()
    for one in book.sheets_metadata:
        if one.typ != SheetTypeEnum.WorkSheet:
            continue
        if one.visible == SheetVisibleEnum.Visible:
            shown.append(one.name)
        else:
            detail = f"The sheet “{one.name[:60]}” is hidden; it is not read."
            warnings.append(Warned("hidden_sheet", detail))
    return shown, warnings


def _lines(sheet: "CalamineSheet", part: Part) -> Iterator[Line]:
    """The rows of a sheet."""
    left = sheet.start[1] if sheet.start else 0
    merged = _merged(sheet.merged_cell_ranges or (), part.bottom)
    held: dict[Range, Any] = {}
    for row, values in enumerate(sheet.iter_rows()):
        cells = [None] * left + [_cell(value) for value in values]
        for at, mark in part.marks.get(row, {}).items():
            cells += [None] * (at + 1 - len(cells))
            cells[at] = mark
        filled = _filled(row, cells, merged.get(row, ()), held)
        yield Line(row + 1, cells, row in part.hidden, filled)


def _cell(value: Any) -> Any:
    if value == "" or value is None:
        return None
    if isinstance(value, str | bool | int | float | date):
        return value
    return str(value) if isinstance(value, time | timedelta) else None


def _merged(ranges: Any, bottom: int) -> Mapping[int, list[Range]]:
    """The merged ranges that each row has a part of."""
    found: dict[int, list[Range]] = defaultdict(list)
    left = MOST_MERGED
    for range_ in ranges:
        rows = range(range_[0][0], min(range_[1][0], bottom) + 1)
        left -= len(rows)
        if left < 0:
            raise Refused("too_sparse", "The sheet has too many merged cells.")
        for row in rows:
            found[row].append(range_)
    return found


def _filled(row: int, cells: list[Any], ranges: Any, held: dict[Range, Any]) -> list[int]:
    """Give each cell of a merged column the value above it; those beside it have none."""
    filled = []
    for range_ in ranges:
        (top, left), (_, right) = range_
        for at in range(left, min(right + 1, len(cells))):
            if (row, at) == (top, left):
                held[range_] = cells[at]
            elif cells[at] is None:
                cells[at] = held.get(range_) if at == left else _beside(range_)
                filled.append(at)
    return filled


def _beside(range_: Range) -> Mark:
    first = address(range_[0][1], range_[0][0] + 1)
    return Mark("merged_cell", f"This cell is merged with {first}; what it says is not known.")

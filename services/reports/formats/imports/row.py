"""A row of a table as the body of a submission."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from contracts.codes import MINOR_UNITS
from services.reports.domain.accepted import EXTERNAL_ID, Path, Place
from services.reports.formats.imports import values
from services.reports.formats.imports.refusal import Problem, Wrong
from services.reports.formats.imports.sheet import Line, address, is_empty
from services.reports.formats.imports.values import Read, Reading

Body = dict[str, Any]
PAYLOAD = "payload"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number as the user's program shows it, the body it makes, and what is wrong in it.

    `problems`: for these the row is refused; `notices`: what was read in another way than written.
    `submission`: the id that a row of our own export names.
    """

    number: int
    body: Body
    external_id: str | None = None
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    cells: Mapping[str, str] = field(default_factory=dict)  # addresses by JSON pointer
    anywhere: str | None = None  # the cell of what has none of its own
    submission: str | None = None

    def cell(self, at: str) -> str | None:
        """Where the value of a JSON pointer of the body stands, or would stand."""
        if at in self.cells:
            return self.cells[at]
        inside = (cell for known, cell in self.cells.items() if known.startswith(f"{at}/"))
        if (found := next(inside, None)) is not None:
            return found
        above = at.rpartition("/")[0]
        return self.cell(above) if above not in ("", f"/{PAYLOAD}") else self.anywhere


def pointer(path: Path) -> str:
    """A path as a JSON pointer."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


@dataclass(frozen=True, slots=True)
class Found:
    """A value that stands in a column."""

    place: Place
    at: int  # the column
    value: Any


class Reader:
    """Makes rows of lines. `places`: the column of each place; `how`: how each is read."""

    def __init__(
        self,
        kind: str,
        places: Mapping[int, Place],
        how: Mapping[int, Reading],
        told: Mapping[str, int],
    ) -> None:
        self._kind, self._places, self._how, self._told = kind, places, how, told

    def row(self, line: Line) -> Row:
        """The row that a line is."""
        row = Row(line.number, {"kind": self._kind}, anywhere=address(0, line.number), cells={})
        self._check_kind(line, row)
        found = [*self._values(line, row)]
        external = next((one.value for one in found if one.place.path == (EXTERNAL_ID,)), None)
        cells = self._empty(line.number)
        body = {"kind": self._kind, **self._body(found, line, row, cells)}
        said = (row.problems, row.notices, cells, row.anywhere)
        return Row(line.number, body, external, *said, submission=self._submission(line))

    def _submission(self, line: Line) -> str | None:
        """The submission that a row of our own export is."""
        said = line.cell(self._told.get("id", -1))
        return said if isinstance(said, str) and said else None

    def _check_kind(self, line: Line, row: Row) -> None:
        at = self._told.get("kind", -1)
        said = line.cell(at)
        if said and said != self._kind:
            detail = f"This row is of the kind {str(said)[:60]}, not {self._kind}."
            row.problems.append(Problem("other_kind", detail, "/kind", address(at, line.number)))

    def _values(self, line: Line, row: Row) -> Iterator[Found]:
        """The values of the columns that are filled in."""
        if line.hidden:
            row.notices.append(Problem("hidden_row", "This row is hidden.", "", row.anywhere))
        for at, place in self._places.items():
            if is_empty(line.cell(at)):
                continue
            where = (pointer(place.path), address(at, line.number))
            try:
                read = values.read(line.cell(at), place, self._how[at])
            except Wrong as wrong:
                row.problems.append(Problem(wrong.code, wrong.detail, *where, wrong.about))
            else:
                row.notices.extend(_said(read, where, merged=at in line.filled))
                yield Found(place, at, read.value)

    def _empty(self, number: int) -> dict[str, str]:
        """Where the value of each single column stands, or would stand."""
        places = ((place.path, at) for at, place in self._places.items())
        return {pointer(path): address(at, number) for path, at in places if not _listed(path)}

    def _body(self, found: Sequence[Found], line: Line, row: Row, cells: dict[str, str]) -> Body:
        body: Body = {PAYLOAD: {}}
        for one in found:
            if not _listed(one.place.path) and one.place.path != (EXTERNAL_ID,):
                _put(body, one.place.path, one.value)
        for path, items in _lists(found).items():
            if _get(body, path) is not None:
                self._twice(path, items, line, row)
                continue
            _put(body, path, _items(path, items, line.number, cells))
        _complete(body)
        return body

    def _twice(self, path: Path, items: Mapping[int, list[Found]], line: Line, row: Row) -> None:
        """A list stands in its own column and in those of its items."""
        where = address(next(iter(items.values()))[0].at, line.number)
        detail = f"{path[-1]} is given twice: as a list in one cell, and in columns of its items."
        row.problems.append(Problem("given_twice", detail, pointer(path), where))


def _said(read: Read, where: tuple[str, str], *, merged: bool) -> Iterator[Problem]:
    """What is to be told of a value that was read."""
    if read.notice:
        yield Problem("read_as", read.notice, *where, read.about)
    if merged:
        yield Problem("merged_cell", "Read from the merged cell.", *where)


def _listed(path: Path) -> bool:
    return any(isinstance(step, int) for step in path)


def _lists(found: Sequence[Found]) -> dict[Path, dict[int, list[Found]]]:
    """The values that stand in items, by list and number of the item."""
    lists: dict[Path, dict[int, list[Found]]] = {}
    for one in sorted(found, key=lambda one: _number(one.place.path)):
        path = one.place.path
        if _listed(path):
            at = _place_of_number(path)
            lists.setdefault(path[:at], {}).setdefault(_number(path), []).append(one)
    return lists


def _place_of_number(path: Path) -> int:
    return next((n for n, step in enumerate(path) if isinstance(step, int)), 0)


def _number(path: Path) -> int:
    return next((step for step in path if isinstance(step, int)), 0)


def _items(
    path: Path, items: Mapping[int, list[Found]], number: int, cells: dict[str, str]
) -> list[Body]:
    """The items of a list that say something, one after the other."""
    made: list[Body] = []
    for n, parts in enumerate(items.values()):
        item: Body = {}
        for one in parts:
            rest = one.place.path[len(path) + 1 :]
            if one.place.fixed:
                item |= one.value
            else:
                _put(item, rest, one.value)
            cells[pointer((*path, n, *rest))] = address(one.at, number)
        made.append(item)
    return made


def _put(body: Body, path: Path, value: Any) -> None:
    for step in path[:-1]:
        body = body.setdefault(str(step), {})
    body[str(path[-1])] = value


def _get(body: Any, path: Path) -> Any:
    for step in path:
        body = body.get(str(step)) if isinstance(body, dict) else None
    return body


def _complete(body: Any) -> None:
    """Write each amount that was a number with the digits of its currency."""
    if isinstance(body, list):
        for one in body:
            _complete(one)
    elif isinstance(body, dict):
        for name, value in body.items():
            if isinstance(value, Decimal):
                body[name] = _money(value, body.get("currency"))
            else:
                _complete(value)


def _money(amount: Decimal, currency: Any) -> str:
    digits = MINOR_UNITS.get(currency, 2) if isinstance(currency, str) else 2
    has = -int(amount.as_tuple().exponent)
    return f"{amount:.{max(digits, has, 0)}f}"

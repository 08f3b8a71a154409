"""Cells of statistics: which value stands in each, and which small number could be computed from
the others.

A cell is one value of a series: its key in the order of `DIMENSIONS`, then its period. Where a
total and its parts but one are known, so is the last one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from services.reports.domain.others import Other, Payload

DIMENSIONS = ("REF_AREA", "COUNTERPART_AREA", "MEASURE", "SEX", "AGE")
ADDED_UP = ("COUNTERPART_AREA", "SEX", "AGE")  # the dimensions that have a total
TOTAL = "_T"
SMALLEST, LARGEST = 1, 4  # counts of persons that nobody is to learn

Cell = tuple[str, ...]
Value = str | None


def is_persons(measure: str) -> bool:
    """Whether a measure counts persons; else it is an amount of money."""
    return not measure.startswith("REMITTANCES")


def is_small(value: Decimal) -> bool:
    """Whether a count of persons is too small to be told."""
    return SMALLEST <= value <= LARGEST


def cell_of(key: Mapping[str, str], period: str) -> Cell:
    """The cell of a key and a period."""
    return (*(key[name] for name in DIMENSIONS), period)


def cells_of(payload: Payload) -> dict[Cell, Value]:
    """The values of a payload."""
    return {
        cell_of(series["key"], observation["period"]): observation["value"]
        for series in payload.get("series", ())
        for observation in series["observations"]
    }


def standing(some: Iterable[Other]) -> dict[Cell, Value]:
    """The value that stands in each cell: the state's own, then the latest published."""
    in_order = sorted(some, key=lambda one: one.published_at)
    own = (pair for other in in_order for pair in _own(other))
    every = (pair for other in in_order for pair in cells_of(other.payload).items())
    return dict(every) | dict(own)


def _own(other: Other) -> Iterator[tuple[Cell, Value]]:
    """What a state says of itself."""
    return (
        (cell, value)
        for cell, value in cells_of(other.payload).items()
        if cell[0] == other.reporter
    )


def disclosed(cells: Mapping[Cell, Value], told: Iterable[Cell]) -> Iterator[tuple[Cell, str]]:
    """Cells of those `told` from which, with the others, a small number could be computed, each
    with the dimension that is added up.
    """
    told = set(told)
    for name in ADDED_UP:
        for total, members in _sums(cells, DIMENSIONS.index(name)).items():
            if _tells_small(cells[total], members):
                culprits = told & {total, *members}
                yield from ((cell, name) for cell in sorted(culprits)[:1])


def _sums(cells: Mapping[Cell, Value], dimension: int) -> dict[Cell, dict[Cell, Value]]:
    """The known totals over a dimension, each with its parts."""
    parts: dict[Cell, dict[Cell, Value]] = defaultdict(dict)
    for cell, value in cells.items():
        total = _total(cell, dimension)
        if cell != total and cells.get(total) is not None and is_persons(cell[2]):
            parts[total][cell] = value
    return parts


def _total(cell: Cell, dimension: int) -> Cell:
    """The cell of the total that a cell is a part of."""
    return (*cell[:dimension], TOTAL, *cell[dimension + 1 :])


def _tells_small(total: Any, parts: Mapping[Cell, Value]) -> bool:
    """Whether a total less its known parts is the one part that is hidden, and that is small.
    Parts that nobody sent are hidden as one.
    """
    known = [Decimal(value) for value in parts.values() if value is not None]
    hidden = len(parts) - len(known)
    rest = Decimal(total) - sum(known)
    return is_small(rest) and (hidden <= 1 or hidden == rest)

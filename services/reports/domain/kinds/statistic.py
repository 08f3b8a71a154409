"""`statistic`: aggregate series on migration, from which nobody can be found."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import Any, NamedTuple

from services.reports.domain import cells
from services.reports.domain.cells import Cell
from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.others import Other, Sought
from services.reports.domain.programme import Catalogue

NAME = "statistic"
MOST = 100  # violations told at once
CONFIDENTIAL = "C"
MISSING = ("M", "L", "O")  # statuses of SDMX
NULL_NEEDS = "Null needs status C (confidential), or M, L or O (missing)."
NEVER_SMALL = (
    "From 1 to 4 persons no number is taken in: send null with status C, so that nobody can be "
    "found by a small number."
)


class Observed(NamedTuple):
    """One observation: where it stands, its key, and what it says."""

    pointer: str
    key: dict[str, str]
    period: str
    value: str | None
    status: str

    @property
    def cell(self) -> Cell:
        """What it is a value of."""
        return cells.cell_of(self.key, self.period)


def check(catalogue: Catalogue, draft: Draft, today: date) -> list[Violation]:
    """States report on themselves; each value fits its status and measure and stands once; no
    small number is told, nor left for others to compute.
    """
    observed = list(_observed(draft.payload))
    each = (_one(one, today) for one in observed)
    found = [*_areas(catalogue, draft), *chain.from_iterable(each), *_repeated(observed)]
    return found[:MOST] or list(islice(_disclosed(draft, observed), MOST))


def _observed(payload: Payload) -> Iterator[Observed]:
    for n, series in enumerate(payload.get("series", ())):
        for m, observation in enumerate(series["observations"]):
            pointer = f"/payload/series/{n}/observations/{m}"
            yield Observed(pointer, series["key"], **observation)


def _areas(catalogue: Catalogue, draft: Draft) -> Iterator[Violation]:
    """A state reports on itself alone."""
    actor = catalogue.reporter(draft.reporter)
    if actor is None or actor.kind != "state":
        return
    sentence = f"{draft.reporter} reports series of its own REF_AREA."
    for n, series in enumerate(draft.payload.get("series", ())):
        if series["key"]["REF_AREA"] != draft.reporter:
            yield f"/payload/series/{n}/key/REF_AREA", "not_yours", sentence


def _one(one: Observed, today: date) -> Iterator[Violation]:
    """The rules of a single observation."""
    if int(one.period) > today.year:
        yield f"{one.pointer}/period", "out_of_range", f"{one.period} has not come yet."
    yield from _status(one)
    if one.value is not None and cells.is_persons(one.key["MEASURE"]):
        yield from _persons(f"{one.pointer}/value", one.value)


def _persons(pointer: str, value: str) -> Iterator[Violation]:
    if "." in value:
        yield pointer, "wrong_form", "Persons are counted in whole numbers."
    elif cells.is_small(Decimal(value)):
        yield pointer, "small_cell", NEVER_SMALL


def _status(one: Observed) -> Iterator[Violation]:
    """What is confidential or missing has no value, everything else has one."""
    without = one.status in (CONFIDENTIAL, *MISSING)
    if one.value is not None and without:
        sentence = f"With status {one.status} the value is null."
        yield f"{one.pointer}/value", "value_not_null", sentence
    if one.value is None and not without:
        yield f"{one.pointer}/status", "value_null", NULL_NEEDS


def _repeated(observed: Iterable[Observed]) -> Iterator[Violation]:
    seen: set[Cell] = set()
    for one in observed:
        if one.cell in seen:
            sentence = f"{_named(one.cell)} stands twice."
            yield one.pointer, "repeated", sentence
        seen.add(one.cell)


def _disclosed(draft: Draft, observed: list[Observed]) -> Iterator[Violation]:
    """Small numbers that could be computed from one of these."""
    pointers = {one.cell: one.pointer for one in observed}
    known = (cells.standing(some) for some in _known_together(draft))
    seen = {found for some in known for found in cells.disclosed(some, pointers)}
    for cell, dimension in sorted(seen):
        yield f"{pointers[cell]}/value", "small_cell", _computed(cell, dimension)


def _known_together(draft: Draft) -> Iterator[list[Other]]:
    """This text alone, all that will be public with it, and that with what is withheld and may be
    released.
    """
    this = Other("", NAME, (draft.reporter,), 0, draft.payload, published_at="~")  # the latest
    others = draft.others.of(NAME)
    yield [this]
    yield [*(other for other in others if other.public), this]
    yield [*others, this]


def _computed(cell: Cell, dimension: str) -> str:
    return (
        f"With what is public, {_named(cell)} would let a part of 1 to 4 persons be computed: the "
        f"total over {dimension} less its other parts. Send another part, or the total, as null "
        "with status C too."
    )


def _named(cell: Cell) -> str:
    return ".".join(cell)


def seeks(_reporter: str, payload: Payload) -> Sought:
    """All public series of its areas."""
    return Sought(terms=tuple((NAME, ("ref_area", area)) for area in _ref_areas(payload)))


def _ref_areas(payload: Payload) -> list[str]:
    return list(dict.fromkeys(one["key"]["REF_AREA"] for one in payload.get("series", ())))


def index(payload: Payload) -> Iterable[Term]:
    """Its areas and its years."""
    yield from (("ref_area", area) for area in _ref_areas(payload))
    yield from (("year", year) for year in dict.fromkeys(one.period for one in _observed(payload)))


def counted(payload: Payload) -> dict[str, Any]:
    """The series and their source; not the method."""
    return {name: payload[name] for name in ("dataflow", "series", "source")}


def _serial(_reporter: str, _payload: Payload) -> str:
    return NAME  # series of several areas may stand in one text


KIND = Kind(
    NAME,
    required=("dataflow", "series", "source", "method"),
    reporters=("state", "organ", "multilateral"),
    rechecked=True,
    check=check,
    index=index,
    counted=counted,
    seeks=seeks,
    serial=_serial,
)

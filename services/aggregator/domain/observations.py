"""Values in long form: a row for each observation, in one order for everybody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from services.aggregator.domain.facts import Fact, speakers
from services.aggregator.domain.indicators import INDICATORS, Indicator, Value
from services.aggregator.domain.kinds import KINDS
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.tally import Tally

FIRST_YEAR = 2016  # that a filter may ask for
#: The columns in their order, each with what it holds.
COLUMNS: Mapping[str, str] = {
    "objective": "text",
    "indicator": "text",
    "kind": "text",
    "actor": "text",
    "actor_kind": "text",
    "axis": "text",
    "year": "integer",
    "breakdown": "text",
    "value": "number",
    "numerator": "integer",
    "denominator": "integer",
    "denominator_on": "text",
    "unit": "text",
    "suppressed": "integer",
    "edition": "text",
    "position": "integer",
    "recorded_at": "instant",
}
#: The kinds of submission without tallies that some indicator counts.
LISTED = [
    name
    for name, kind in KINDS.items()
    if not kind.tallied and any(name in one.needs for one in INDICATORS.values())
]


class Slice(NamedTuple):
    """What facts are restricted to; None: not restricted. With an actor, its kind is told alone."""

    actor: str | None = None
    actor_kind: str | None = None
    axis: str | None = None

    @property
    def order(self) -> tuple[str, ...]:
        """Its place among others: code points, what is empty first."""
        return tuple(one or "" for one in self)

    @property
    def kind(self) -> str | None:
        """The kind of actors that facts are restricted to."""
        return None if self.actor else self.actor_kind

    def has(self, fact: Fact) -> bool:
        """Whether it keeps a fact."""
        codes, kinds = zip(*speakers(fact), strict=True)
        return (
            self.actor in (None, *codes)
            and self.kind in (None, *kinds)
            and self.axis in (None, *fact.axes)
        )


Place = tuple[Slice, int | None]  # with a year, None: all years


@dataclass(frozen=True, slots=True)
class Foot:
    """What every row ends with: edition, position, and when that was given."""

    edition: str
    position: int
    recorded_at: str | None


class Part(NamedTuple):
    """An observation of a value: by what it is broken down, the number, how many small cells."""

    breakdown: str | None
    number: Any
    small_cells: int = 0


def parts(value: Value) -> Iterator[Part]:
    """The observations of a value, in their order. One that has nothing to be broken down is one
    observation without a number.
    """
    number = value["value"]
    if isinstance(number, Mapping):
        yield from (Part(code, number[code]) for code in sorted(number))
        number = None
        if value["value"]:
            return
    yield Part(None, number, value.get("small_cells") or 0)
    cells = value.get("breakdown") or ()
    rows = (Part(f"{c['sex']}.{c['age_group']}", c["value"], c["small_cells"]) for c in cells)
    yield from sorted(rows, key=lambda row: row.breakdown or "")


def rows(
    objective: str,
    values: Mapping[Place, Mapping[str, Value]],
    foot: Foot,
    indicators: Iterable[str],
) -> Iterator[tuple[Any, ...]]:
    """The rows of an objective. `values`: by indicator, at each place."""
    places = sorted(values, key=lambda place: (place[0].order, place[1] or 0))
    for indicator in sorted(indicators):
        of = INDICATORS[indicator]
        for place in places:
            yield from _rows(objective, of, place, values[place][indicator], foot)


def _rows(
    objective: str, indicator: Indicator, place: Place, value: Value, foot: Foot
) -> Iterator[tuple[Any, ...]]:
    (actor, actor_kind, axis), year = place
    head = (objective, indicator.code, indicator.kind, actor, actor_kind, axis, year)
    parts_of = ("numerator", "denominator", "denominator_on")
    for part in parts(value):
        whole = [None if part.breakdown else value.get(name) for name in parts_of]
        counted = (part.breakdown, part.number, *whole, indicator.unit, part.small_cells)
        yield (*head, *counted, foot.edition, foot.position, foot.recorded_at)


def _in_year(fact: Fact, year: int | None) -> bool:
    """Whether a fact is chosen by the filter of a year."""
    return year is None or not KINDS[fact.kind].dated or fact.year == year


def chosen(facts: Iterable[Fact], slice_: Slice, year: int | None) -> list[Fact]:
    """The facts that the filters of a place leave."""
    return [
        fact
        for fact in facts
        if not KINDS[fact.kind].filtered or (_in_year(fact, year) and slice_.has(fact))
    ]


def chosen_reports(
    reports: Mapping[str, Implementation], slice_: Slice, year: int | None
) -> dict[str, Implementation]:
    """The same of implementations."""
    return {id_: fact for id_, fact in reports.items() if _in_year(fact, year) and slice_.has(fact)}


def stands(
    slice_: Slice, year: int | None, tallies: Iterable[Tally], facts: Iterable[Fact]
) -> bool:
    """Whether there is a fact at a place. `tallies`: of the slice's actor, or of everybody."""
    if any(tally.counters.total(slice_.kind, slice_.axis) for tally in tallies):
        return True
    return any(slice_.has(fact) and year in (None, fact.year) for fact in filtered(facts))


def filtered(facts: Iterable[Fact]) -> list[Fact]:
    """The facts that filters look at."""
    return [fact for fact in facts if KINDS[fact.kind].filtered]


def slices(
    tallies: Iterable[Tally],
    facts: Iterable[Fact],
    reporters: Iterable[str],
    kinds: Mapping[str, str],
) -> set[Slice]:
    """Each kind of actor, each axis and each actor that some fact has. `reporters`: of facts of
    `implementation`; `kinds`: of all actors.
    """
    cells, own = [key for tally in tallies for key in tally.counters.cells], filtered(facts)
    who = {pair for fact in own for pair in speakers(fact)}
    codes = {*reporters, *(code for code, _ in who)} & kinds.keys()
    of_kind = {kind for key in cells for kind in key.kinds} | {kind for _, kind in who}
    axes = {axis for key in cells for axis in key.axes} | {one for fact in own for one in fact.axes}
    return {
        *(Slice(actor=code, actor_kind=kinds[code]) for code in codes),
        *(Slice(actor_kind=kind) for kind in of_kind),
        *(Slice(axis=axis) for axis in axes),
    }


def years(years_: Iterable[int], facts: Iterable[Fact], last: int) -> list[int]:
    """The years that have a fact, up to the last one that a filter may ask for. `years_`: of facts
    of `implementation`.
    """
    found = {*years_, *(fact.year for fact in filtered(facts))}
    return sorted(year for year in found if FIRST_YEAR <= year <= last)

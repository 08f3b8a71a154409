"""All observations at a moment, objective by objective: what is in memory is one of them.

Each value comes from the same reading as the answers that are JSON, from tallies and facts that are
read for many places at once.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from files.cells import Row, Rows, number
from kernel.db import THREADED, Database
from services.aggregator.api.dependencies import Filters
from services.aggregator.api.reading import Asked, Reading
from services.aggregator.domain import observations
from services.aggregator.domain.facts import Fact
from services.aggregator.domain.indicators import INDICATORS, Value
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.observations import COLUMNS, LISTED, Foot, Place, Slice
from services.aggregator.domain.scope import assessed_by, naming
from services.aggregator.domain.tally import ALL_YEARS, EVERYBODY, Tally, TallyKey
from services.aggregator.store import facts, tallies

BATCH = 1_000  # rows
VALUE = list(COLUMNS).index("value")


@dataclass(frozen=True, slots=True)
class Found:
    """What stands anywhere under the filters: of implementations where they stand, the facts of
    other kinds, and the implementations that these assess.
    """

    places: set[tuple[str, int, str]]  # (activity, year, reporter)
    listed: Sequence[Fact]
    assessed: Mapping[str, Implementation]


@dataclass(frozen=True, slots=True)
class Observations:
    """The observations that are asked for. `objectives`, `indicators`: of which."""

    db: Database
    asked: Asked
    objectives: Sequence[str]
    indicators: Sequence[str] = tuple(INDICATORS)

    @property
    def foot(self) -> Foot:
        """What every row ends with."""
        at = self.asked.at
        return Foot(self.asked.structure.edition, at.position, at.time)

    async def batches(self) -> Rows:
        """The rows in their order."""
        found = await self._found()
        for code in sorted(self.objectives):
            one = Objective(self, code, found)
            values = await one.values()
            rows = observations.rows(code, values, self.foot, self.indicators)
            async for batch in _batches(map(_exact, rows)):
                yield batch

    async def _found(self) -> Found:
        asked = self.asked
        query = asked.query(asked.actor)
        async with self.db.read(THREADED) as connection:
            places = await facts.places(connection, query)
            listed = await facts.listed(connection, query, LISTED)
            assessed = await facts.of_submissions(connection, query, assessed_by(listed))
        return Found(set(places), listed, assessed)


async def _batches(rows: Iterator[Row]) -> AsyncIterator[list[Row]]:
    """The rows in batches; between them others have their turn."""
    while batch := list(islice(rows, BATCH)):
        yield batch
        await asyncio.sleep(0)


def _exact(row: Row) -> Row:
    """A row whose number has the text that it has in JSON."""
    return (*row[:VALUE], number(row[VALUE]), *row[VALUE + 1 :])


@dataclass(slots=True)
class Objective:
    """One objective. `tallies`: by year (`ALL_YEARS`) and reporter (`EVERYBODY`), then by activity;
    `listed`: the facts of other kinds that name it.
    """

    of: Observations
    code: str
    found: Found
    tallies: dict[tuple[int, str], dict[str, Tally]] = field(default_factory=dict)
    listed: Sequence[Fact] = ()

    @property
    def asked(self) -> Asked:
        """What is asked for."""
        return self.of.asked

    @property
    def activities(self) -> tuple[str, ...]:
        """Those that are linked to it."""
        return self.asked.structure.links[self.code]

    @property
    def base(self) -> Slice:
        """What the filters ask for."""
        filters, kind = self.asked.filters, self.asked.filters.actor_kind
        if filters.actor is not None and kind is None:
            kind = self.asked.structure.actors[filters.actor].kind
        return Slice(filters.actor, kind, filters.axis)

    async def values(self) -> dict[Place, dict[str, Value]]:
        """By place, then by indicator."""
        scope = self.asked.scope(self.activities, (self.code,))
        self.listed = [fact for some in naming(scope, self.found.listed).values() for fact in some]
        years = self._years()
        await self._read(years)
        values: dict[Place, dict[str, Value]] = {}
        for slice_ in self._slices():
            for year in years:
                if self._has(slice_, year):
                    values[slice_, year] = self._values_at(slice_, year)
            await asyncio.sleep(0)
        return values

    def _years(self) -> list[int | None]:
        if self.asked.filters.year is not None:
            return [self.asked.filters.year]
        told = (year for _, year, _ in self.found.places)
        last = int((self.asked.at.day or self.asked.structure.date)[:4])
        return [None, *observations.years(told, self.found.listed, last)]

    async def _read(self, years: Sequence[int | None]) -> None:
        """Read the tallies of all places."""
        at, counted = self.asked.at, {*self.asked.counted(self.activities)}
        keys = {
            TallyKey(activity, one or ALL_YEARS, who)
            for activity, year, reporter in self.found.places
            if activity in counted
            for one in {year, None} & {*years}
            for who in self._whose(reporter)
        }
        async with self.of.db.read(THREADED) as connection:
            read = await tallies.at(connection, at.generation, at.position, sorted(keys))
        for (activity, year, who), tally in read.items():
            self.tallies.setdefault((year, who), {})[activity] = tally

    def _whose(self, reporter: str) -> tuple[str, ...]:
        """The tallies that are needed of a fact of this reporter."""
        own = not any(self.base) or reporter == self.base.actor
        return (EVERYBODY, reporter) if own else (EVERYBODY,)

    def _of(self, actor: str | None, year: int | None) -> dict[str, Tally]:
        """The tallies of an actor, or of everybody, by activity."""
        return self.tallies.get((year or ALL_YEARS, actor or EVERYBODY), {})

    def _slices(self) -> list[Slice]:
        """Without filters of actors and axes, one for each that some fact has."""
        if any(self.base):
            return [self.base]
        year = self.asked.filters.year
        everybody = self._of(None, year).values()
        reporters = {who for _, who in self.tallies} - {EVERYBODY}
        kinds = {code: actor.kind for code, actor in self.asked.structure.actors.items()}
        found = observations.slices(everybody, self.listed, reporters, kinds)
        return [self.base, *sorted(found, key=lambda one: one.order)]

    def _has(self, slice_: Slice, year: int | None) -> bool:
        own = self._of(slice_.actor, year).values()
        return slice_ == self.base or observations.stands(slice_, year, own, self.listed)

    def _values_at(self, slice_: Slice, year: int | None) -> dict[str, Value]:
        own, everybody = self._of(slice_.actor, year), self._of(None, year)
        reading = Reading(
            replace(self.asked, filters=self._filters(slice_, year)),
            own,
            {code: everybody[code] for code in own},
            observations.chosen(self.listed, slice_, year),
            observations.chosen_reports(self.found.assessed, slice_, year),
        )
        values = reading.values(self.activities, (self.code,))
        return {value["indicator"]: value for value in values}

    def _filters(self, slice_: Slice, year: int | None) -> Filters:
        if slice_ == self.base:
            return replace(self.asked.filters, year=year)
        return Filters(year, slice_.actor, slice_.kind, slice_.axis)

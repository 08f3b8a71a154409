"""The series of a dataflow at a moment, in one order, and what differs between two moments."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from kernel.db import Database
from services.aggregator.api.observations import Observations
from services.aggregator.api.reading import Asked
from services.aggregator.domain.dataflows import (
    GROUP,
    INDICATORS,
    Observation,
    Series,
    series_of,
    series_of_statistics,
)
from services.aggregator.domain.indicators import INDICATORS as DEFINED
from services.aggregator.domain.observations import COLUMNS, LISTED
from services.aggregator.domain.selection import Selection
from services.aggregator.domain.series import standing
from services.aggregator.formats.sdmx.message import Batches
from services.aggregator.store import notes
from services.aggregator.store import series as store
from services.aggregator.store.steps import StepQuery, of_implementations, of_listed

NAMES = list(COLUMNS)
PLACES = [NAMES.index(name) for name in GROUP]
BATCH = 200  # series of statistics


@dataclass(frozen=True, slots=True)
class Source:
    """The series that are selected, at a moment."""

    db: Database
    asked: Asked
    selection: Selection

    def batches(self) -> Batches:
        """The series in their order."""
        return self._indicators() if self.selection.flow is INDICATORS else self._statistics()

    @property
    def share(self) -> float:
        """Which part of all figures is computed; statistics cost next to nothing."""
        if self.selection.flow is not INDICATORS:
            return 0.0
        parts = len(self._objectives) * len(self._defined)
        return parts / (len(self.asked.structure.objectives) * len(DEFINED) or 1)

    @property
    def _objectives(self) -> list[str]:
        asked = self.selection.codes(0)
        return [code for code in self.asked.structure.objectives if not asked or code in asked]

    @property
    def _defined(self) -> list[str]:
        asked = self.selection.codes(1)
        return [code for code in DEFINED if not asked or code in asked]

    async def _indicators(self) -> Batches:
        told = Observations(self.db, self.asked, self._objectives, self._defined)
        held: list[Any] = []  # the rows of a group may go on in the next batch
        async for rows in told.batches():
            groups = [list(rows) for _, rows in groupby([*held, *rows], _group)]
            held = groups.pop() if groups else []
            if found := self._selected(groups):
                yield found
        if found := self._selected([held] if held else []):
            yield found

    def _selected(self, groups: Sequence[Sequence[Any]]) -> list[Series]:
        return self._chosen(one for rows in groups for one in series_of(list(map(_named, rows))))

    def _chosen(self, every: Iterable[Series]) -> list[Series]:
        return [chosen for one in every if (chosen := self.selection.of(one))]

    async def _statistics(self) -> Batches:
        at, flow = self.asked.at, self.selection.flow
        names = [one.id.lower() for one in flow.dimensions]
        codes = {name: self.selection.codes(n) for n, name in enumerate(names)}
        keys = {name: sorted(some) for name, some in codes.items() if some}
        async with self.db.read() as connection:
            told = await store.published_at(connection, at.generation, at.position, keys)
        every = series_of_statistics(await asyncio.to_thread(standing, told))
        for start in range(0, len(every), BATCH):
            if found := self._chosen(every[start : start + BATCH]):
                yield found
            await asyncio.sleep(0)


def _named(row: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(NAMES, row, strict=True))


def _group(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(row[place] for place in PLACES)


async def changed(before: Source, now: Source) -> Batches:
    """The observations of now that are new, or others than before."""
    async for was, is_ in beside(one_by_one(before), one_by_one(now)):
        if is_ and (told := others_of(is_, was)):
            yield [told]


async def gone(before: Source, now: Source) -> Batches:
    """The observations of before that are no more."""
    async for was, is_ in beside(one_by_one(before), one_by_one(now)):
        if was and (left := left_of(was, is_)):
            yield [left]


def others_of(now: Series, before: Series | None) -> Series | None:
    """What a series has that it had not before, or other."""
    was = _by_period(before) if before else {}
    others = [one for one in now.observations if was.get(one.period) != _compared(one)]
    return replace(now, observations=others) if others else None


def left_of(before: Series, now: Series | None) -> Series | None:
    """What a series had that it has no more."""
    periods = {one.period for one in now.observations} if now else set()
    left = [one for one in before.observations if one.period not in periods]
    return replace(before, observations=left) if left else None


def _by_period(series: Series) -> dict[str, Any]:
    return {one.period: _compared(one) for one in series.observations}


def _compared(one: Observation) -> tuple[Any, ...]:
    """An observation without its position, its edition and the day of its denominator."""
    if len(one.attributes) == len(INDICATORS.attributes):
        unit, numerator, denominator, _, status, hidden, *_ = one.attributes
        return one.value, unit, numerator, denominator, status, hidden
    return one.value, one.attributes


async def beside(
    left: AsyncIterator[Series], right: AsyncIterator[Series]
) -> AsyncIterator[tuple[Series | None, Series | None]]:
    """The series of two moments in their order, those of one key together."""
    was, is_ = await anext(left, None), await anext(right, None)
    while was or is_:
        order = min(one.order for one in (was, is_) if one)
        mine, theirs = (one if one and one.order == order else None for one in (was, is_))
        yield mine, theirs
        was = await anext(left, None) if mine else was
        is_ = await anext(right, None) if theirs else is_


async def one_by_one(source: Source) -> AsyncIterator[Series]:
    """The series of a moment."""
    async for batch in source.batches():
        for one in batch:
            yield one


async def steps(now: Source, after: int, until: int, limit: int) -> list[int]:
    """The first positions after one, up to another, from which on other observations may stand."""
    generation = now.asked.at.generation
    query = StepQuery(generation=generation, after=after, until=until, year=None, limit=limit)
    async with now.db.read() as connection:
        if now.selection.flow is not INDICATORS:
            return (await store.changes(connection, generation, after, until))[:limit]
        activities = now.asked.counted(tuple(now.asked.structure.addressees))
        told = await of_implementations(connection, query, activities)
        told += await of_listed(connection, query, LISTED)
        noted = await notes.steps(connection, generation, after, until, limit)
    return sorted({*(position for position, _ in told), *noted})[:limit]

"""Data sets as they are asked for: sorted, a page of them, in series across another dimension."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import TypeVar

from services.aggregator.api.sdmx.datasets import begun
from services.aggregator.domain.dataflows import TIME, Dataflow, Series, regrouped
from services.aggregator.domain.ordering import Order, Window, arranged
from services.aggregator.errors import too_large
from services.aggregator.formats.sdmx.message import Batches, Part

MOST = 100_000  # observations that are put into another order, in memory

T = TypeVar("T")
Parts = AsyncIterator[Part]
Remake = Callable[[Dataflow, list[Series]], Sequence[Series]]


async def in_order(parts: Parts, orders: Mapping[str, Sequence[Order]]) -> Parts:
    """The same, the observations of each data set sorted; `orders`: by dataflow. Raises 413."""

    def remake(flow: Dataflow, every: list[Series]) -> list[Series]:
        return arranged(flow, every, orders[flow.id])

    return await _remade(parts, remake)


async def in_series(parts: Parts, level: str, sorted_: bool) -> Parts:
    """The same, in series across a dimension; `sorted_`: whether they are in an order that is asked
    for. Raises 413.
    """

    def remake(flow: Dataflow, every: list[Series]) -> list[Series]:
        found = regrouped(None if level == TIME else flow.places.index(level), every)
        return found if sorted_ else sorted(found, key=lambda one: one.key)

    return await _remade(parts, remake)


async def _remade(parts: Parts, remake: Remake) -> Parts:
    """The data sets with all of their series made anew, before the first one is sent."""
    made, left = list[Part](), MOST
    async for part in parts:
        every = await _whole(part.batches, left)
        left -= _count(every)
        found = await asyncio.to_thread(remake, part.view.flow, every)
        made.append(part._replace(batches=_listed([found])))
    return _listed(made)


async def _whole(batches: Batches, most: int) -> list[Series]:
    """All of the series. Raises 413."""
    every = list[Series]()
    async for batch in batches:
        every += batch
        most -= _count(batch)
        if most < 0:
            raise too_large(f"{MOST} observations: narrow them, or ask for them as they come")
    return every


def _count(every: Sequence[Series]) -> int:
    return sum(len(one.observations) for one in every)


async def page(parts: Parts, window: Window) -> Parts:
    """What a page has of them: nothing is read behind it."""
    async for part in parts:
        batches = _cut(part.batches, window)
        if (first := await anext(batches, None)) is not None:
            yield part._replace(batches=begun(first, batches))
        if window.full:
            return


async def _cut(batches: Batches, window: Window) -> Batches:
    async for batch in batches:
        if found := window.of(batch):
            yield found
        if window.full:
            return


async def _listed(things: Sequence[T]) -> AsyncIterator[T]:
    for one in things:
        yield one

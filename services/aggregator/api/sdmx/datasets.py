"""The data sets of a dataflow: as it stands, what changed since a moment, or each version."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from fastapi import Request

from services.aggregator.api import dependencies
from services.aggregator.api.dependencies import When
from services.aggregator.api.reading import Asked
from services.aggregator.api.sdmx import selecting, series
from services.aggregator.api.sdmx.as_of import EVERYTHING
from services.aggregator.api.sdmx.selecting import Moments, Wanted
from services.aggregator.api.sdmx.series import Source
from services.aggregator.api.sdmx.versions import Versions, packed
from services.aggregator.errors import too_large
from services.aggregator.formats.sdmx.message import Batches, Part, View

#: Positions that a history goes through, each of which is computed anew: of a few figures, of all.
MOST_STEPS, MOST_OF_ALL = 1_000, 80

T = TypeVar("T")
Actions = Iterator[tuple[str, Batches]]
Parts = AsyncIterator[Part]


@dataclass(frozen=True, slots=True)
class DataSets:
    """The data sets of one dataflow. `steps`: the positions of a history; None: none is asked
    for.
    """

    request: Request
    view: View
    now: Source
    before: Source | None
    steps: Sequence[int] | None

    async def parts(self) -> Parts:
        """Those that have something."""
        if self.steps is None:
            async for part in self._told(self._compared(), self.now if self.before else None):
                yield part
        else:
            async for part in self._history(self.steps):
                yield part

    def _compared(self) -> Actions:
        """As it stands, or what is other than at another moment."""
        if self.before is None:
            yield "Information", self.now.batches()
        else:
            yield "Replace", series.changed(self.before, self.now)
            yield "Delete", series.gone(self.before, self.now)

    async def _history(self, steps: Sequence[int]) -> Parts:
        """What each step of a history has changed."""
        last = self.before or replace(self.now, asked=await self._asked(0))
        versions = Versions(await packed(last))
        for position in steps:
            if await self.request.is_disconnected():
                return  # nobody reads on, and what is packed may not be sent for long
            step = replace(self.now, asked=await self._asked(position))
            made = (("Replace", versions.changed(step)), ("Delete", versions.gone()))
            async for part in self._told(iter(made), step):
                yield part

    async def _told(self, made: Actions, compared: Source | None) -> Parts:
        """The data sets of a moment; `compared`: the moment, where another is before it."""
        since = compared.asked.at.time if compared else None
        for action, batches in made:
            if (first := await anext(batches, None)) is not None:
                yield Part(self.view, action, begun(first, batches), since)

    async def _asked(self, position: int) -> Asked:
        when = When(str(position), None)
        structure, at = await dependencies.located(self.request, EVERYTHING, when)
        return replace(self.now.asked, structure=structure, at=at)


async def data_sets(
    request: Request, view: View, key: str, wanted: Wanted, at: Moments
) -> DataSets:
    """What a request asks for of a dataflow. Raises 400, 413."""
    now, before = selecting.sources(request, view.flow, key, wanted, at)
    steps = await _steps(before, now) if wanted.history else None
    return DataSets(request, view, now, before, steps)


async def _steps(before: Source | None, now: Source) -> list[int]:
    """The positions from which on other data stood. Raises 413."""
    after = before.asked.at.position if before else 0
    most = int(min(MOST_STEPS, MOST_OF_ALL / (now.share or 1e-9)))
    steps = await series.steps(now, after, now.asked.at.position, most + 1)
    if len(steps) > most:
        raise too_large(f"{most} versions: narrow the key, or by updatedAfter and asOf")
    return steps


async def begun(first: T, rest: AsyncIterator[T]) -> AsyncIterator[T]:
    """The same things, of which the first one was taken."""
    yield first
    async for one in rest:
        yield one

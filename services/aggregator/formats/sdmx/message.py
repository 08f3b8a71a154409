"""A message of data that is to be written, whatever its format."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.aggregator.domain.dataflows import MEASURE, PERIOD, Component, Dataflow, Series

Batches = AsyncIterator[Sequence[Series]]
Names = Mapping[str, str]  # by language
FLAT = "AllDimensions"


@dataclass(frozen=True, slots=True)
class View:
    """A dataflow as it is shown. `shown`: which attributes, by their place; `measures`: whether
    values stand in it. `level`: the dimension whose codes the observations of a series have, FLAT:
    no series.
    """

    flow: Dataflow
    shown: Sequence[int]
    measures: bool
    level: str

    @property
    def flat(self) -> bool:
        """Whether observations stand outside of series."""
        return self.level == FLAT

    @property
    def observed(self) -> Component:
        """The dimension that observations tell; the period where there are no series."""
        every = self.flow.dimensions
        return next((one for one in every if one.id == self.level), PERIOD)

    @property
    def keys(self) -> Sequence[Component]:
        """The dimensions of a series' key, in its order."""
        every = (*self.flow.dimensions, PERIOD)
        return [one for one in every if one.id != self.observed.id]

    @property
    def measured(self) -> list[str]:
        """The measures that stand in it."""
        return [MEASURE] if self.measures else []

    @property
    def attributes(self) -> list[Component]:
        """The attributes that stand in it."""
        return [self.flow.attributes[n] for n in self.shown]


class Part(NamedTuple):
    """A data set: of which dataflow, what is to be done with its observations, these in batches,
    and since when that holds where it is a change.
    """

    view: View
    action: str  # Information, Replace, Delete
    batches: Batches
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """`views`: the dataflows that it may have; `parts`: makes the data sets. `recorded`: when what
    it tells was recorded. `name`: what a code of a list is called, or a component (no list).
    """

    views: Sequence[View]
    parts: Callable[[], AsyncIterator[Part]]
    recorded: str | None
    lang: str
    name: Callable[[str | None, str], Names]

    @property
    def id(self) -> str:
        """What the message is called."""
        return "-".join(view.flow.id for view in self.views)

"""A message of data that is to be written, whatever its format."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.aggregator.domain.dataflows import Dataflow, Series

Batches = AsyncIterator[Sequence[Series]]
Names = Mapping[str, str]  # by language


class Part(NamedTuple):
    """A data set: what is to be done with its observations, these in batches, and since when that
    holds where it is a change.
    """

    action: str  # Information, Replace, Delete
    batches: Batches
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """`parts`: makes the data sets. `shown`: which attributes, by their place; `measures`: whether
    values stand in it. `flat`: no series. `recorded`: when what it tells was recorded. `name`: what
    a code of a list is called, or a component (no list).
    """

    flow: Dataflow
    parts: Callable[[], AsyncIterator[Part]]
    shown: Sequence[int]
    measures: bool
    flat: bool
    recorded: str | None
    lang: str
    name: Callable[[str | None, str], Names]

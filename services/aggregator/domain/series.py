"""Series of statistics: which observation stands where several submissions publish one."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from services.aggregator.domain.facts import Reporters

Values = tuple[str, str | None, str]  # period, value, status


class SeriesKey(NamedTuple):
    """What a series is about: the dimensions of the dataflow but the period, in their order."""

    ref_area: str
    counterpart_area: str
    measure: str
    sex: str
    age: str


class Series(NamedTuple):
    """A series as a submission publishes it; `own`: a state's, of itself."""

    key: SeriesKey
    own: bool
    observations: tuple[Values, ...]


class PublishedSeries(NamedTuple):
    """A series that counts at a position, and the publication it comes from."""

    series: Series
    submission: str
    revision: int
    published: int
    source: str


class Observation(NamedTuple):
    """The observation that stands for a key and a period."""

    key: SeriesKey
    period: str
    value: str | None
    status: str
    origin: PublishedSeries


def series_of(content: Any, reporters: Reporters) -> Iterator[Series]:
    """The series of a publication; `content` is what it carries of `statistic`."""
    for one in content.series:
        key = SeriesKey(*(getattr(one.key, name.upper()) for name in SeriesKey._fields))
        told = tuple((each.period, each.value, each.status) for each in one.observations)
        yield Series(key, reporters[0][0] == key.ref_area, told)


def standing(published: Iterable[PublishedSeries]) -> list[Observation]:
    """The observation that stands for each key and period, in their order: the state's own, then
    that of the latest publication.
    """
    found: dict[tuple[SeriesKey, str], Observation] = {}
    for one in sorted(published, key=lambda each: (each.series.own, each.published)):
        key = one.series.key
        for period, value, status in one.series.observations:
            found[key, period] = Observation(key, period, value, status, one)
    return [found[place] for place in sorted(found)]

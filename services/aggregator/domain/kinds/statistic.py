"""`statistic`: aggregate series on migration; no indicator counts them."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Reporters, reporters_of


class Statistic(NamedTuple):
    """The fact of public series: which areas they are about, how many observations they have, and
    where they come from. The series themselves are stored beside it.
    """

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    areas: tuple[str, ...]
    observations: int
    source: str = ""

    @property
    def kind(self) -> str:
        return "statistic"

    @property
    def activities(self) -> tuple[str, ...]:
        return ()

    @property
    def objectives(self) -> tuple[str, ...]:
        return ()

    @property
    def axes(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, at: At) -> Statistic:
    """The fact of a publication; `content` is what it carries of this kind."""
    return Statistic(
        submission=published.submission,
        revision=published.revision,
        published=at.position,
        year=at.year,
        reporters=reporters_of(published.reporters),
        areas=tuple(dict.fromkeys(series.key.REF_AREA for series in content.series)),
        observations=sum(len(series.observations) for series in content.series),
        source=content.source,
    )

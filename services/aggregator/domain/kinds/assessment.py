"""`assessment`: what experts find of a public implementation."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import Reporters, reporters_of


class Assessment(NamedTuple):
    """The fact of a public assessment."""

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    assessed: str
    assessed_revision: int
    status: str

    @property
    def kind(self) -> str:
        return "assessment"

    @property
    def activities(self) -> tuple[str, ...]:
        return ()

    @property
    def objectives(self) -> tuple[str, ...]:
        return ()

    @property
    def axes(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, position: int) -> Assessment:
    """The fact of a publication at a position; `content` is what it carries of this kind."""
    return Assessment(
        submission=published.submission,
        revision=published.revision,
        published=position,
        reporters=reporters_of(published.reporters),
        year=0,
        assessed=content.submission,
        assessed_revision=content.revision,
        status=content.status,
    )

"""`assessment`: what experts find of a public implementation."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Reporters, reporters_of


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


def fact(content: Any, published: Any, at: At) -> Assessment:
    """The fact of a publication; `content` is what it carries of this kind."""
    return Assessment(
        submission=published.submission,
        revision=published.revision,
        published=at.position,
        reporters=reporters_of(published.reporters),
        year=at.year,
        assessed=content.submission,
        assessed_revision=content.revision,
        status=content.status,
    )


def named(_fact: Assessment, _scope: Any) -> bool:
    """Every scope has it: the report that it assesses decides where it counts."""
    return True

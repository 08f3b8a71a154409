"""`recommendation`: what experts recommend to actors, or to a Summit."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import Reporters, reporters_of


class Recommendation(NamedTuple):
    """The fact of a public recommendation."""

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    activities: tuple[str, ...]
    objectives: tuple[str, ...]
    addressed_to: tuple[str, ...]

    @property
    def kind(self) -> str:
        return "recommendation"

    @property
    def axes(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, position: int) -> Recommendation:
    """The fact of a publication at a position; `content` is what it carries of this kind."""
    return Recommendation(
        submission=published.submission,
        revision=published.revision,
        published=position,
        reporters=reporters_of(published.reporters),
        year=0,
        activities=tuple(dict.fromkeys(content.activities)),
        objectives=tuple(dict.fromkeys(content.objectives)),
        addressed_to=tuple(dict.fromkeys(content.addressed_to)),
    )

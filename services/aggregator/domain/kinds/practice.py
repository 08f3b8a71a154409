"""`practice`: a good practice, beside the activities and objectives that it names."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Reporters, reporters_of


class Practice(NamedTuple):
    """The fact of a public practice."""

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    activities: tuple[str, ...]
    objectives: tuple[str, ...]
    axes: tuple[str, ...]

    @property
    def kind(self) -> str:
        return "practice"


def fact(content: Any, published: Any, at: At) -> Practice:
    """The fact of a publication; `content` is what it carries of this kind."""
    return Practice(
        submission=published.submission,
        revision=published.revision,
        published=at.position,
        year=content.year,
        reporters=reporters_of(published.reporters),
        activities=tuple(dict.fromkeys(content.activities)),
        objectives=tuple(dict.fromkeys(content.objectives)),
        axes=tuple(dict.fromkeys(content.axes)),
    )

"""`further-activity`: what an organ does beyond the activities of the program."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Reporters, reporters_of


class FurtherActivity(NamedTuple):
    """The fact of a public further activity. `year`: in which it began, else in which it was first
    published (`first_year`).
    """

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    objectives: tuple[str, ...]
    axes: tuple[str, ...]
    started: int | None
    first_year: int

    @property
    def kind(self) -> str:
        return "further-activity"

    @property
    def activities(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, at: At) -> FurtherActivity:
    """The fact of a publication; `content` is what it carries of this kind."""
    return FurtherActivity(
        submission=published.submission,
        revision=published.revision,
        published=at.position,
        reporters=reporters_of(published.reporters),
        year=int(content.started_on[:4]) if content.started_on else at.year,
        objectives=tuple(dict.fromkeys(content.objectives)),
        axes=tuple(dict.fromkeys(content.axes)),
        started=int(content.started_on[:4]) if content.started_on else None,
        first_year=at.year,
    )


def carried(before: FurtherActivity, after: FurtherActivity) -> FurtherActivity:
    """A later revision keeps the year of the first publication."""
    year = after.started or before.first_year
    return after._replace(year=year, first_year=before.first_year)

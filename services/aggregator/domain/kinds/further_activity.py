"""`further-activity`: what an organ does beyond the activities of the program."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import Reporters, reporters_of


class FurtherActivity(NamedTuple):
    """The fact of a public further activity."""

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    objectives: tuple[str, ...]
    axes: tuple[str, ...]

    @property
    def kind(self) -> str:
        return "further-activity"

    @property
    def activities(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, position: int) -> FurtherActivity:
    """The fact of a publication at a position; `content` is what it carries of this kind."""
    return FurtherActivity(
        submission=published.submission,
        revision=published.revision,
        published=position,
        reporters=reporters_of(published.reporters),
        year=int(content.started_on[:4]) if content.started_on else 0,
        objectives=tuple(dict.fromkeys(content.objectives)),
        axes=tuple(dict.fromkeys(content.axes)),
    )

"""`uptake`: a state's stance on an activity that is proposed to it."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Reporters, reporters_of


class Uptake(NamedTuple):
    """The fact of a public uptake."""

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    activity: str
    stance: str
    since: str

    @property
    def kind(self) -> str:
        return "uptake"

    @property
    def activities(self) -> tuple[str, ...]:
        return (self.activity,)

    @property
    def objectives(self) -> tuple[str, ...]:
        return ()

    @property
    def axes(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, at: At) -> Uptake:
    """The fact of a publication; `content` is what it carries of this kind."""
    return Uptake(
        submission=published.submission,
        revision=published.revision,
        published=at.position,
        reporters=reporters_of(published.reporters),
        year=int(content.since[:4]),
        activity=content.activity,
        stance=content.stance,
        since=content.since,
    )

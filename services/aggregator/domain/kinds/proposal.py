"""`proposal`: a change to the catalogue that is put before the Committee."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Reporters, reporters_of


class Proposal(NamedTuple):
    """The fact of a public proposal."""

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    change: str
    activities: tuple[str, ...]
    objectives: tuple[str, ...]

    @property
    def kind(self) -> str:
        return "proposal"

    @property
    def axes(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, at: At) -> Proposal:
    """The fact of a publication; `content` is what it carries of this kind."""
    return Proposal(
        submission=published.submission,
        revision=published.revision,
        published=at.position,
        year=at.year,
        reporters=reporters_of(published.reporters),
        change=content.change,
        activities=(content.node,) if content.node else (),
        objectives=tuple(dict.fromkeys(content.objectives)),
    )

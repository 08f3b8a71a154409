"""`agreement`: an agreement between two or more parties."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Reporters, reporters_of


class Agreement(NamedTuple):
    """The fact of a public agreement."""

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    activities: tuple[str, ...]
    in_force_from: str | None
    in_force_to: str | None

    @property
    def kind(self) -> str:
        return "agreement"

    @property
    def objectives(self) -> tuple[str, ...]:
        return ()

    @property
    def axes(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, at: At) -> Agreement:
    """The fact of a publication; `content` is what it carries of this kind."""
    return Agreement(
        submission=published.submission,
        revision=published.revision,
        published=at.position,
        reporters=reporters_of(published.reporters),
        year=int(content.signed_on[:4]),
        activities=tuple(dict.fromkeys(content.activities)),
        in_force_from=content.in_force_from,
        in_force_to=content.in_force_to,
    )

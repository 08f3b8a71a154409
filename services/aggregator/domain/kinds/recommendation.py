"""`recommendation`: what experts recommend to actors, or to a Summit."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Reporters, reporters_of

FOLLOW_UP = "follow_up"
MADE = "reports.statement_made"
FollowUp = tuple[str, tuple[str, ...], str]  # statement, for which addressees, status


class Recommendation(NamedTuple):
    """The fact of a public recommendation. `year`: of its first publication; `follow_ups`: those
    that stand, in the order made.
    """

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    activities: tuple[str, ...]
    objectives: tuple[str, ...]
    addressed_to: tuple[str, ...]
    follow_ups: tuple[FollowUp, ...] = ()

    @property
    def kind(self) -> str:
        return "recommendation"

    @property
    def axes(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, at: At) -> Recommendation:
    """The fact of a publication; `content` is what it carries of this kind."""
    return Recommendation(
        submission=published.submission,
        revision=published.revision,
        published=at.position,
        reporters=reporters_of(published.reporters),
        year=at.year,
        activities=tuple(dict.fromkeys(content.activities)),
        objectives=tuple(dict.fromkeys(content.objectives)),
        addressed_to=tuple(dict.fromkeys(content.addressed_to)),
    )


def carried(before: Recommendation, after: Recommendation) -> Recommendation:
    """A later revision keeps the year of the first publication, and what was said."""
    return after._replace(year=before.year, follow_ups=before.follow_ups)


def said(fact: Recommendation, event: Any) -> Recommendation:
    """A follow-up that is made stands until it is withdrawn or withheld."""
    if event.role != FOLLOW_UP:
        return fact
    others = tuple(one for one in fact.follow_ups if one[0] != event.statement)
    made = ((event.statement, tuple(event.addressees), event.status),)
    return fact._replace(follow_ups=others + (made if event.type == MADE else ()))


def is_open(fact: Recommendation) -> bool:
    """Whether the latest follow-up of some addressee is not `implemented`."""
    latest = {code: status for _, codes, status in fact.follow_ups for code in codes}
    return any(latest.get(code) != "implemented" for code in fact.addressed_to)

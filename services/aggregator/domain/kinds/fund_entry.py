"""`fund-entry`: a movement of the fund, and for a reversal what it takes back from."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Reporters, reporters_of


class FundEntry(NamedTuple):
    """The fact of a published entry. A reversal counts against what it reverses: `entry` and
    `activities` are that one's, `year` too, and `sign` is −1.
    """

    submission: str
    revision: int
    published: int
    year: int
    reporters: Reporters
    entry: str
    sign: int
    currency: str
    amount: str
    activities: tuple[str, ...]

    @property
    def kind(self) -> str:
        return "fund-entry"

    @property
    def objectives(self) -> tuple[str, ...]:
        return ()

    @property
    def axes(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, at: At) -> FundEntry:
    """The fact of a publication; `content` is what it carries of this kind."""
    counted = content.reverses or content
    return FundEntry(
        submission=published.submission,
        revision=published.revision,
        published=at.position,
        year=int(counted.date[:4]),
        reporters=reporters_of(published.reporters),
        entry=counted.entry,
        sign=-1 if content.reverses else 1,
        currency=content.money.currency,
        amount=content.money.amount,
        activities=(counted.activity,) if counted.activity else (),
    )

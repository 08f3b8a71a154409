"""`implementation`: what was done about one activity in a year."""

from typing import Any, NamedTuple

from services.aggregator.domain.facts import At, Reporters, reporters_of

SOCIETY = frozenset({"civil_society", "academia", "diaspora", "migrants"})
JOINT = ("bilateral", "multilateral")


class Implementation(NamedTuple):
    """The fact of a public implementation.

    `joint`: executed by several. `partner`: with one from society. `evidence`: with a public link.
    `beneficiaries`: (sex, age group, persons; None for a small cell, 1 to 4 of them). `resources`:
    (currency, amount as decimal text).
    """

    submission: str
    revision: int
    published: int
    activity: str
    year: int
    status: str
    reporters: Reporters
    joint: bool
    partner: bool
    evidence: bool
    axes: tuple[str, ...]
    beneficiaries: tuple[tuple[str, str, int | None], ...]
    resources: tuple[tuple[str, str], ...]

    @property
    def kind(self) -> str:
        return "implementation"

    @property
    def activities(self) -> tuple[str, ...]:
        return (self.activity,)

    @property
    def objectives(self) -> tuple[str, ...]:
        return ()


def fact(content: Any, published: Any, at: At) -> Implementation:
    """The fact of a publication; `content` is what it carries of this kind."""
    return Implementation(
        submission=published.submission,
        revision=published.revision,
        published=at.position,
        activity=content.activity,
        year=content.year,
        status=content.status,
        reporters=reporters_of(published.reporters),
        joint=content.execution in JOINT,
        partner=not SOCIETY.isdisjoint(content.partner_kinds),
        evidence=any(link.access == "public" for link in published.evidence),
        axes=tuple(dict.fromkeys(content.axes)),
        beneficiaries=tuple((b.sex, b.age_group, b.count) for b in content.beneficiaries),
        resources=tuple((m.currency, m.amount) for m in content.resources),
    )

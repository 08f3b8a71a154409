"""What the judge of the indicators reads: an edition, the facts of a position, what is asked; and
which facts are in scope.

It shares no code with the product.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

Value = dict[str, Any]

USUAL_DIGITS = 2  # of a currency, by ISO 4217; the exceptions:
OTHER_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
DIGITS = {code: digits for digits, codes in OTHER_DIGITS.items() for code in codes.split()}


@dataclass(frozen=True)
class Membership:
    """A time of participation:

    `from_` is the first day in, `to` the first day out (None: still in). No status excludes.
    """

    from_: date
    to: date | None
    status: str = "member"


@dataclass(frozen=True)
class Actor:
    """Somebody who reports or is addressed; `memberships` are a state's."""

    code: str
    kind: str
    role: str | None = None
    parent: str | None = None
    memberships: tuple[Membership, ...] = ()


@dataclass(frozen=True)
class Structure:
    """A published edition with the actors as they stand:

    `activities` code → addressees, `links` (activity, objective), `successors` earlier → ours,
    `instruments` code → the activities that name or cover it.
    """

    edition: str
    edition_date: date
    objectives: tuple[str, ...]
    activities: dict[str, tuple[str, ...]]
    links: frozenset[tuple[str, str]]
    actors: dict[str, Actor]
    successors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    instruments: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """The public revision of a submission at the asked position; `position` is that of the event
    that published it.

    `first`: the UTC day of the submission's first publication. `follow_ups` of a recommendation:
    (addressee, status) of those that stand, oldest first.
    """

    id: str
    revision: int
    position: int
    reporter: str
    confirmed: tuple[str, ...] = ()
    payload: dict[str, Any] = field(default_factory=dict)
    evidence: list[dict[str, Any]] = field(default_factory=list)
    kind: str = "implementation"
    first: date | None = None
    follow_ups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Filters:
    """What the query asks for; None asks for all."""

    year: int | None = None
    actor: str | None = None
    actor_kind: str | None = None
    axis: str | None = None


def reporters(fact: Fact) -> set[str]:
    """Those who speak in a fact: its reporter and the joint reporters who confirmed."""
    return {fact.reporter, *fact.confirmed}


def asked_for(structure: Structure, filters: Filters, reporter: str) -> bool:
    """Whether the filters want this reporter; with an actor and a kind, it must be both."""
    if filters.actor is not None and reporter != filters.actor:
        return False
    return filters.actor_kind is None or structure.actors[reporter].kind == filters.actor_kind


def standing(structure: Structure, codes: Iterable[str]) -> set[str]:
    """The codes of the edition that stand for these: each itself, or its successors."""
    ours = {code: (code,) for code in (*structure.activities, *structure.objectives)}
    return {new for code in codes for new in (structure.successors | ours).get(code, ())}


def names(structure: Structure, fact: Fact, activities: set[str], objectives: set[str]) -> bool:
    """Whether a fact is on one of the activities, or names one of them or of the objectives."""
    one, payload = fact.payload.get("activity"), fact.payload
    on = standing(structure, [*([one] if one else []), *(payload.get("activities") or [])])
    of = standing(structure, payload.get("objectives") or [])
    return bool(on & activities) or bool(of & objectives)


def speaks(structure: Structure, fact: Fact, filters: Filters, profile: str | None) -> bool:
    """Whether somebody who speaks in a fact is asked for, and the owner of the profile, if it is
    one's.
    """
    speaking = reporters(fact)
    asked = any(asked_for(structure, filters, reporter) for reporter in speaking)
    return asked and (profile is None or profile in speaking)


def marks(fact: Fact, filters: Filters) -> bool:
    """Whether a fact marks the axis that is asked for; kinds without axes mark none."""
    return filters.axis is None or filters.axis in (fact.payload.get("axes") or [])


def in_scope(
    structure: Structure,
    fact: Fact,
    activities: set[str],
    objectives: set[str],
    filters: Filters,
    profile: str | None,
) -> bool:
    """Whether a fact is about one of these and passes every filter."""
    if not names(structure, fact, activities, objectives):
        return False
    if filters.year is not None and fact.payload["year"] != filters.year:
        return False
    return marks(fact, filters) and speaks(structure, fact, filters, profile)


def participates(actor: Actor, on: date) -> bool:
    """Whether a state participates on a day; its last day is the one before `to`."""
    return actor.kind == "state" and any(
        membership.from_ <= on and (membership.to is None or on < membership.to)
        for membership in actor.memberships
    )


def counted_on(year: int | None, on: date) -> date:
    """31 December of a year that has ended, else the day of the answer."""
    return date(year, 12, 31) if year is not None and year < on.year else on


def money(currency: str, amount: Fraction) -> str:
    """An amount as decimal text with the currency's digits.

    An amount finer than the currency should have been refused on the way in.
    """
    digits = DIGITS.get(currency, USUAL_DIGITS)
    smallest_units = amount * 10**digits
    if smallest_units.denominator != 1 or smallest_units < 0:
        raise ValueError(f"{amount} is no amount of {currency}")
    whole, rest = divmod(smallest_units.numerator, 10**digits)
    return f"{whole}.{rest:0{digits}}" if digits else str(whole)

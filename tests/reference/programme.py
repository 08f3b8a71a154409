"""A made-up programme for the judge's own tests, with facts and values by name."""

from datetime import date
from typing import Any

from tests.reference import indicators
from tests.reference.indicators import Actor, Fact, Filters, Membership, Structure

FROM_1948 = date(1948, 1, 1)
NOW = date(2026, 11, 23)


def state(code: str, to: date | None = None, status: str = "member") -> Actor:
    return Actor(code, "state", memberships=(Membership(FROM_1948, to, status),))


ACTORS = [
    Actor("SG", "organ", "organ"),
    Actor("CIM", "organ", "specialised organ"),
    Actor("CIDH", "organ", "organ"),
    Actor("OPS", "organ", "specialised organ"),
    Actor("DPT", "organ", parent="SG"),
    Actor("UNIT", "organ", parent="DPT"),
    Actor("LOOP", "organ", parent="LOOP"),
    Actor("OIM", "multilateral"),
    Actor("UNI", "other", parent="SG"),
    Actor("STATES", "group"),
    *(Actor(f"U{n}", "other") for n in range(1, 8)),
    state("COL"),
    state("BRA"),
    state("VEN", status="disputed"),
    state("NIC", date(2023, 11, 19), "withdrawn"),
    state("CUB", date(1962, 1, 1), "not_participating"),
]
PROGRAMME = Structure(
    edition="2016-draft",
    edition_date=date(2016, 4, 19),
    objectives=("O-1", "O-2", "O-3"),
    activities={
        "A-1": ("SG",),
        "A-2": ("CIM",),
        "A-3": ("SG", "CIDH"),
        "A-4": ("STATES",),
        "A-5": ("STATES",),
    },
    links=frozenset(
        {("A-1", "O-1"), ("A-2", "O-1"), ("A-4", "O-1"), ("A-5", "O-1"), ("A-3", "O-2")}
    ),
    actors={actor.code: actor for actor in ACTORS},
)


def fact(
    number: int,
    reporter: str,
    activity: str = "A-1",
    *confirmed: str,
    evidence: str = "",
    **payload: Any,
) -> Fact:
    links = [
        {"url": "https://example.org", "title": "…", "access": access}
        for access in evidence.split()
    ]
    given = {"activity": activity, "year": 2024, "status": "under_way"} | payload
    return Fact(f"s{number}", 1, number, reporter, confirmed, given, links)


def values(
    *facts: Fact, objective: str = "O-1", on: date = NOW, **filters: Any
) -> dict[str, dict[str, Any]]:
    answer = indicators.objective_values(PROGRAMME, facts, objective, Filters(**filters), on)
    return {value["indicator"]: value for value in answer}


def value(indicator: str, *facts: Fact, **asked: Any) -> Any:
    return values(*facts, **asked)[indicator]["value"]


def counted(indicator: str, *facts: Fact, **asked: Any) -> tuple[int, int]:
    """(n, N) of an indicator that has both."""
    found = values(*facts, **asked)[indicator]
    return found["numerator"], found["denominator"]

"""`practice`: a good practice that others may learn from."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.reports.domain import rules
from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.programme import Catalogue


def check(catalogue: Catalogue, draft: Draft, today: date) -> list[Violation]:
    """The codes it names are the edition's; the year is one the reporter took part in."""
    return [
        *rules.known_codes(catalogue, draft, "activities", catalogue.addressees, "activity"),
        *rules.known_codes(catalogue, draft, "objectives", catalogue.all_objectives, "objective"),
        *rules.year(catalogue, draft, today),
    ]


def index(payload: Payload) -> Iterable[Term]:
    """Each activity and objective it names, and its year."""
    for name, field in (("activity", "activities"), ("objective", "objectives")):
        yield from ((name, code) for code in payload.get(field, ()))
    if payload.get("year") is not None:
        yield "year", str(payload["year"])


def counted(payload: Payload) -> dict[str, Any]:
    """Where it counts; none of its texts."""
    lists = ("activities", "objectives", "axes", "phases")
    return {
        "year": payload["year"],
        "partner_kinds": [partner["kind"] for partner in payload.get("partners", [])],
        **{name: payload.get(name, []) for name in lists},
    }


KIND = Kind(
    "practice",
    followed=True,
    required=("context", "action", "results", "year"),
    one_of=("activities", "objectives"),
    joint="states",
    similar_by=("activity", "year"),
    check=check,
    index=index,
    counted=counted,
)

"""`implementation`: what was done about an activity in a year."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.reports.domain import rules
from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.programme import Catalogue


def check(catalogue: Catalogue, draft: Draft, today: date) -> list[Violation]:
    """The activity is known and the reporter's to report on; the year is one it took part in."""
    return [*_activity(catalogue, draft), *rules.year(catalogue, draft, today)]


def _activity(catalogue: Catalogue, draft: Draft) -> list[Violation]:
    activity, actor = draft.payload.get("activity"), catalogue.reporter(draft.reporter)
    if activity is None:
        return []
    if activity not in catalogue.addressees:
        sentence = f"The programme has no activity {activity}."
        return [("/payload/activity", "unknown_code", sentence)]
    if actor is not None and not catalogue.may_report(actor, activity):
        sentence = f"{draft.reporter} is not among those who may report on {activity}."
        return [("/payload/activity", "actor_may_not_report", sentence)]
    return []


def index(payload: Payload) -> Iterable[Term]:
    """Its activity and its year."""
    for name in ("activity", "year"):
        if payload.get(name) is not None:
            yield name, str(payload[name])


def counted(payload: Payload) -> dict[str, Any]:
    """Where it counts and what is added up; none of its texts."""
    lists = ("axes", "phases", "beneficiaries", "resources")
    return {
        "activity": payload["activity"],
        "year": payload["year"],
        "status": payload["status"],
        "output_type": payload.get("output_type"),
        "execution": payload.get("execution"),
        "partner_kinds": [partner["kind"] for partner in payload.get("partners", [])],
        **{name: payload.get(name, []) for name in lists},
    }


KIND = Kind(
    "implementation",
    required=("activity", "year", "status"),
    joint="states",
    similar_by=("activity", "year"),
    check=check,
    index=index,
    counted=counted,
)

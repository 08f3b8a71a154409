"""`uptake`: a state's stance on an activity that is proposed to it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.reports.domain import rules
from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.programme import Catalogue

TO_STATES = "STATES"


def check(catalogue: Catalogue, draft: Draft, _today: date) -> list[Violation]:
    """The activity is one addressed to the states; the state took part in that year."""
    return [*_activity(catalogue, draft), *rules.dated(catalogue, draft, "since")]


def _activity(catalogue: Catalogue, draft: Draft) -> list[Violation]:
    activity = draft.payload.get("activity")
    if activity is None:
        return []
    if activity not in catalogue.addressees:
        sentence = rules.unknown(catalogue, "activity", activity)
        return [("/payload/activity", "unknown_code", sentence)]
    if TO_STATES not in catalogue.addressees[activity]:
        sentence = f"{activity} is not among the activities proposed to the states."
        return [("/payload/activity", "not_proposed_to_states", sentence)]
    return []


def index(payload: Payload) -> Iterable[Term]:
    """Its activity, and the year since when."""
    if payload.get("activity"):
        yield "activity", payload["activity"]
    yield from rules.year_of(payload, "since")


def counted(payload: Payload) -> dict[str, Any]:
    """The stance on the activity, and since when."""
    return {name: payload[name] for name in ("activity", "stance", "since")}


KIND = Kind(
    "uptake",
    required=("activity", "stance", "since"),
    reporters=("state",),
    similar_by=("activity",),
    check=check,
    index=index,
    counted=counted,
)

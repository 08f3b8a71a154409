"""`implementation`: what was done about an activity in a year."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.reports.domain import rules
from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.others import Sought
from services.reports.domain.programme import EXHORTED, Actor, Catalogue

FURTHER = "FA-"  # how the codes of further activities begin


def check(catalogue: Catalogue, draft: Draft, today: date) -> list[Violation]:
    """The activity is known and the reporter's to report on; the year is one it took part in; who
    asked for it is known.

    The activity may also be a public further activity, of the reporter or of a body above it, or
    the exhortation to actors of its kind.
    """
    return [
        *_activity(catalogue, draft),
        *rules.year(catalogue, draft, today),
        *rules.known_codes(catalogue, draft, "requested_by", catalogue.actors, "actor"),
    ]


def _activity(catalogue: Catalogue, draft: Draft) -> list[Violation]:
    activity, actor = draft.payload.get("activity"), catalogue.reporter(draft.reporter)
    if activity is None:
        return []
    if activity.startswith(FURTHER):
        return _further(catalogue, draft, activity)
    if activity in EXHORTED.values():
        return _exhortation(draft, activity, actor)
    if activity not in catalogue.addressees:
        sentence = rules.unknown(catalogue, "activity", activity)
        return [("/payload/activity", "unknown_code", sentence)]
    if actor is not None and not catalogue.may_report(actor, activity):
        sentence = f"{draft.reporter} is not among those who may report on {activity}."
        return [("/payload/activity", "actor_may_not_report", sentence)]
    return []


def _exhortation(draft: Draft, code: str, actor: Actor | None) -> list[Violation]:
    if actor is None or EXHORTED.get(actor.kind) == code:
        return []
    sentence = f"{draft.reporter} is not among those whom {code} exhorts."
    return [("/payload/activity", "actor_may_not_report", sentence)]


def _further(catalogue: Catalogue, draft: Draft, code: str) -> list[Violation]:
    actor, other = catalogue.reporter(draft.reporter), draft.others.coded(code)
    if other is None:
        sentence = f"There is no public further activity {code}."
        return [("/payload/activity", "unknown_code", sentence)]
    if actor is not None and other.reporter not in catalogue.line(actor):
        sentence = f"{draft.reporter} is not among those who may report on {code}."
        return [("/payload/activity", "actor_may_not_report", sentence)]
    return []


def seeks(_reporter: str, payload: Payload) -> Sought:
    """The further activity that it is about, if it is."""
    activity = payload.get("activity") or ""
    return Sought(codes=(activity,)) if activity.startswith(FURTHER) else Sought()


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
    taken_by=("annual_report",),
    required=("activity", "year", "status"),
    joint="states",
    similar_by=("activity", "year"),
    check=check,
    index=index,
    counted=counted,
    seeks=seeks,
)

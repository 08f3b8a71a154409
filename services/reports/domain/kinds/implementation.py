"""`implementation`: what was done about an activity in a year."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from services.reports.domain import rules
from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.others import Sought
from services.reports.domain.programme import EXHORTED, Catalogue

FURTHER = "FA-"  # how the codes of further activities begin
AT = "/payload/activity"
LISTS = ("axes", "phases", "beneficiaries", "resources")  # that are added up


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


def _activity(catalogue: Catalogue, draft: Draft) -> Iterator[Violation]:
    activity = draft.payload.get("activity")
    if activity is None:
        return
    if activity.startswith(FURTHER):
        yield from _further(catalogue, draft, activity)
    elif activity in EXHORTED.values():
        yield from _exhortation(catalogue, draft, activity)
    elif activity not in catalogue.addressees:
        yield AT, "unknown_code", rules.unknown(catalogue, "activity", activity)
    else:
        yield from _addressed(catalogue, draft, activity)


def _addressed(catalogue: Catalogue, draft: Draft, code: str) -> Iterator[Violation]:
    actor = catalogue.reporter(draft.reporter)
    if actor is not None and not catalogue.may_report(actor, code):
        yield _not_among(draft, code)


def _not_among(draft: Draft, code: str) -> Violation:
    sentence = f"{draft.reporter} is not among those who may report on {code}."
    return AT, "actor_may_not_report", sentence


def _exhortation(catalogue: Catalogue, draft: Draft, code: str) -> Iterator[Violation]:
    actor = catalogue.reporter(draft.reporter)
    if actor is not None and EXHORTED.get(actor.kind) != code:
        sentence = f"{draft.reporter} is not among those whom {code} exhorts."
        yield AT, "actor_may_not_report", sentence


def _further(catalogue: Catalogue, draft: Draft, code: str) -> Iterator[Violation]:
    actor, other = catalogue.reporter(draft.reporter), draft.others.coded(code)
    if other is None:
        yield AT, "unknown_code", f"There is no public further activity {code}."
    elif actor is not None and other.reporter not in catalogue.line(actor):
        yield _not_among(draft, code)


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
    return {
        **{name: payload[name] for name in ("activity", "year", "status")},
        **{name: payload.get(name) for name in ("output_type", "execution")},
        "partner_kinds": [partner["kind"] for partner in payload.get("partners", [])],
        **{name: payload.get(name, []) for name in LISTS},
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

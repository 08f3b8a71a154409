"""`assessment`: what experts find of a public implementation."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from services.reports.domain import rules
from services.reports.domain.kind import Clash, Draft, Kind, Payload, Term, Violation
from services.reports.domain.others import Other, Sought
from services.reports.domain.programme import Catalogue
from services.reports.domain.statements import Beside, Speaker, StatementRule, among

ASSESSED = "implementation"  # the kind that is assessed
EXPERTS = ("EXPERTS", "CAM")
MEETING = "expert_meeting"


def check(_catalogue: Catalogue, draft: Draft, _today: date) -> list[Violation]:
    """It is about the public revision of another actor's public implementation; its meeting is one
    of experts.
    """
    return [*_about(draft), *rules.meeting(draft, MEETING)]


def _about(draft: Draft) -> Iterator[Violation]:
    id_ = draft.payload.get("submission")
    if id_ is None:
        return
    other = _assessed(draft)
    if other is None:
        yield "/payload/submission", "not_public", f"There is no public report {id_}."
    elif draft.reporter in other.reporting:
        yield "/payload/submission", "own_report", "Nobody assesses a report of its own."
    elif draft.payload.get("revision") not in (None, other.revision):
        sentence = f"Revision {other.revision} is the public one."
        yield "/payload/revision", "outdated", sentence


def _assessed(draft: Draft) -> Other | None:
    other = draft.others.public(draft.payload["submission"])
    return other if other is not None and other.kind == ASSESSED else None


def clash(_catalogue: Catalogue, draft: Draft) -> Clash | None:
    """Another revision is public by now, or none."""
    other = _assessed(draft)
    if other is not None and other.revision == draft.payload["revision"]:
        return None
    public = other.revision if other is not None else None
    detail = "What it assesses is not the public revision any more."
    return Clash("outdated", detail, {"public_revision": public})


def seeks(_reporter: str, payload: Payload) -> Sought:
    """What it assesses, and its meeting."""
    id_ = payload.get("submission")
    return Sought((id_,) if id_ else (), cycles=rules.at_meeting(payload))


def index(payload: Payload) -> Iterable[Term]:
    """What it assesses, and at which meeting."""
    for name in ("submission", "meeting"):
        if payload.get(name):
            yield name, payload[name]


def counted(payload: Payload) -> dict[str, Any]:
    """The assessed status of one revision; not its reasons."""
    names = ("submission", "revision", "status", "meeting")
    return {name: payload.get(name) for name in names}


def _assessed_of(payload: Payload) -> Sought:
    return seeks("", payload)


def _spoken_for(beside: Beside, speaker: Speaker) -> list[str]:
    """The reporter and the confirmed joint reporters of what is assessed may reply."""
    other = beside.others.by_id.get(beside.payload["submission"])
    return among(other.reporting, speaker) if other is not None else []


KIND = Kind(
    "assessment",
    followed=True,
    scope="assess:write",
    required=("submission", "revision", "status", "reasons"),
    reporters=EXPERTS,
    similar_by=("submission",),
    check=check,
    index=index,
    counted=counted,
    seeks=seeks,
    clash=clash,
    statements={"reply": StatementRule(_spoken_for, seeks=_assessed_of)},
)

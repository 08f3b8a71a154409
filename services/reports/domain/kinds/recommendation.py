"""`recommendation`: what experts recommend to actors, or to a Summit."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.reports.domain import rules
from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.others import Sought
from services.reports.domain.programme import Catalogue
from services.reports.domain.statements import Beside, Speaker, StatementRule

SECRETARIAT = "SG"
SUMMIT = "SUMMIT"  # an addressee that is no actor
EXPERTS = ("EXPERTS", "CAM")
MEETING = "expert_meeting"


def check(catalogue: Catalogue, draft: Draft, _today: date) -> list[Violation]:
    """Addressees, activities and objectives are known, its grounds are public, its meeting is
    one of experts.
    """
    return [
        *_addressees(catalogue, draft),
        *rules.known_codes(catalogue, draft, "activities", catalogue.addressees, "activity"),
        *rules.known_codes(catalogue, draft, "objectives", catalogue.all_objectives, "objective"),
        *_grounds(draft),
        *rules.meeting(draft, MEETING),
    ]


def _addressees(catalogue: Catalogue, draft: Draft) -> list[Violation]:
    return [
        (f"/payload/addressed_to/{n}", "unknown_code", f"There is no actor {code}.")
        for n, code in enumerate(draft.payload.get("addressed_to", ()))
        if code != SUMMIT and catalogue.reporter(code) is None
    ]


def _grounds(draft: Draft) -> list[Violation]:
    return [
        (f"/payload/grounds/{n}", "not_public", f"There is no public submission {id_}.")
        for n, id_ in enumerate(draft.payload.get("grounds", ()))
        if draft.others.public(id_) is None
    ]


def seeks(_reporter: str, payload: Payload) -> Sought:
    """Its grounds and its meeting."""
    return Sought(tuple(payload.get("grounds", ())), cycles=rules.at_meeting(payload))


def index(payload: Payload) -> Iterable[Term]:
    """All that it names."""
    yield from (("activity", code) for code in payload.get("activities", ()))
    yield from (("objective", code) for code in payload.get("objectives", ()))
    yield from (("addressee", code) for code in payload.get("addressed_to", ()))
    if payload.get("meeting"):
        yield "meeting", payload["meeting"]


def counted(payload: Payload) -> dict[str, Any]:
    """To whom, about what, on which grounds; not its text."""
    lists = ("addressed_to", "activities", "objectives", "grounds")
    return {"meeting": payload.get("meeting"), **{name: payload.get(name, []) for name in lists}}


def _spoken_for(beside: Beside, speaker: Speaker) -> list[str]:
    """Addressees speak for themselves, the Secretariat for the Summit too."""
    addressed = beside.payload["addressed_to"]
    own = [speaker.actor] if speaker.actor in addressed else []
    for_summit = speaker.actor == SECRETARIAT and "reports:review" in speaker.scopes
    return [*own, *([SUMMIT] if for_summit and SUMMIT in addressed else [])]


KIND = Kind(
    "recommendation",
    followed=True,
    scope="assess:write",
    required=("addressed_to", "text", "grounds"),
    one_of=("activities", "objectives"),
    reporters=EXPERTS,
    check=check,
    index=index,
    counted=counted,
    seeks=seeks,
    statements={"follow_up": StatementRule(_spoken_for, status=True)},
)

"""`ratification`: an act of a state with regard to a treaty."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.reports.domain import rules
from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.programme import Catalogue

SECRETARIAT = "SG"
SIGNATURE, PARTY = "signature", "party"
#: What a state is to a treaty after its latest act.
STATUS = {
    SIGNATURE: "signed",
    **dict.fromkeys(("ratification", "accession", "succession"), PARTY),
    "withdrawal": "withdrawn",
}


def check(catalogue: Catalogue, draft: Draft, today: date) -> list[Violation]:
    """The treaty is the edition's; a state reports its own acts; the day of the act has come."""
    return [
        *_instrument(catalogue, draft),
        *_state(catalogue, draft),
        *rules.not_after_today(draft, "date", today),
        *rules.in_order(draft, "date", "takes_effect_on"),
    ]


def _instrument(catalogue: Catalogue, draft: Draft) -> list[Violation]:
    code = draft.payload.get("instrument")
    if code is None or code in catalogue.instruments:
        return []
    return [("/payload/instrument", "unknown_code", f"The edition has no instrument {code}.")]


def _state(catalogue: Catalogue, draft: Draft) -> list[Violation]:
    code = draft.payload.get("state")
    if code is None:
        return []
    actor = catalogue.actors.get(code)
    if actor is None or actor.kind != "state":
        return [("/payload/state", "unknown_code", f"{code} is not a state.")]
    if draft.reporter not in (code, SECRETARIAT):
        return [("/payload/state", "not_yours", f"{draft.reporter} reports its own acts.")]
    return []


def defaults(reporter: str) -> Mapping[str, Any]:
    """A state's own word is verified; the Secretariat's where it says so."""
    return {"verified": reporter != SECRETARIAT}


def index(payload: Payload) -> Iterable[Term]:
    """Its treaty, its state, its action and its year."""
    for name in ("instrument", "state", "action"):
        if payload.get(name):
            yield name, payload[name]
    yield from rules.year_of(payload, "date")


def counted(payload: Payload) -> dict[str, Any]:
    """Who did what with regard to which treaty, and since when; not the source."""
    names = ("instrument", "state", "action", "date", "takes_effect_on", "verified")
    return {name: payload.get(name) for name in names}


KIND = Kind(
    "ratification",
    required=("instrument", "state", "action", "date"),
    reporters=("state", SECRETARIAT),
    similar_by=("instrument", "state", "action"),
    check=check,
    defaults=defaults,
    index=index,
    counted=counted,
)

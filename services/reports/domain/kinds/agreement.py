"""`agreement`: an agreement between two or more parties."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.reports.domain import rules
from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.programme import Catalogue


def check(catalogue: Catalogue, draft: Draft, today: date) -> list[Violation]:
    """The parties are known, the reporter and who joins among them; the dates follow one another,
    and the day of signature has come.
    """
    return [
        *_parties(catalogue, draft),
        *_joining(draft),
        *rules.not_after_today(draft, "signed_on", today),
        *rules.in_order(draft, "in_force_from", "in_force_to"),
        *rules.known_codes(catalogue, draft, "activities", catalogue.addressees, "activity"),
    ]


def _parties(catalogue: Catalogue, draft: Draft) -> list[Violation]:
    parties = draft.payload.get("parties")
    if not parties:
        return []
    codes = _codes(draft.payload)
    violations: list[Violation] = [
        (f"/payload/parties/{n}/actor", "unknown_code", f"There is no actor {party['actor']}.")
        for n, party in enumerate(parties)
        if "actor" in party and catalogue.reporter(party["actor"]) is None
    ]
    if len(parties) < 2:
        violations.append(("/payload/parties", "too_few", "An agreement has two parties or more."))
    violations += [
        (f"/payload/parties/{n}", "repeated", f"{party['actor']} stands twice.")
        for n, party in enumerate(parties)
        if "actor" in party and party["actor"] in [one.get("actor") for one in parties[:n]]
    ]
    if draft.reporter not in codes:
        sentence = f"{draft.reporter} reports agreements that it is a party to."
        violations.append(("/payload/parties", "not_a_party", sentence))
    return violations


def _joining(draft: Draft) -> list[Violation]:
    codes = _codes(draft.payload)
    return [
        (f"/joint_reporters/{n}", "not_a_party", f"{code} is not among the parties.")
        for n, code in enumerate(draft.joint)
        if code not in codes
    ]


def _codes(payload: Payload) -> list[str]:
    """The parties that are actors of the catalogue."""
    return [party["actor"] for party in payload.get("parties", ()) if "actor" in party]


def index(payload: Payload) -> Iterable[Term]:
    """Its activities, its parties and its type, and the year it was signed."""
    yield from (("activity", code) for code in payload.get("activities", ()))
    yield from (("party", code) for code in dict.fromkeys(_codes(payload)))
    if payload.get("type"):
        yield "type", payload["type"]
    yield from rules.year_of(payload, "signed_on")


def counted(payload: Payload) -> dict[str, Any]:
    """Who, of what type, since and until when."""
    return {
        "type": payload["type"],
        "parties": payload["parties"],
        "signed_on": payload["signed_on"],
        "in_force_from": payload.get("in_force_from"),
        "in_force_to": payload.get("in_force_to"),
        "activities": payload.get("activities", []),
    }


KIND = Kind(
    "agreement",
    required=("type", "parties", "signed_on"),
    reporters=("organ", "state"),
    joint="states",
    check=check,
    index=index,
    counted=counted,
)

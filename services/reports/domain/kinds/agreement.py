"""`agreement`: an agreement between two or more parties."""

from collections.abc import Iterable, Iterator, Sequence
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


def _parties(catalogue: Catalogue, draft: Draft) -> Iterator[Violation]:
    parties = draft.payload.get("parties")
    if not parties:
        return
    yield from _unknown(catalogue, parties)
    if len(parties) < 2:
        yield "/payload/parties", "too_few", "An agreement has two parties or more."
    yield from _repeated(parties)
    if draft.reporter not in _codes(draft.payload):
        sentence = f"{draft.reporter} reports agreements that it is a party to."
        yield "/payload/parties", "not_a_party", sentence


def _unknown(catalogue: Catalogue, parties: Sequence[Payload]) -> Iterator[Violation]:
    for n, party in enumerate(parties):
        code = party.get("actor")
        if code is not None and catalogue.reporter(code) is None:
            yield f"/payload/parties/{n}/actor", "unknown_code", f"There is no actor {code}."


def _repeated(parties: Sequence[Payload]) -> Iterator[Violation]:
    codes = [party.get("actor") for party in parties]
    for n, code in enumerate(codes):
        if code is not None and code in codes[:n]:
            yield f"/payload/parties/{n}", "repeated", f"{code} stands twice."


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
        **{name: payload[name] for name in ("type", "parties", "signed_on")},
        **{name: payload.get(name) for name in ("in_force_from", "in_force_to")},
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

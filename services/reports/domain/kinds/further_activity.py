"""`further-activity`: what an organ does beyond the activities of the program."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.reports.domain import rules
from services.reports.domain.kind import Draft, Kind, Payload, Term, Violation
from services.reports.domain.programme import Catalogue

NAME = "further-activity"


def check(catalogue: Catalogue, draft: Draft, _today: date) -> list[Violation]:
    """Its objectives and themes are the edition's; it began while the organ existed."""
    return [
        *rules.known_codes(catalogue, draft, "objectives", catalogue.all_objectives, "objective"),
        *_themes(catalogue, draft),
        *rules.dated(catalogue, draft, "started_on"),
    ]


def _themes(catalogue: Catalogue, draft: Draft) -> list[Violation]:
    if not catalogue.themes:  # the edition does not tell them
        return []
    return rules.known_codes(catalogue, draft, "themes", catalogue.themes, "theme")


def index(payload: Payload) -> Iterable[Term]:
    """Its objectives, and the year it began."""
    yield from (("objective", code) for code in payload.get("objectives", ()))
    yield from rules.year_of(payload, "started_on")


def counted(payload: Payload) -> dict[str, Any]:
    """Where it counts; not its summary. The code is added by the publication."""
    return {
        "code": "",
        "started_on": payload.get("started_on"),
        "partner_kinds": [partner["kind"] for partner in payload.get("partners", [])],
        **{name: payload.get(name, []) for name in ("objectives", "axes", "themes")},
    }


def _code(reporter: str, n: int) -> str:
    return f"FA-{reporter}-{n}"


def _serial(reporter: str, _payload: Payload) -> str:
    return f"{NAME}/{reporter}"


KIND = Kind(
    NAME,
    required=("objectives", "summary"),
    reporters=("organ",),
    check=check,
    index=index,
    counted=counted,
    serial=_serial,
    code=_code,
)

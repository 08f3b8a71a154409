"""A submission's payload as fields to be shown, for every kind: the names come from the kind, and
what a value is follows from where it stands.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.portal.clients.kinds import Kind
from services.portal.clients.reports import Submission

# what a field holds, by its name; the value is a code, a list of codes, or an object
FORMS = {
    "activity": "activities",
    "activities": "activities",
    "objectives": "objectives",
    "node": "node",
    "axes": "axis",
    "phases": "migration_phase",
    "themes": "theme",
    "partners": "partners",
    "parties": "parties",
    "contributor": "parties",
    "state": "actors",
    "addressed_to": "actors",
    "addressees": "actors",
    "requested_by": "actors",
    "submission": "submissions",
    "grounds": "submissions",
    "allocation": "submissions",
    "refers_to": "submissions",
    "meeting": "occasion",
    "instrument": "instruments",
    "output_type": "output_type",
    "execution": "execution",
    "money": "money",
    "resources": "money",
    "texts": "texts",
    "series": "series",
    "year": "year",
}
# codes whose words a kind has of its own
CODES = {
    ("implementation", "status"): "self_reported_status",
    ("assessment", "status"): "assessed_status",
    ("agreement", "type"): "agreement_type",
    ("uptake", "stance"): "stance",
    ("ratification", "action"): "ratification_action",
    ("fund-entry", "entry"): "fund_entry_type",
    ("proposal", "change"): "proposal_action",
    ("proposal", "node_kind"): "node_kind",
}
# fields that are texts, however short what stands in them is
TEXTS = frozenset(
    (
        *("entrusted", "carried_out", "planned", "timetable", "difficulties", "context", "action"),
        *("results", "transferability", "summary", "reason", "reasons", "text", "note", "method"),
    )
)
APART = frozenset({"beneficiaries"})  # shown in a table of their own
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SHORT = 120  # characters: what is longer is a text of its own


@dataclass(frozen=True, slots=True)
class Field:
    """One filled field. `form`: how it is shown; `value`: always a list but for texts, days, years
    and booleans.
    """

    name: str
    label: str
    form: str
    value: Any

    @property
    def block(self) -> bool:
        """Whether it is a text that stands under a heading of its own."""
        return self.form in ("text", "texts", "series")


@dataclass(frozen=True, slots=True)
class People:
    """F12: persons by sex and age group; None: nobody was counted; the sum leaves out the small."""

    sexes: list[str]
    ages: list[str]
    cells: Mapping[tuple[str, str], int | str]
    total: int
    small: int


def fields(submission: Submission, kind: Kind | None) -> list[Field]:
    """The filled fields in the order of the kind."""
    payload = submission.payload
    names = kind.fields if kind else {name: name for name in payload}
    return [
        Field(name, label, *_form(submission.kind, name, payload[name]))
        for name, label in names.items()
        if name not in APART and payload.get(name) not in (None, "", [], {})
    ]


def codelist(kind: str, name: str) -> str:
    """The code list that a field of a kind takes its codes from; empty for none."""
    return CODES.get((kind, name)) or FORMS.get(name, "")


def _form(kind: str, name: str, value: Any) -> tuple[str, Any]:
    form = codelist(kind, name) or ("text" if name in TEXTS else _by_value(value))
    several = isinstance(value, list) or form in ("text", "texts", "day", "year", "yes")
    if form == "day":
        return form, date.fromisoformat(value)
    return form, value if several else [value]


def _by_value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes"
    if isinstance(value, str) and DAY.fullmatch(value):
        return "day"
    if isinstance(value, str) and (len(value) > SHORT or "\n" in value):
        return "text"
    return "plain"


def people(payload: Mapping[str, Any]) -> People | None:
    """The table of persons, where a report counts any."""
    rows = payload.get("beneficiaries") or ()
    if not rows:
        return None
    cells = {(row["sex"], row["age_group"]): _count(row) for row in rows}
    numbers = [count for count in cells.values() if isinstance(count, int)]
    return People(
        _in_order((row["sex"] for row in rows), ("female", "male", "other", "unknown")),
        _in_order(
            (row["age_group"] for row in rows),
            ("child", "adolescent", "adult", "older", "unknown"),
        ),
        cells,
        sum(numbers),
        len(cells) - len(numbers),
    )


def _count(row: Mapping[str, Any]) -> int | str:
    return "small" if row.get("small") else int(row["count"])


def _in_order(given: Iterable[str], order: tuple[str, ...]) -> list[str]:
    present = set(given)
    return [each for each in order if each in present]

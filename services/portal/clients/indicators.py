"""The indicators' public API: figures, the reports behind them, and how they came to be."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

import httpx2

from services.portal.clients import http
from services.portal.clients.http import Parameter

PROGRAMME = "programme"
SCOPES = (
    (re.compile(r"[GS]O-\d"), "objectives"),
    (re.compile(r"(?:ACT|EXH|FA)-"), "activities"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of an indicator; None where the indicator has no such part.

    `denominator_on` is the day whose participating states are counted; `small_cells`: how many
    cells of fewer than five persons are not in the value; `breakdown`: its cells.
    """

    value: Any = None
    numerator: int | None = None
    denominator: int | None = None
    denominator_on: date | None = None
    unit: str = ""
    small_cells: int = 0
    breakdown: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one objective, activity or actor by indicator, the edition they are about and
    the position of the register that they count up to; those who report (not of an actor), and of
    an objective how many reports each activity has.
    """

    edition: str
    position: int
    values: Mapping[str, Figure]
    reporters: frozenset[str] = frozenset()
    reports: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, indicator: str) -> Figure:
        return self.values.get(indicator, Figure())


@dataclass(frozen=True, slots=True)
class ObjectiveFigures:
    """Figures by objective and indicator, of an edition, up to a position."""

    edition: str
    position: int
    by_objective: Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True, slots=True)
class ProgrammeFigures(ObjectiveFigures):
    """The same, and those of the whole Program, in which each report counts once."""

    whole: Figures


@dataclass(frozen=True, slots=True)
class ActivityFigures:
    """Figures by activity and indicator, of an edition, up to a position."""

    edition: str
    position: int
    by_activity: Mapping[str, Mapping[str, Figure]]


@dataclass(frozen=True, slots=True)
class Contribution:
    """One report behind a figure and what it adds; of one that is not public any more only that."""

    id: str
    revision: int
    position: int
    contribution: Any
    reporters: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    year: int | None = None
    public: bool = True
    small_cells: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A figure and one page of the reports behind it; `cursor` leads to the next page; `divisor`:
    what the contributions, added up, are divided by; `version`: of the definition.
    """

    edition: str
    position: int
    figure: Figure
    divisor: int | None
    version: int
    rows: tuple[Contribution, ...]
    cursor: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A value from a position on."""

    position: int
    time: datetime
    value: Any


@dataclass(frozen=True, slots=True)
class History:
    """The changes of a figure, oldest first; `cursor` leads to the later ones, and `years` are its
    values at the end of each year where there are such.
    """

    items: tuple[Change, ...]
    cursor: str | None
    years: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """What an indicator is, in the language asked for; None where it has no such part."""

    code: str
    version: int
    kind: str
    unit: str
    name: str
    formula: str
    numerator: str | None
    denominator: str | None
    denominator_on: str | None


@dataclass(frozen=True, slots=True)
class Verification:
    """The last recomputation of every figure from the register: when, up to where, and whether
    each is equal; None before the first.
    """

    at: datetime | None
    position: int | None
    equal: bool | None


@dataclass(frozen=True, slots=True)
class Status:
    """How far the register has been counted, when that entry was made, and whether it was counted
    anew.
    """

    position: int
    time: datetime | None = None
    verified: Verification | None = None


async def get_objectives(client: httpx2.AsyncClient, **filters: Parameter) -> ObjectiveFigures:
    """The figures of all objectives. Raises ServiceUnavailable, Refused."""
    return await http.get(client, "/indicators/objectives", _objective_figures, **filters)


async def get_programme(client: httpx2.AsyncClient, **filters: Parameter) -> ProgrammeFigures:
    """The figures of the whole Program and of all objectives."""
    return await http.get(client, "/indicators/programme", _programme_figures, **filters)


async def list_activities(client: httpx2.AsyncClient, **filters: Parameter) -> ActivityFigures:
    """The figures of every activity."""
    return await http.get(client, "/indicators/activities", _activity_figures, **filters)


async def get_figures(
    client: httpx2.AsyncClient, scope: str, code: str, **filters: Parameter
) -> Figures:
    """The figures of one thing; `scope`: objectives, activities or actors. Raises
    ServiceUnavailable, Missing, Refused.
    """
    return await http.get(client, path_of(scope, code), _figures, **filters)


async def get_evidence(
    client: httpx2.AsyncClient, scope: str, code: str, indicator: str, **filters: Parameter
) -> Evidence:
    """A figure and a page of the reports behind it; `scope`: as above, or the whole Program."""
    path = f"{path_of(scope, code)}/{indicator}/evidence"
    return await http.get(client, path, _evidence, **filters)


async def get_history(
    client: httpx2.AsyncClient, scope: str, code: str, indicator: str, **filters: Parameter
) -> History:
    """The changes of a figure."""
    path = f"{path_of(scope, code)}/{indicator}/history"
    return await http.get(client, path, _history, **filters)


async def list_years(
    client: httpx2.AsyncClient, scope: str, code: str, indicator: str, **filters: Parameter
) -> dict[int, Any]:
    """A figure of each year."""
    path = f"{path_of(scope, code)}/{indicator}/years"
    return await http.get(client, path, _years, **filters)


def scope_of(code: str) -> str:
    """Where the interface keeps what has a code; the code `programme` is the whole Program."""
    if code == PROGRAMME:
        return code
    return next((scope for form, scope in SCOPES if form.match(code)), "actors")


def path_of(scope: str, code: str) -> str:
    """Where the values of what has a code stand."""
    within = "" if scope == PROGRAMME else f"/{quote(code, safe='')}"
    return f"/indicators/{scope}{within}"


async def list_definitions(client: httpx2.AsyncClient, lang: str) -> dict[str, Definition]:
    """Every indicator by its code."""
    return await http.get(client, "/indicators/definitions", _definitions, lang=lang)


async def get_status(client: httpx2.AsyncClient, **moment: Parameter) -> Status:
    """How far figures have come, or had come `as_of`. Raises ServiceUnavailable, Refused."""
    return await http.get(client, "/indicators/status", _status, **moment)


def _objective_figures(answer: Any) -> ObjectiveFigures:
    by_objective = {each["code"]: _values(each) for each in answer["objectives"]}
    return ObjectiveFigures(answer["edition"], answer["position"], by_objective)


def _programme_figures(answer: Any) -> ProgrammeFigures:
    by_objective = {each["code"]: _values(each) for each in answer["objectives"]}
    return ProgrammeFigures(
        answer["edition"], answer["position"], by_objective, whole=_figures(answer)
    )


def _activity_figures(answer: Any) -> ActivityFigures:
    by_activity = {each["code"]: _values(each) for each in answer["activities"]}
    return ActivityFigures(answer["edition"], answer["position"], by_activity)


def _figures(answer: Any) -> Figures:
    whose, reports = frozenset(answer.get("reporters", ())), answer.get("reports", {})
    return Figures(*_place(answer), _values(answer), whose, reports)


def _place(answer: Any) -> tuple[str, int]:
    """The edition and the position that an answer is about."""
    return answer["edition"], answer["position"]


def _values(answer: Any) -> dict[str, Figure]:
    return {value["indicator"]: _figure(value) for value in answer["values"]}


def _figure(value: Mapping[str, Any]) -> Figure:
    day = value.get("denominator_on")
    return Figure(
        value.get("value"),
        value.get("numerator"),
        value.get("denominator"),
        date.fromisoformat(day) if day else None,
        value.get("unit", ""),
        value.get("small_cells") or 0,
        tuple(value.get("breakdown") or ()),
    )


def _evidence(answer: Any) -> Evidence:
    return Evidence(
        answer["edition"],
        answer["position"],
        _figure(answer),
        answer.get("divisor"),
        answer["definition"]["version"],
        tuple(map(_contribution, answer["submissions"])),
        http.cursor(answer["next"]),
    )


def _contribution(row: Any) -> Contribution:
    one = row.get("activity")
    return Contribution(
        id=row["id"],
        revision=row["revision"],
        position=row["position"],
        contribution=row["contribution"],
        reporters=tuple(row.get("reporters") or ()),
        activities=(one,) if one else tuple(row.get("activities") or ()),
        year=row.get("year"),
        public=not row.get("not_public", False),
        small_cells=row.get("small_cells") or 0,
    )


def _history(answer: Any) -> History:
    cursor, years = http.cursor(answer["next"]), answer.get("years")
    return History(_changes(answer["items"]), cursor, _changes(years or ()))


def _changes(items: Iterable[Any]) -> tuple[Change, ...]:
    return tuple(Change(each["position"], _instant(each["time"]), each["value"]) for each in items)


def _years(answer: Any) -> dict[int, Any]:
    return {item["year"]: item["value"] for item in answer["items"]}


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _definitions(answer: Any) -> dict[str, Definition]:
    return {item["code"]: _definition(item) for item in answer["items"]}


def _definition(item: Any) -> Definition:
    return Definition(
        code=item["code"],
        version=item["version"],
        kind=item["kind"],
        unit=item["unit"],
        name=item["name"],
        formula=item["formula"],
        numerator=item["numerator"],
        denominator=item["denominator"],
        denominator_on=item["denominator_on"],
    )


def _status(answer: Any) -> Status:
    time = answer["last_event_at"]
    at = _instant(time) if time else None
    return Status(answer["position"], at, _verified(answer.get("verified")))


def _verified(answer: Any) -> Verification | None:
    return _verification(answer) if answer else None


def _verification(answer: Any) -> Verification:
    at = answer["at"]
    return Verification(_instant(at) if at else None, answer["position"], answer["equal"])

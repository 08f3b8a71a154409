"""Overviews of a day: states and treaties, agreements, what states say to what is proposed to them.

Each is answered as JSON, and as a file at an address that ends like one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from starlette.responses import Response

from files import answers as files
from kernel import clock, web
from kernel.errors import Invalid, invalid
from kernel.web.problems import documented
from services.reports import errors
from services.reports.api import dependencies, filters
from services.reports.api.as_of import position_of
from services.reports.api.pages import AsOf
from services.reports.domain import overviews as domain
from services.reports.domain.kind import Kind, Term
from services.reports.domain.kinds.agreement import KIND as AGREED
from services.reports.domain.kinds.implementation import KIND as DONE
from services.reports.domain.kinds.ratification import KIND as BOUND
from services.reports.domain.kinds.uptake import KIND as TAKEN_UP
from services.reports.domain.programme import Actor, Catalogue
from services.reports.formats import FORMATS
from services.reports.schemas.examples import ANSWERS
from services.reports.schemas.kinds.agreement import Type
from services.reports.schemas.overviews import (
    Stance,
    Stances,
    StandingAgreement,
    StandingAgreements,
    Treaties,
    TreatyStanding,
)
from services.reports.store import ledger, overviews, replica

router = web.router("/reports", "overviews")
Filter = Annotated[str | None, Query(max_length=60)]
#: The columns of each file, by the end of its address.
COLUMNS = {
    address.rpartition("/")[2]: list(row.model_fields)
    for address, row in (
        ("/ratifications", TreatyStanding),
        ("/agreements", StandingAgreement),
        ("/uptake", Stance),
    )
}
OnDay = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        description="The day that is looked at; without it, the UTC date of the newest position",
    ),
]


@dataclass(frozen=True, slots=True)
class Day:
    """The day that is looked at, and what an overview stands on; `until`: the position of `as_of`,
    None: as things stand.
    """

    on: str
    position: int
    catalogue: Catalogue
    as_of: str | None
    until: int | None


async def _day(request: Request, on: OnDay = None, as_of: AsOf = None) -> Day:
    """Raise 422 for what is no day, position or instant, 503 before there is an edition."""
    if on is not None:
        _require_day(on)
    until = None if as_of is None else await position_of(request, as_of)
    catalogue = await _catalogue(request, until)
    async with dependencies.snapshot(request) as connection:
        position, at = await ledger.newest(connection, until) or (0, None)
    return Day(on or (at or clock.stamp())[:10], position, catalogue, as_of, until)


async def _catalogue(request: Request, until: int | None) -> Catalogue:
    """Under the edition in force at a position, None: now. Raises 503 before there is one."""
    edition = None if until is None else await _edition_at(request, until)
    catalogue = await dependencies.resources(request).replica.catalogue(edition)
    if catalogue.edition is None:
        raise errors.no_edition()
    return catalogue


async def _edition_at(request: Request, position: int) -> str | None:
    async with dependencies.snapshot(request) as connection:
        noted = await ledger.last_noted(connection, position)
        return await replica.edition_at(connection, noted)


def _given(**terms: str | None) -> list[Term]:
    """The terms that are asked for."""
    return [(name, value) for name, value in terms.items() if value is not None]


def _require_day(on: str) -> None:
    try:
        date.fromisoformat(on)
    except ValueError:
        detail = "A date as YYYY-MM-DD is needed."
        raise invalid(Invalid("/on", "wrong_form", detail)) from None


OnThatDay = Annotated[Day, Depends(_day)]


def _file(operation: str, ending: str) -> dict[str, Any]:
    """What a route says whose answer is a file."""
    media_type = FORMATS[ending].media_type.partition(";")[0]
    content = {media_type: {"schema": {"type": "string"}}}
    return {
        "operation_id": operation,
        "summary": f"The same as a file ({ending.upper()})",
        "response_class": Response,
        "responses": {200: {"description": "A file", "content": content}, **documented()},
    }


@router.get(
    "/ratifications",
    operation_id="listRatifications",
    summary="Where each state stands with each treaty on a day",
    response_model=Treaties,
    responses=documented(example=ANSWERS[Treaties]),
)
@router.get("/ratifications.csv", **_file("exportRatificationsCsv", "csv"))
@router.get("/ratifications.xlsx", **_file("exportRatificationsXlsx", "xlsx"))
async def treaties(
    request: Request,
    day: OnThatDay,
    instrument: Filter = None,
    state: Filter = None,
    region: Filter = None,
) -> Response:
    """From the latest act of the state on that day: the state's own word stands before the General
    Secretariat's. `verified` is false for what nobody has compared with the depositary yet.
    """
    known = day.catalogue.instruments
    _refuse_unknown_places(day, state, region, instrument=(instrument, instrument in known))
    wanted = {code: since for code, since in known.items() if instrument in (None, code)}
    states = _states(day, state, region)
    return _answer(request, day, await standings(request, day, states, wanted, instrument))


async def standings(
    request: Request,
    day: Day,
    states: Sequence[Actor],
    wanted: Mapping[str, str | None],
    instrument: str | None = None,
) -> Iterable[dict[str, Any]]:
    """Where these states stand with these treaties; `instrument`: the only one of them."""
    acts = await _public(request, day, BOUND, _given(instrument=instrument or None))
    return domain.treaties(acts, states, wanted, day.on)


async def _public(request: Request, day: Day, kind: Kind, terms: list[Term]) -> list[domain.Public]:
    """What was public of a kind and has each of these terms."""
    async with dependencies.snapshot(request) as connection:
        return await overviews.of_kind(connection, kind.name, terms, day.until)


@router.get(
    "/agreements",
    operation_id="listAgreements",
    summary="The agreements that stand on a day",
    response_model=StandingAgreements,
    responses=documented(example=ANSWERS[StandingAgreements]),
)
@router.get("/agreements.csv", **_file("exportAgreementsCsv", "csv"))
@router.get("/agreements.xlsx", **_file("exportAgreementsXlsx", "xlsx"))
async def standing(
    request: Request,
    day: OnThatDay,
    party: Filter = None,
    type: Type | None = None,
    activity: Filter = None,
) -> Response:
    """Those that are signed by that day and have not ended, the latest signed first; `in_force`
    says whether they are in force on it.
    """
    known = await filters.knows_activity(request, day.catalogue, activity)
    codes = {"party": (party, party in day.catalogue.actors), "activity": (activity, known)}
    filters.refuse_unknown(codes)
    terms = {"party": party, "type": type, "activity": activity}
    return _answer(request, day, await agreed(request, day, **terms))


async def agreed(request: Request, day: Day, **terms: str | None) -> list[dict[str, Any]]:
    """The agreements of a day that have each of these terms."""
    some = await _public(request, day, AGREED, _given(**terms))
    return domain.standing(some, day.on)


@router.get(
    "/uptake",
    operation_id="listUptake",
    summary="What states say to the activities that are proposed to them",
    response_model=Stances,
    responses=documented(example=ANSWERS[Stances]),
)
@router.get("/uptake.csv", **_file("exportUptakeCsv", "csv"))
@router.get("/uptake.xlsx", **_file("exportUptakeXlsx", "xlsx"))
async def stances(
    request: Request,
    day: OnThatDay,
    activity: Filter = None,
    state: Filter = None,
    region: Filter = None,
) -> Response:
    """Each state and each activity proposed to the states. Taking one up is voluntary: a state that
    says nothing is `silent`. `reported`: it has reported on the activity by the year of that day.
    """
    proposed = domain.proposed(day.catalogue)
    _refuse_unknown_places(day, state, region, activity=(activity, activity in proposed))
    wanted = [code for code in proposed if activity in (None, code)]
    states, done = _states(day, state, region), _done(day, wanted)
    async with dependencies.snapshot(request) as connection:
        some = await overviews.of_kind(connection, TAKEN_UP.name, (), day.until)
        reported = await overviews.reported(connection, *done)
    rows = domain.stances(some, day.catalogue, states, reported, day.on)
    return _answer(request, day, (row for row in rows if row["activity"] in wanted))


def _done(day: Day, activities: list[str]) -> tuple[str, list[str], str, int | None]:
    """The reports that are looked for: by the year of a day, on one of these activities or on what
    stands for it.
    """
    codes = [*activities, *day.catalogue.standing_for(activities)]
    return DONE.name, codes, day.on[:4], day.until


def _refuse_unknown_places(
    day: Day, state: str | None, region: str | None, **more: tuple[str | None, bool]
) -> None:
    """Raise 422 for states, regions and other codes that the catalogue does not have."""
    states = domain.states_of(day.catalogue)
    filters.refuse_unknown(
        {
            "state": (state, state in [one.code for one in states]),
            "region": (region, region in [one.region for one in states]),
            **more,
        }
    )


def _states(day: Day, state: str | None, region: str | None) -> list[Actor]:
    return [
        one
        for one in domain.states_of(day.catalogue)
        if state in (None, one.code) and region in (None, one.region)
    ]


def _answer(request: Request, day: Day, items: Iterable[dict[str, Any]]) -> Response:
    """The overview as the address asks for it."""
    name, _, ending = request.url.path.rpartition("/")[2].partition(".")
    if ending:
        return _as_file(request, day, items, (name, ending))
    return web.answer(request, {**head(day), "items": list(items), "next": None})


def head(day: Day) -> dict[str, Any]:
    """What an overview stands on."""
    edition = day.catalogue.edition
    return {"on": day.on, "position": day.position, "as_of": day.as_of, "edition": edition}


def _as_file(
    request: Request, day: Day, items: Iterable[dict[str, Any]], address: tuple[str, str]
) -> Response:
    name, ending = address
    columns, format_ = COLUMNS[name], FORMATS[ending]
    body = format_.write(columns, [_row(item, columns) for item in items])
    file_name = f"{name}-{day.on}-position-{day.position}.{ending}"
    return files.file(request, body, format_.media_type, file_name)


def _row(item: dict[str, Any], columns: list[str]) -> list[Any]:
    return [_plain(item[one]) for one in columns]


def _plain(value: Any) -> Any:
    """Parties by their codes or names."""
    return [_named(one) for one in value] if isinstance(value, list) else value


def _named(one: Any) -> Any:
    return one.get("actor") or one["name"] if isinstance(one, dict) else one

"""Values of objectives, activities and actors; the evidence behind one, and its history."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from kernel import web
from kernel.db import INDEXED
from kernel.errors import not_found
from kernel.web.app import Callers
from kernel.web.language import language
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.aggregator.api import dependencies
from services.aggregator.api.dependencies import AsOf, Filters, MinPosition, Moment, Wanted
from services.aggregator.domain import indicators
from services.aggregator.domain.structure import Structure
from services.aggregator.schemas import Evidence, History, Objectives, One
from services.aggregator.store import projection

router = APIRouter(prefix="/indicators", tags=["indicators"], dependencies=[Depends(language)])


@router.get(
    "/objectives",
    operation_id="listObjectiveValues",
    summary="All objectives",
    response_model=Objectives,
    responses=documented(),
)
async def objectives(
    request: Request,
    _caller: Callers,
    wanted: Wanted,
    as_of: AsOf = None,
    min_position: MinPosition = None,
) -> Response:
    """Every value of every objective at a position."""
    structure = await dependencies.structure(request, wanted)
    at = await dependencies.moment(request, as_of, min_position)
    found = await dependencies.read(request, structure, wanted, at, tuple(structure.addressees))
    values = [
        {"code": code, "values": found.values(structure.links[code])}
        for code in structure.objectives
    ]
    return web.answer(
        request,
        {
            "edition": structure.edition,
            "position": at.position,
            "as_of": at.asked,
            "objectives": values,
        },
    )


@router.get(
    "/objectives/{code}",
    operation_id="getObjectiveValues",
    summary="One objective",
    response_model=One,
    responses=documented(404),
)
async def objective(
    request: Request,
    code: str,
    _caller: Callers,
    wanted: Wanted,
    as_of: AsOf = None,
    min_position: MinPosition = None,
) -> Response:
    """Its values at a position."""
    structure = await dependencies.structure(request, wanted)
    return await _one(
        request, structure, wanted, code, _linked(structure, code), as_of, min_position
    )


@router.get(
    "/activities/{code}",
    operation_id="getActivityValues",
    summary="One activity",
    response_model=One,
    responses=documented(404),
)
async def activity(
    request: Request,
    code: str,
    _caller: Callers,
    wanted: Wanted,
    as_of: AsOf = None,
    min_position: MinPosition = None,
) -> Response:
    """The same values, as if an objective had this activity only."""
    structure = await dependencies.structure(request, wanted)
    if code not in structure.addressees:
        raise not_found()
    return await _one(request, structure, wanted, code, (code,), as_of, min_position)


@router.get(
    "/actors/{code}",
    operation_id="getActorValues",
    summary="One actor",
    response_model=One,
    responses=documented(404),
)
async def actor(
    request: Request,
    code: str,
    _caller: Callers,
    wanted: Wanted,
    as_of: AsOf = None,
    min_position: MinPosition = None,
) -> Response:
    """What it reported itself or jointly, over all activities."""
    structure = await dependencies.structure(request, wanted)
    if code not in structure.actors:
        raise not_found()
    at = await dependencies.moment(request, as_of, min_position)
    if dependencies.beyond_cells(structure, wanted, code):
        return _answer(
            request,
            structure,
            at,
            code,
            await dependencies.shared(request, structure, wanted, at, code),
        )
    activities = tuple(structure.addressees)
    found = await dependencies.read(request, structure, wanted, at, activities, code)
    return _answer(request, structure, at, code, found.values(activities, code))


def _linked(structure: Structure, code: str) -> tuple[str, ...]:
    if code not in structure.links:
        raise not_found()
    return structure.links[code]


async def _one(
    request: Request,
    structure: Structure,
    wanted: Filters,
    code: str,
    activities: tuple[str, ...],
    as_of: str | None,
    min_position: int | None,
) -> Response:
    at = await dependencies.moment(request, as_of, min_position)
    found = await dependencies.read(request, structure, wanted, at, activities)
    return _answer(request, structure, at, code, found.values(activities))


def _answer(
    request: Request, structure: Structure, at: Moment, code: str, values: list[dict[str, Any]]
) -> Response:
    return web.answer(
        request,
        {
            "edition": structure.edition,
            "position": at.position,
            "as_of": at.asked,
            "code": code,
            "values": values,
        },
    )


@router.get(
    "/objectives/{code}/{indicator}/evidence",
    operation_id="listEvidence",
    summary="The reports behind a value",
    response_model=Evidence,
    responses=documented(404),
)
async def evidence(
    request: Request,
    code: str,
    indicator: str,
    _caller: Callers,
    wanted: Wanted,
    as_of: AsOf = None,
    min_position: MinPosition = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Each report that counts at that position, with the revision and the position that published
    it.
    """
    structure = await dependencies.structure(request, wanted)
    activities = _linked(structure, code)
    _known(indicator)
    after = web.decode_cursor(request, cursor, int, str, int)
    at = await dependencies.moment(
        request, as_of if as_of is not None or after is None else str(after[2]), min_position
    )
    found = await dependencies.read(request, structure, wanted, at, activities)
    value = next(value for value in found.values(activities) if value["indicator"] == indicator)
    contradicted = bool(
        wanted.actor
        and wanted.actor_kind
        and structure.actors[wanted.actor].kind != wanted.actor_kind
    )
    async with dependencies.resources(request).db.read(INDEXED) as connection:
        facts = (
            []
            if contradicted
            else await projection.facts_at(
                connection,
                at.generation,
                at.position,
                activities,
                wanted.actors,
                wanted.actor_kind,
                wanted.axis,
                wanted.year,
                after[:2] if after else None,
                limit + 1,
            )
        )
    items = [
        {
            "id": fact.submission,
            "revision": fact.revision,
            "position": fact.published,
            "reporters": [name for name, _ in fact.reporters],
            "activity": fact.activity,
            "year": fact.year,
        }
        for fact in facts[:limit]
    ]
    more: Sequence[Any] | None = (
        [facts[limit - 1].published, facts[limit - 1].submission, at.position]
        if len(facts) > limit
        else None
    )
    page, headers = web.page_links(request, items, more)
    definition = {"code": indicator, "version": 1}
    data = {
        "value": value["value"],
        "position": at.position,
        "definition": definition,
        "submissions": items,
        "next": page["next"],
    }
    return web.answer(request, data, headers=headers)


def _known(indicator: str) -> None:
    if indicator not in indicators.CODES:
        raise not_found()


@router.get(
    "/objectives/{code}/{indicator}/history",
    operation_id="listValueHistory",
    summary="Each change of a value",
    response_model=History,
    responses=documented(404),
)
async def history(
    request: Request,
    code: str,
    indicator: str,
    _caller: Callers,
    wanted: Wanted,
    as_of: AsOf = None,
    min_position: MinPosition = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The positions at which it changed, oldest first, with the value from then on."""
    structure = await dependencies.structure(request, wanted)
    activities = _linked(structure, code)
    _known(indicator)
    after = web.decode_cursor(request, cursor, int)
    end = await dependencies.moment(request, as_of, min_position)
    begin = after[0] if after else 0
    async with dependencies.resources(request).db.read(INDEXED) as connection:
        steps = await projection.changes(
            connection, end.generation, begin, end.position, activities, wanted.year, limit + 1
        )
        begun = await projection.recorded(connection, end.generation, begin)
    items = []
    before = await _value(
        request,
        structure,
        wanted,
        Moment(end.generation, begin, None, begun[:10] if begun else None),
        activities,
        indicator,
    )
    for position, time in steps[:limit]:
        value = await _value(
            request,
            structure,
            wanted,
            Moment(end.generation, position, None, time[:10]),
            activities,
            indicator,
        )
        if value != before:
            items.append({"position": position, "time": time, "value": value})
        before = value
    data, headers = web.page_links(
        request, items, [steps[limit - 1][0]] if len(steps) > limit else None
    )
    return web.answer(request, data, headers=headers)


async def _value(
    request: Request,
    structure: Structure,
    wanted: Filters,
    at: Moment,
    activities: tuple[str, ...],
    indicator: str,
) -> Any:
    found = await dependencies.read(request, structure, wanted, at, activities)
    return next(
        value["value"] for value in found.values(activities) if value["indicator"] == indicator
    )

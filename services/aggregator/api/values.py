"""Values of objectives, activities and actors."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.errors import not_found
from kernel.web.dependencies import Callers
from kernel.web.problems import documented
from services.aggregator.api import dependencies, reading
from services.aggregator.api.dependencies import At, Filtered, Filters, When, resources
from services.aggregator.api.reading import Asked
from services.aggregator.domain.structure import Structure
from services.aggregator.schemas import (
    Activities,
    Objectives,
    One,
    OneActivity,
    OneObjective,
    Programme,
)
from services.aggregator.schemas.examples import ANSWERS

router = web.router("/indicators", "indicators")


@router.get(
    "/objectives",
    operation_id="listObjectiveValues",
    summary="All objectives",
    response_model=Objectives,
    responses=documented(example=ANSWERS[Objectives]),
)
async def objectives(request: Request, _caller: Callers, filters: Filtered, when: At) -> Response:
    """Every value of every objective at a position."""
    structure, at = await dependencies.located(request, filters, when)
    asked = Asked(structure, filters, at)
    read = await reading.read(resources(request).db, asked, tuple(structure.addressees))
    values = _of_objectives(read, structure)
    return web.answer(request, {**place(asked), "objectives": values})


@router.get(
    "/programme",
    operation_id="getProgrammeValues",
    summary="The whole Program",
    response_model=Programme,
    responses=documented(example=ANSWERS[Programme]),
)
async def programme(request: Request, _caller: Callers, filters: Filtered, when: At) -> Response:
    """Its values over all activities, each report once, beside those of every objective."""
    return web.answer(request, await of_programme(request, "", filters, when))


async def of_programme(
    request: Request, _code: str, filters: Filters, when: When
) -> dict[str, Any]:
    """What is said of the whole Program."""
    structure, at = await dependencies.located(request, filters, when)
    asked = Asked(structure, filters, at)
    activities = tuple(structure.addressees)
    read = await reading.read(resources(request).db, asked, activities)
    whole = read.values(activities, structure.objectives)
    told = {"values": whole, "reporters": read.reporters(activities)}
    return {**place(asked), **told, "objectives": _of_objectives(read, structure)}


def _of_objectives(read: reading.Reading, structure: Structure) -> list[dict[str, Any]]:
    return [
        {"code": code, "values": read.values(structure.links[code], (code,))}
        for code in structure.objectives
    ]


@router.get(
    "/objectives/{code}",
    operation_id="getObjectiveValues",
    summary="One objective",
    response_model=OneObjective,
    responses=documented(404, example=ANSWERS[OneObjective]),
)
async def objective(
    request: Request, code: str, _caller: Callers, filters: Filtered, when: At
) -> Response:
    """Its values at a position."""
    return web.answer(request, await of_objective(request, code, filters, when))


async def of_objective(request: Request, code: str, filters: Filters, when: When) -> dict[str, Any]:
    """What is said of an objective. Raises 404."""
    structure, at = await dependencies.located(request, filters, when)
    activities = linked(structure, code)
    asked = Asked(structure, filters, at)
    read = await reading.read(resources(request).db, asked, activities)
    told = {"reporters": read.reporters(activities), "reports": read.reports(activities)}
    return _body(asked, code, read.values(activities, (code,)), **told)


@router.get(
    "/activities",
    operation_id="listActivityValues",
    summary="All activities",
    response_model=Activities,
    responses=documented(example=ANSWERS[Activities]),
)
async def activities(request: Request, _caller: Callers, filters: Filtered, when: At) -> Response:
    """Every value of every activity of the edition at a position."""
    structure, at = await dependencies.located(request, filters, when)
    asked = Asked(structure, filters, at)
    codes = tuple(structure.addressees)
    read = await reading.read(resources(request).db, asked, codes)
    values = [{"code": code, "values": read.values((code,), ())} for code in codes]
    return web.answer(request, {**place(asked), "activities": values})


@router.get(
    "/activities/{code}",
    operation_id="getActivityValues",
    summary="One activity",
    response_model=OneActivity,
    responses=documented(404, example=ANSWERS[OneActivity]),
)
async def activity(
    request: Request, code: str, _caller: Callers, filters: Filtered, when: At
) -> Response:
    """The same values, as if an objective had this activity only. One of an earlier edition is
    answered under the last edition that has it, and named with what stands for it now.
    """
    return web.answer(request, await of_activity(request, code, filters, when))


async def of_activity(request: Request, code: str, filters: Filters, when: When) -> dict[str, Any]:
    """What is said of an activity. Raises 404."""
    structure, at = await dependencies.located(request, filters, when)
    standing = {"successors": list(structure.successors.get(code, ()))}
    edition = (await dependencies.known_catalogue(request)).last_with(code, structure.edition)
    if edition is None:
        raise not_found()
    structure = (await dependencies.known_catalogue(request)).structure(edition, at.noted)
    asked = Asked(structure, filters, at)
    read = await reading.read(resources(request).db, asked, (code,))
    standing |= {
        "replaces": list(structure.earlier((code,))),
        "reporters": read.reporters((code,)),
    }
    return _body(asked, code, read.values((code,), ()), **standing)


@router.get(
    "/actors/{code}",
    operation_id="getActorValues",
    summary="One actor",
    response_model=One,
    responses=documented(404, example=ANSWERS[One]),
)
async def actor(
    request: Request, code: str, _caller: Callers, filters: Filtered, when: At
) -> Response:
    """What it reported itself or jointly, over all activities."""
    return web.answer(request, await of_actor(request, code, filters, when))


async def of_actor(request: Request, code: str, filters: Filters, when: When) -> dict[str, Any]:
    """What is said of an actor. Raises 404."""
    structure, at = await dependencies.located(request, filters, when)
    if code not in structure.actors:
        raise not_found()
    db = resources(request).db
    asked = Asked(structure, filters, at, code)
    if asked.shared:
        return _body(asked, code, await reading.shared(db, asked))
    activities = tuple(structure.addressees)
    read = await reading.read(db, asked, activities)
    return _body(asked, code, read.values(activities, structure.objectives))


def linked(structure: Structure, code: str) -> tuple[str, ...]:
    """The activities of an objective. Raises 404."""
    if code not in structure.links:
        raise not_found()
    return structure.links[code]


def place(asked: Asked) -> dict[str, Any]:
    """Of which edition, position and moment an answer is."""
    at = asked.at
    return {"edition": asked.structure.edition, "position": at.position, "as_of": at.asked}


def _body(asked: Asked, code: str, values: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """What an answer with values says."""
    return {**place(asked), "code": code, "values": values, **more}

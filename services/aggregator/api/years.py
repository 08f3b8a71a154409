"""A value year by year."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import Request
from fastapi.types import DecoratedCallable
from starlette.responses import Response

from kernel import clock, web
from kernel.web.dependencies import Callers
from kernel.web.problems import documented
from services.aggregator.api import reading, subjects
from services.aggregator.api.dependencies import At, Filtered, Filters, When, resources
from services.aggregator.api.evidence import indicator_of
from services.aggregator.api.subjects import Find
from services.aggregator.api.values import place
from services.aggregator.schemas import Years
from services.aggregator.schemas.examples import ANSWERS

router = web.router("/indicators", "indicators")

FIRST = 2016


async def _years(
    request: Request, find: Find, code: str, indicator: str, filters: Filters, when: When
) -> Response:
    """The value of each year from 2016 on, as the filter `year` gives it."""
    subject = await find(request, code, replace(filters, year=None), when)
    known, items = indicator_of(indicator), list[dict[str, Any]]()
    last = int(subject.asked.at.day[:4]) if subject.asked.at.day else clock.today().year
    for year in range(FIRST, last + 1):
        asked = replace(subject.asked, filters=replace(filters, year=year))
        read = await reading.read(resources(request).db, asked, subject.activities, known.needs)
        scope = asked.scope(subject.activities, subject.objectives)
        items.append({"year": year, "value": read.figure(known, scope).value})
    return web.answer(request, {**place(subject.asked), "items": items})


def _documented(
    path: str, operation: str, summary: str
) -> Callable[[DecoratedCallable], DecoratedCallable]:
    """The declaration of one of these operations; they say the same of different subjects."""
    return router.get(
        path,
        operation_id=operation,
        summary=summary,
        description=inspect.getdoc(_years),
        response_model=Years,
        responses=documented(404, example=ANSWERS[Years]),
    )


@_documented("/objectives/{code}/{indicator}/years", "listYears", "A value year by year")
async def of_objective(
    request: Request, code: str, indicator: str, _caller: Callers, filters: Filtered, when: At
) -> Response:
    return await _years(request, subjects.objective, code, indicator, filters, when)


@_documented(
    "/activities/{code}/{indicator}/years",
    "listActivityYears",
    "A value of an activity year by year",
)
async def of_activity(
    request: Request, code: str, indicator: str, _caller: Callers, filters: Filtered, when: At
) -> Response:
    return await _years(request, subjects.activity, code, indicator, filters, when)


@_documented(
    "/actors/{code}/{indicator}/years", "listActorYears", "A value of an actor year by year"
)
async def of_actor(
    request: Request, code: str, indicator: str, _caller: Callers, filters: Filtered, when: At
) -> Response:
    return await _years(request, subjects.actor, code, indicator, filters, when)


@_documented(
    "/programme/{indicator}/years",
    "listProgrammeYears",
    "A value of the whole Program year by year",
)
async def of_programme(
    request: Request, indicator: str, _caller: Callers, filters: Filtered, when: At
) -> Response:
    return await _years(request, subjects.programme, "", indicator, filters, when)

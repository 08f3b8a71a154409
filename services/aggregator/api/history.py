"""The changes of a value."""

from functools import partial
from itertools import pairwise
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.db import INDEXED, Database
from services.aggregator.api import dependencies, reading, subjects
from services.aggregator.api.dependencies import resources
from services.aggregator.api.evidence import indicator_of
from services.aggregator.api.reading import Asked
from services.aggregator.api.subjects import Listing, Operation, Question
from services.aggregator.api.values import place
from services.aggregator.domain.indicators import Figure, Indicator
from services.aggregator.domain.kinds import LISTED
from services.aggregator.domain.scope import Scope
from services.aggregator.schemas import History
from services.aggregator.schemas.examples import ANSWERS
from services.aggregator.store import notes, position_times, steps
from services.aggregator.store.steps import StepQuery

router = web.router("/indicators", "indicators")
MOST_YEARS = 100


async def history(request: Request, question: Question, listed: Listing) -> Response:
    """The positions at which it changed, oldest first, with the value from then on. With
    `every=year`, its value at the last position of each year instead, and now. With `years=true`
    those stand in `years` where there are more changes than the page holds.
    """
    (after,) = web.decode_cursor(request, listed.cursor, int) or [0]
    subject = await question.subject(request, listed.filters, listed.when)
    end, known, limit = subject.asked, indicator_of(question.indicator), listed.limit
    db, page = resources(request).db, (after, limit + 1)
    values = partial(_values, request, end, known, subject.scope)
    if listed.yearly:
        found = await year_ends(db, end, *page)
        items = await values(found[:limit])
    else:
        found = await steps_of(db, end, known, subject.scope, *page)
        items = _changes(await values([after, *found[:limit]]))
    more = [found[limit - 1]] if len(found) > limit else None
    data, headers = web.page_links(request, items, more)
    if more and listed.years:
        data["years"] = await values(await year_ends(db, end, 0, MOST_YEARS))
    return web.answer(request, {**place(end), **data}, headers=headers)


OF_VALUES = Operation(
    "history",
    "list{}ValueHistory",
    "Each change of a value{}",
    History,
    ANSWERS[History],
    subjects.changes,
)
subjects.declare(router, OF_VALUES, history)


async def steps_of(
    db: Database, end: Asked, indicator: Indicator, scope: Scope, after: int, limit: int
) -> list[int]:
    """The next positions at which a fact that an indicator counts began or ended to count, or from
    which on more of the catalogue is in force.
    """
    query = StepQuery(
        generation=end.at.generation,
        after=after,
        until=end.at.position,
        year=end.filters.year,
        limit=limit,
    )
    listed = [kind for kind in indicator.needs if kind in LISTED]
    async with db.read(INDEXED) as connection:
        found = {*await notes.steps(connection, query.generation, after, query.until, limit)}
        if len(listed) < len(indicator.needs):
            told = await steps.of_implementations(connection, query, scope.counted)
            found |= {position for position, _ in told}
        if listed:
            found |= {position for position, _ in await steps.of_listed(connection, query, listed)}
    return sorted(found)[:limit]


async def year_ends(db: Database, end: Asked, after: int, limit: int) -> list[int]:
    """The next positions at which a year ended, and the last one."""
    at = end.at
    async with db.read(INDEXED) as connection:
        ends = await position_times.year_ends(connection, at.generation, at.position)
    return [position for position in ends if position > after][:limit]


async def _values(
    request: Request, end: Asked, indicator: Indicator, scope: Scope, positions: list[int]
) -> list[dict[str, Any]]:
    """The value at each of these positions."""
    items = []
    for position in positions:
        asked = await _at(request, end, position)
        read = await reading.read(resources(request).db, asked, scope.activities, indicator.needs)
        value = _shown(read.figure(indicator, scope))
        items.append({"position": position, "time": asked.at.time, **value})
    return items


def _changes(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those behind the first at which the value is another than before."""
    return [item for before, item in pairwise(items) if _value(item) != _value(before)]


def _value(item: dict[str, Any]) -> tuple[Any, Any]:
    return item["value"], item.get("small_cells")


def _shown(figure: Figure) -> dict[str, Any]:
    """What can change: the value, and how many small cells are not in it."""
    small = {} if figure.small_cells is None else {"small_cells": figure.small_cells}
    return {"value": figure.value, **small}


async def _at(request: Request, end: Asked, position: int) -> Asked:
    """The same question at an earlier position, with the actors as they stood then."""
    at = await dependencies.moment_at(resources(request).db, end.at.generation, position)
    catalogue = await dependencies.known_catalogue(request)
    structure = catalogue.structure(end.structure.edition, at.noted)
    return Asked(structure, end.filters, at, end.profile)

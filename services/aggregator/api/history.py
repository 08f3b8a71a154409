"""The changes of a value."""

from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.db import INDEXED, Database
from kernel.web.dependencies import Callers
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.aggregator.api import dependencies, reading
from services.aggregator.api.dependencies import At, Filtered, Moment, resources
from services.aggregator.api.evidence import indicator_of
from services.aggregator.api.reading import Asked
from services.aggregator.api.values import linked, place
from services.aggregator.domain.indicators import Figure, Indicator
from services.aggregator.domain.kinds import LISTED
from services.aggregator.domain.scope import Scope
from services.aggregator.schemas import History
from services.aggregator.store import position_times, steps
from services.aggregator.store.steps import StepQuery

router = web.router("/indicators", "indicators")

Step = tuple[int, str]  # (position, recordedtime)


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
    filters: Filtered,
    when: At,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The positions at which it changed, oldest first, with the value from then on."""
    structure = await dependencies.structure(request, filters)
    activities, known = linked(structure, code), indicator_of(indicator)
    (after,) = web.decode_cursor(request, cursor, int) or [0]
    end = Asked(structure, filters, await dependencies.moment(request, when))
    scope = end.scope(activities, (code,))
    db = resources(request).db
    found = await _steps(db, end, known, scope, after, limit + 1)
    items = await _changes(db, end, known, scope, [await _begin(db, end, after), *found[:limit]])
    more = [found[limit - 1][0]] if len(found) > limit else None
    data, headers = web.page_links(request, items, more)
    return web.answer(request, {**place(end), **data}, headers=headers)


async def _steps(
    db: Database, end: Asked, indicator: Indicator, scope: Scope, after: int, limit: int
) -> list[Step]:
    """The next positions at which a fact that an indicator counts began or ended to count."""
    query = StepQuery(
        generation=end.at.generation,
        after=after,
        until=end.at.position,
        year=end.filters.year,
        limit=limit,
    )
    listed = [kind for kind in indicator.needs if kind in LISTED]
    both: set[Step] = set()
    async with db.read(INDEXED) as connection:
        if len(listed) < len(indicator.needs):
            both |= {*await steps.of_implementations(connection, query, scope.activities)}
        if listed:
            both |= {*await steps.of_listed(connection, query, listed)}
    return sorted(both)[:limit]


async def _begin(db: Database, end: Asked, position: int) -> tuple[int, str | None]:
    """The step behind which a page begins."""
    async with db.read(INDEXED) as connection:
        time = await position_times.recorded(connection, end.at.generation, position)
    return position, time


async def _changes(
    db: Database,
    end: Asked,
    indicator: Indicator,
    scope: Scope,
    steps_: list[tuple[int, str | None]],
) -> list[dict[str, Any]]:
    """The steps behind the first one at which the value is another than before."""
    items, before = [], dict[str, Any]()
    for number, (position, time) in enumerate(steps_):
        at = Moment(end.at.generation, position, None, time[:10] if time else None)
        asked = Asked(end.structure, end.filters, at)
        read = await reading.read(db, asked, scope.activities, indicator.needs)
        value = _shown(read.figure(indicator, scope))
        if number and value != before:
            items.append({"position": position, "time": time, **value})
        before = value
    return items


def _shown(figure: Figure) -> dict[str, Any]:
    """What can change: the value, and how many small cells are not in it."""
    small = {} if figure.small_cells is None else {"small_cells": figure.small_cells}
    return {"value": figure.value, **small}

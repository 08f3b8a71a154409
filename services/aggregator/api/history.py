"""The changes of a value."""

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
from services.aggregator.store import notes, steps
from services.aggregator.store.steps import StepQuery

router = web.router("/indicators", "indicators")


async def history(request: Request, question: Question, listed: Listing) -> Response:
    """The positions at which it changed, oldest first, with the value from then on."""
    (after,) = web.decode_cursor(request, listed.cursor, int) or [0]
    subject = await question.subject(request, listed.filters, listed.when)
    end, known, limit = subject.asked, indicator_of(question.indicator), listed.limit
    found = await steps_of(resources(request).db, end, known, subject.scope, after, limit + 1)
    items = await _changes(request, end, known, subject.scope, [after, *found[:limit]])
    more = [found[limit - 1]] if len(found) > limit else None
    data, headers = web.page_links(request, items, more)
    return web.answer(request, {**place(end), **data}, headers=headers)


OF_VALUES = Operation(
    "history", "list{}ValueHistory", "Each change of a value{}", History, ANSWERS[History]
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


async def _changes(
    request: Request, end: Asked, indicator: Indicator, scope: Scope, steps_: list[int]
) -> list[dict[str, Any]]:
    """The steps behind the first one at which the value is another than before."""
    items, before = [], dict[str, Any]()
    for number, position in enumerate(steps_):
        asked = await _at(request, end, position)
        read = await reading.read(resources(request).db, asked, scope.activities, indicator.needs)
        value = _shown(read.figure(indicator, scope))
        if number and value != before:
            items.append({"position": position, "time": asked.at.time, **value})
        before = value
    return items


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

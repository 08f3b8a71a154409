"""The submissions behind a value."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.db import INDEXED, Database
from kernel.errors import not_found
from kernel.web.dependencies import Callers
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.aggregator.api import dependencies, reading
from services.aggregator.api.dependencies import At, Filtered, When, resources
from services.aggregator.api.reading import Asked
from services.aggregator.api.values import linked
from services.aggregator.domain.facts import Fact
from services.aggregator.domain.indicators import INDICATORS, Indicator
from services.aggregator.domain.kinds import LISTED
from services.aggregator.domain.kinds.implementation import Implementation
from services.aggregator.domain.scope import Scope, naming
from services.aggregator.schemas import Evidence
from services.aggregator.store import facts

router = web.router("/indicators", "indicators")

Place = Sequence[Any]  # (published, submission, position of the answer) a page begins behind


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
    filters: Filtered,
    when: At,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Each report that counts at that position, with the revision and the position that published
    it.
    """
    structure = await dependencies.structure(request, filters)
    activities, known = linked(structure, code), indicator_of(indicator)
    after = web.decode_cursor(request, cursor, int, str, int)
    at = await dependencies.moment(request, _when(when, after))
    asked, db = Asked(structure, filters, at), resources(request).db
    read = await reading.read(db, asked, activities, known.needs)
    behind = await _behind(db, asked, known, Scope(activities, (code,)), after, limit + 1)
    page, headers = web.page_links(
        request, [_item(fact) for fact in behind[:limit]], _next(behind, limit, at.position)
    )
    answer = {
        "value": read.value(known.code, activities, (code,)),
        "position": at.position,
        "definition": {"code": known.code, "version": known.version},
        "submissions": page["items"],
        "next": page["next"],
    }
    return web.answer(request, answer, headers=headers)


def indicator_of(code: str) -> Indicator:
    """Raises 404."""
    if code not in INDICATORS:
        raise not_found()
    return INDICATORS[code]


def _when(when: When, after: Place | None) -> When:
    """The pages behind the first one are of the same position."""
    return when if after is None or when.as_of is not None else replace(when, as_of=str(after[2]))


def _next(behind: Sequence[Fact], limit: int, position: int) -> Place | None:
    if len(behind) <= limit:
        return None
    return [behind[limit - 1].published, behind[limit - 1].submission, position]


async def _behind(
    db: Database,
    asked: Asked,
    indicator: Indicator,
    scope: Scope,
    after: Place | None,
    limit: int,
) -> list[Fact]:
    """The next facts of the kinds that an indicator counts."""
    if asked.contradictory:
        return []
    place = after[:2] if after else None
    query = replace(asked.query(asked.actor), after=place, limit=limit)
    async with db.read(INDEXED) as connection:
        if indicator.needs == ("implementation",):
            return [*await facts.implementations(connection, query, scope.activities)]
        kinds = [kind for kind in indicator.needs if kind in LISTED]
        listed = naming(scope, await facts.listed(connection, query, kinds))
    behind = [fact for kind in kinds for fact in listed[kind]]
    return sorted(behind, key=lambda fact: (fact.published, fact.submission))[:limit]


def _item(fact: Fact) -> dict[str, Any]:
    item = {
        "id": fact.submission,
        "revision": fact.revision,
        "position": fact.published,
        "reporters": [name for name, _ in fact.reporters],
        "activity": None,
        "year": fact.year,
    }
    if isinstance(fact, Implementation):
        return item | {"activity": fact.activity}
    return item | {"activities": list(fact.activities), "objectives": list(fact.objectives)}

"""What stands of an actor in one answer, for who shows it as a page."""

import asyncio
from collections.abc import Collection
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller
from kernel.errors import not_found
from kernel.web import Callers
from kernel.web.problems import documented
from services.reports.api import listed, overviews
from services.reports.api.overviews import Day, OnThatDay
from services.reports.domain import overviews as domain
from services.reports.domain.kinds.implementation import KIND as REPORT
from services.reports.domain.programme import Catalogue
from services.reports.schemas.actors import BesideActor
from services.reports.schemas.examples import ANSWERS
from services.reports.store.lists import Wanted

router = web.router("/reports/actors", "beside")


@router.get(
    "/{code}/beside",
    operation_id="getBesideActor",
    summary="What it has published, what names it, and what it is bound by",
    response_model=BesideActor,
    responses=documented(404, example=ANSWERS[BesideActor]),
)
async def actor(request: Request, code: str, caller: Callers, day: OnThatDay) -> Response:
    """The first 500 of each list, as their own lists tell them: what the actor and the bodies below
    it have published, reports that name it and that it has not confirmed, the treaties that are in
    force for it on the day, and its agreements.
    """
    if code not in day.catalogue.actors:
        raise not_found()
    submissions, unconfirmed = await asyncio.gather(
        _published(request, caller, below(day.catalogue, code), day.until),
        listed.first(request, caller, Wanted(REPORT.name, unconfirmed=code), day.until),
    )
    data = {
        **overviews.head(day),
        "submissions": submissions,
        "unconfirmed": unconfirmed,
        "treaties": await _in_force(request, day, code),
        "agreed": await overviews.agreed(request, day, party=code),
    }
    return web.answer(request, data, private=True)


def below(catalogue: Catalogue, code: str) -> list[str]:
    """An actor and all bodies below it, by code."""
    actors = catalogue.actors
    return sorted(one.code for one in actors.values() if code in catalogue.line(one))


async def _published(
    request: Request, caller: Caller, codes: Collection[str], position: int | None
) -> list[dict[str, Any]]:
    """What any of these actors has published, each once, the latest change first."""
    asked = (listed.first(request, caller, Wanted(reporter=one), position) for one in codes)
    found = {item["id"]: item for items in await asyncio.gather(*asked) for item in items}
    return sorted(found.values(), key=lambda item: (item["updated_at"], item["id"]), reverse=True)


async def _in_force(request: Request, day: Day, code: str) -> list[dict[str, Any]]:
    """The treaties that are in force for a state; none for others."""
    states = [one for one in domain.states_of(day.catalogue) if one.code == code]
    known = day.catalogue.instruments
    rows = await overviews.standings(request, day, states, known) if states else ()
    return [row for row in rows if row["in_force"]]

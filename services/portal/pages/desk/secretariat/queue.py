"""The queue of the Secretariat: what was submitted, what is under review, what can be published."""

import asyncio
from collections.abc import Iterable

from starlette.responses import Response
from starlette.routing import Route

from services.portal.pages import offices
from services.portal.pages.desk_page import SECRETARIAT, Desk, route
from services.portal.pages.offices import Item

STATES = ("submitted", "under_review", "accepted")


async def queue(desk: Desk) -> Response:
    """GET /desk/secretariat"""
    reviews = desk.may("reports:review") or desk.may("reports:publish")
    names, kinds, waiting = await asyncio.gather(
        offices.actor_names(desk), offices.kind_names(desk), _waiting(desk, reviews=reviews)
    )
    return await offices.html(
        desk,
        "desk/secretariat/queue.html",
        names=names,
        kinds=kinds,
        groups=[(state, _in(state, waiting)) for state in STATES],
        days=offices.days_since,
    )


async def _waiting(desk: Desk, *, reviews: bool) -> list[Item]:
    if not reviews:
        return []
    return await desk.api.whole(offices.SUBMISSIONS, waiting="me")


def _in(state: str, waiting: Iterable[Item]) -> list[Item]:
    return offices.oldest_first(item for item in waiting if item["state"] == state)


ROUTES: list[Route] = [route(SECRETARIAT.path, queue, place=SECRETARIAT)]

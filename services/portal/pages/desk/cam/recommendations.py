"""Recommendations: to whom, on which grounds, and how they are followed up; the open ones first."""

import asyncio
from collections.abc import Iterable

from starlette.responses import Response
from starlette.routing import Route

from services.portal.pages import offices
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.pages.offices import SUBMISSIONS, Item

HERE = f"{CAM.path}/recommendations"
FOLLOWED, DONE = 60, "implemented"
PUBLISHED = {"kind": "recommendation", "state": "published"}


async def show(desk: Desk) -> Response:
    """GET /desk/cam/recommendations"""
    names, items = await asyncio.gather(
        offices.actor_names(desk),
        desk.api.items(SUBMISSIONS, **PUBLISHED, beside="statements", limit=FOLLOWED),
    )
    rows = [(item, said := item["beside"]["statements"], is_open(item, said)) for item in items]
    rows.sort(key=lambda row: not row[2])
    return await offices.html(
        desk,
        "desk/cam/recommendations.html",
        names=names,
        rows=rows,
    )


def is_open(item: Item, said: Iterable[Item]) -> bool:
    """Whether an addressee has not yet said that it is implemented."""
    last: dict[str, str] = {}
    for one in said:
        if one["role"] == "follow_up" and one["text"]:
            last |= dict.fromkeys(one["addressees"], one["status"])
    return any(last.get(code) != DONE for code in item["payload"]["addressed_to"])


ROUTES: list[Route] = [route(HERE, show, place=CAM)]

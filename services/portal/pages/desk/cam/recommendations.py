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


async def show(desk: Desk) -> Response:
    """GET /desk/cam/recommendations"""
    names, items = await asyncio.gather(
        offices.actor_names(desk),
        desk.api.items(SUBMISSIONS, kind="recommendation", state="published", limit=FOLLOWED),
    )
    said = await asyncio.gather(
        *(desk.api.items(f"{SUBMISSIONS}/{item['id']}/statements", limit=100) for item in items)
    )
    rows = [(item, some, is_open(item, some)) for item, some in zip(items, said, strict=True)]
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

"""What is not public: what was withheld, why, since when; and releasing it."""

import asyncio

from starlette.responses import Response
from starlette.routing import Route

from services.portal.pages import offices
from services.portal.pages.desk_page import SECRETARIAT, Desk, route
from services.portal.pages.offices import SUBMISSIONS, Item

HERE = f"{SECRETARIAT.path}/withheld"


async def show(desk: Desk) -> Response:
    """GET /desk/secretariat/withheld"""
    names, items = await asyncio.gather(
        offices.actor_names(desk),
        desk.api.items(SUBMISSIONS, state="withheld", limit=offices.LISTED),
    )
    steps, etags = await asyncio.gather(
        asyncio.gather(*(_withholding(desk, item) for item in items)), offices.etags(desk, items)
    )
    return await offices.html(
        desk,
        "desk/secretariat/withheld.html",
        names=names,
        rows=list(zip(items, steps, strict=True)),
        etags=etags,
    )


async def _withholding(desk: Desk, item: Item) -> Item:
    """The step by which it was withheld, with its comment; empty when it cannot be found."""
    path = f"{SUBMISSIONS}/{item['id']}/history"
    steps = await desk.api.items(path, limit=offices.LISTED)
    found = [step for step in steps if step["action"] == "withhold"]
    return max(found, key=lambda step: str(step["at"]), default={"at": None, "comment": None})


async def release(desk: Desk) -> Response:
    """POST /desk/secretariat/withheld"""
    await offices.step(desk, desk.form.get("id"), "release", desk.form.get("etag"))
    return desk.go(HERE)


ROUTES: list[Route] = [route(HERE, show, release, place=SECRETARIAT)]

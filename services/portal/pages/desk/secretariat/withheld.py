"""What is not public: what was withheld, why, since when; and releasing it."""

import asyncio

from starlette.responses import Response
from starlette.routing import Route

from services.portal.pages import offices
from services.portal.pages.desk_page import SECRETARIAT, Desk, route
from services.portal.pages.offices import SUBMISSIONS

HERE = f"{SECRETARIAT.path}/withheld"


async def show(desk: Desk) -> Response:
    """GET /desk/secretariat/withheld"""
    names, items = await asyncio.gather(
        offices.actor_names(desk),
        desk.api.items(SUBMISSIONS, state="withheld", beside="etag,step", limit=offices.LISTED),
    )
    return await offices.html(desk, "desk/secretariat/withheld.html", names=names, items=items)


async def release(desk: Desk) -> Response:
    """POST /desk/secretariat/withheld"""
    await offices.step(desk, desk.form.get("id"), "release", desk.form.get("etag"))
    return desk.go(HERE)


ROUTES: list[Route] = [route(HERE, show, release, place=SECRETARIAT)]

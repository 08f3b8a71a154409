"""The next edition: what a draft changes of the one in force, which codes stand for which, and the
adopted proposals that it has not taken in yet.
"""

import asyncio

from starlette.responses import Response
from starlette.routing import Route

from services.portal.pages import offices
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.pages.offices import Item

HERE = f"{CAM.path}/edition"


async def show(desk: Desk) -> Response:
    """GET /desk/cam/edition"""
    editions, adoptions = await asyncio.gather(
        desk.api.items("/catalog/editions"),
        desk.api.items("/catalog/adoptions", limit=offices.LISTED),
    )
    current = next((one for one in editions if one["current"]), None)
    drafts = [one for one in editions if not one["published"]]
    diffs = await asyncio.gather(*(_diff(desk, current, draft) for draft in drafts))
    return await offices.html(
        desk,
        "desk/cam/edition.html",
        current=current,
        drafts=list(zip(drafts, diffs, strict=True)),
        waiting=[one for one in adoptions if not one.get("incorporated_in")],
        names=await offices.actor_names(desk),
    )


async def _diff(desk: Desk, current: Item | None, draft: Item) -> Item:
    """What a draft changes, and the codes that do not stay as they are."""
    if current is None:
        return {"added": [], "removed": [], "changed": [], "moved": []}
    path = f"/catalog/editions/{current['id']}/diff"
    found = (await desk.api.get(path, to=draft["id"])).data
    moved = [one for one in found["mapping"] if one["to"] != [one["from"]]]
    return {**found, "moved": moved}


ROUTES: list[Route] = [route(HERE, show, place=CAM)]

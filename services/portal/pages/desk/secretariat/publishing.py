"""Publishing: some of what is accepted is selected, what becomes public is read, and confirmed."""

import asyncio
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import Refused
from services.portal.pages import offices
from services.portal.pages.desk_page import SECRETARIAT, Desk, route
from services.portal.pages.offices import SUBMISSIONS, Item

HERE = f"{SECRETARIAT.path}/publish"
CHOSEN, CONFIRMED, ETAG = "chosen", "confirmed", "etag."


async def show(desk: Desk) -> Response:
    """GET /desk/secretariat/publish"""
    return await _page(desk, "select")


async def _page(desk: Desk, step: str, status: int = 200, **content: Any) -> Response:
    names, kinds, accepted = await asyncio.gather(
        offices.actor_names(desk), offices.kind_names(desk), _accepted(desk)
    )
    shown: dict[str, Any] = {
        "names": names,
        "kinds": kinds,
        "accepted": accepted,
        "step": step,
        "done": [],
    }
    return await offices.html(desk, "desk/secretariat/publish.html", status, **{**shown, **content})


async def _accepted(desk: Desk) -> list[Item]:
    items = await desk.api.whole(SUBMISSIONS, state="accepted", beside="etag")
    return offices.oldest_first(item for item in items if "publish" in item["allowed"])


async def act(desk: Desk) -> Response:
    """POST /desk/secretariat/publish: first the summary of what was selected, then the step."""
    chosen = desk.form.all(CHOSEN)
    if not chosen:
        return await _page(desk, "nothing", 422)
    if not desk.form.get(CONFIRMED):
        accepted = [item for item in await _accepted(desk) if item["id"] in chosen]
        return await _page(desk, "confirm", accepted=accepted)
    titles = {item["id"]: (item["title"], item["language"]) for item in await _accepted(desk)}
    done = [(*titles.get(id_, (id_, "")), await _publish(desk, id_)) for id_ in chosen]
    return await _page(desk, "done", done=done)


async def _publish(desk: Desk, id_: str) -> str:
    """Publish one; why it was refused, empty when it was not."""
    try:
        await offices.step(desk, id_, "publish", desk.form.get(f"{ETAG}{id_}"))
    except Refused as refused:
        if refused.status in (401, 429):
            raise
        return refused.detail
    return ""


ROUTES: list[Route] = [route(HERE, show, act, place=SECRETARIAT)]

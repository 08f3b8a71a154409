"""Occasions that are considered: CAM convenes each, or does not."""

from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from kernel import clock
from services.portal.clients.desk import Refused
from services.portal.pages import offices
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.pages.offices import CYCLES, Flaw

HERE = f"{CAM.path}/occasions"
STEPS = ("convene", "decline")


async def show(desk: Desk) -> Response:
    """GET /desk/cam/occasions"""
    return await _page(desk)


async def _page(
    desk: Desk, status: int = 200, wrong: Sequence[Flaw] = (), why: str = ""
) -> Response:
    cycles = await desk.api.items(CYCLES, limit=offices.LISTED)
    open_ = [cycle for cycle in cycles if set(STEPS) & set(cycle["allowed"])]
    return await offices.html(
        desk,
        "desk/cam/occasions.html",
        status,
        open_=open_,
        others=[cycle for cycle in cycles if cycle not in open_],
        typed=desk.form,
        wrong=wrong,
        why=why,
        steps=STEPS,
        today=clock.today().isoformat(),
    )


async def again(desk: Desk, why: str) -> Response:
    """The list with what was sent of a decision."""
    cycle = (await desk.api.get(f"{CYCLES}/{desk.form.get('id')}")).data
    if not set(STEPS) & set(cycle["allowed"]):
        raise offices.closed()
    return await _page(desk, why=why)


async def decide(desk: Desk) -> Response:
    """POST /desk/cam/occasions: CAM's decision, with its date and its document."""
    form = desk.form
    told = {name: form.get(name).strip() for name in ("decided_on", "document")}
    try:
        await offices.step(
            desk, form.get("id"), form.get("action"), form.get("etag"), CYCLES, **told
        )
    except Refused as refused:
        if refused.status != 422:
            raise
        return await _page(desk, 422, offices.flaws(refused, desk.lang))
    return desk.go(HERE)


ROUTES: list[Route] = [route(HERE, show, decide, place=CAM, again=again)]

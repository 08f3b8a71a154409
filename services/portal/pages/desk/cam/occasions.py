"""Occasions that are considered: CAM convenes each, or does not."""

from starlette.responses import Response
from starlette.routing import Route

from kernel import clock
from services.portal.pages import offices
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.pages.offices import CYCLES

HERE = f"{CAM.path}/occasions"
STEPS = ("convene", "decline")


async def show(desk: Desk) -> Response:
    """GET /desk/cam/occasions"""
    cycles = await desk.api.items(CYCLES, limit=offices.LISTED)
    return await offices.html(
        desk,
        "desk/cam/occasions.html",
        open_=[cycle for cycle in cycles if set(STEPS) & set(cycle["allowed"])],
        others=[cycle for cycle in cycles if not set(STEPS) & set(cycle["allowed"])],
        steps=STEPS,
        today=clock.today().isoformat(),
    )


async def decide(desk: Desk) -> Response:
    """POST /desk/cam/occasions: CAM's decision, with its date and its document."""
    form = desk.form
    told = {name: form.get(name).strip() for name in ("decided_on", "document")}
    await offices.step(desk, form.get("id"), form.get("action"), "*", CYCLES, **told)
    return desk.go(HERE)


ROUTES: list[Route] = [route(HERE, show, decide, place=CAM)]

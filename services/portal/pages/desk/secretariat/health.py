"""Health: how far the figures are behind the register, what waits, and the last recomputation."""

import asyncio

from starlette.responses import Response
from starlette.routing import Route

from services.portal.pages import offices
from services.portal.pages.desk_page import SECRETARIAT, Desk, route

HERE = f"{SECRETARIAT.path}/health"


async def show(desk: Desk) -> Response:
    """GET /desk/secretariat/health"""
    status, verification, parked = await asyncio.gather(
        desk.api.get("/indicators/status"),
        desk.api.get("/indicators/verification"),
        offices.allowed(desk, "/indicators/parked"),
    )
    return await offices.html(
        desk,
        "desk/secretariat/health.html",
        status_=status.data,
        seconds=round(status.data["lag_seconds"]),
        verification=verification.data,
        parked=parked,
    )


ROUTES: list[Route] = [route(HERE, show, place=SECRETARIAT)]

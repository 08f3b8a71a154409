"""The specific fund: its balance, and the modalities that CAM sets."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import Refused
from services.portal.pages import offices
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.pages.offices import Flaw
from services.portal.views.render import LANGUAGES

HERE = f"{CAM.path}/fund"
SUMS = ("pledged", "received", "allocated", "disbursed")


async def show(desk: Desk) -> Response:
    """GET /desk/cam/fund"""
    return await _page(desk)


async def _page(
    desk: Desk, status: int = 200, wrong: Sequence[Flaw] = (), why: str = ""
) -> Response:
    balance, modalities = await asyncio.gather(
        desk.api.get("/reports/fund"),
        desk.api.items("/reports/fund/modalities", limit=offices.LISTED),
    )
    return await offices.html(
        desk,
        "desk/cam/fund.html",
        status,
        balance=balance.data["balance"],
        sums=SUMS,
        amount=Decimal,
        modalities=modalities,
        may=desk.may("programme:adopt"),
        typed=desk.form,
        wrong=wrong,
        why=why,
    )


async def again(desk: Desk, why: str) -> Response:
    """The form for the modalities with what was sent."""
    return await _page(desk, why=why)


async def adopt(desk: Desk) -> Response:
    """POST /desk/cam/fund: a new version of the modalities."""
    form = desk.form
    body = {
        "version": form.get("version").strip(),
        "adopted_on": form.get("adopted_on").strip(),
        "text": {lang: text for lang in LANGUAGES if (text := form.get(f"text-{lang}").strip())},
    }
    try:
        await desk.api.write("POST", "/reports/fund/modalities", body, repeat=desk.repeat)
    except Refused as refused:
        if refused.status not in (409, 422):
            raise
        return await _page(desk, refused.status, offices.flaws(refused, desk.lang))
    return desk.go(HERE)


ROUTES: list[Route] = [route(HERE, show, adopt, place=CAM, again=again)]

"""The specific fund: its balance, and the modalities that CAM sets."""

import asyncio
from decimal import Decimal

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import Refused
from services.portal.pages import offices
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.views.render import LANGUAGES

HERE = f"{CAM.path}/fund"
SUMS = ("pledged", "received", "allocated", "disbursed")


async def show(desk: Desk) -> Response:
    """GET /desk/cam/fund"""
    return await _page(desk)


async def _page(desk: Desk, status: int = 200, wrong: str = "") -> Response:
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
    )


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
        told = "; ".join(f"{one.pointer} {one.detail}" for one in refused.errors)
        return await _page(desk, refused.status, told or refused.detail)
    return desk.go(HERE)


ROUTES: list[Route] = [route(HERE, show, adopt, place=CAM)]

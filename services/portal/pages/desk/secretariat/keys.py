"""Keys: who holds one, what it may do, when it was used last and when it ends; the text of a new
one is shown once.
"""

import asyncio
from datetime import timedelta

from starlette.responses import Response
from starlette.routing import Route

from kernel import clock
from services.portal.clients.desk import Refused
from services.portal.pages import offices
from services.portal.pages.desk_page import SECRETARIAT, Desk, route

HERE = f"{SECRETARIAT.path}/keys"
SCOPES = (
    "reports:write",
    "reports:review",
    "reports:publish",
    "assess:write",
    "fund:write",
    "programme:edit",
    "programme:adopt",
    "webhooks:write",
    "keys:admin",
    "audit:read",
)
DAYS = (30, 90, 365)


async def show(desk: Desk) -> Response:
    """GET /desk/secretariat/keys"""
    return await _page(desk)


async def _page(desk: Desk, status: int = 200, new: str = "", wrong: str = "") -> Response:
    keys, names = await asyncio.gather(
        offices.allowed(desk, "/access/keys", limit=offices.LISTED), offices.actor_names(desk)
    )
    return await offices.html(
        desk,
        "desk/secretariat/keys.html",
        status,
        keys=keys,
        names=names,
        scopes=SCOPES,
        lengths=DAYS,
        new=new,
        wrong=wrong,
        typed=desk.form,
    )


async def issue(desk: Desk) -> Response:
    """POST /desk/secretariat/keys: the answer shows the key, this once, however often the form is
    sent.
    """
    form = desk.form
    days = int(form.get("days")) if form.get("days").isdecimal() else DAYS[-1]
    body = {
        "actor": form.get("actor") or None,
        "scopes": [scope for scope in SCOPES if scope in form.all("scope")],
        "label": form.get("label").strip(),
        "expires_at": f"{clock.today() + timedelta(days=days)}T23:59:59Z",
    }
    try:
        issued = await desk.api.write("POST", "/access/keys", body, repeat=desk.repeat)
    except Refused as refused:
        if refused.status != 422:
            raise
        return await _page(desk, 422, wrong=_reason(refused))
    return await _page(desk, new=issued.data["key"])


def _reason(refused: Refused) -> str:
    return "; ".join(one.detail for one in refused.errors) or refused.detail


async def revoke(desk: Desk) -> Response:
    """POST /desk/secretariat/keys/{id}/revoke"""
    path = f"/access/keys/{desk.request.path_params['id']}"
    await desk.api.write("DELETE", path, repeat=desk.repeat)
    return desk.go(HERE)


ROUTES: list[Route] = [
    route(HERE, show, issue, place=SECRETARIAT),
    route(f"{HERE}/{{id}}/revoke", post=revoke, place=SECRETARIAT),
]

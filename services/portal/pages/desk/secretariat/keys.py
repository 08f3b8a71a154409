"""Keys: who holds one, what it may do, when it was used last and when it ends; the text of a new
one is shown once. A key is issued, replaced by another or revoked.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import timedelta

from starlette.responses import Response
from starlette.routing import Route

from kernel import clock
from services.portal.clients.desk import Answer, Refused
from services.portal.pages import offices
from services.portal.pages.desk_page import SECRETARIAT, Desk, route
from services.portal.pages.offices import Flaw, Item

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
GRACES = {"none": 0, "day": 24, "week": 168}  # hours for which a replaced key goes on working
ONE_DAY = "day"


async def show(desk: Desk) -> Response:
    """GET /desk/secretariat/keys"""
    return await _page(desk)


async def _page(
    desk: Desk, status: int = 200, wrong: Sequence[Flaw] = (), why: str = ""
) -> Response:
    keys, names = await asyncio.gather(
        offices.allowed(desk, "/access/keys"), offices.actor_names(desk)
    )
    return await offices.html(
        desk,
        "desk/secretariat/keys.html",
        status,
        keys=keys,
        names=names,
        scopes=SCOPES,
        lengths=DAYS,
        wrong=wrong,
        why=why,
        typed=desk.form,
    )


async def again(desk: Desk, why: str) -> Response:
    """The form for a new key with what was sent."""
    return await _page(desk, why=why)


async def issue(desk: Desk) -> Response:
    """POST /desk/secretariat/keys: the answer shows the key, this once, however often the form is
    sent.
    """
    form = desk.form
    body = {
        "actor": form.get("actor") or None,
        "scopes": [scope for scope in SCOPES if scope in form.all("scope")],
        "label": form.get("label").strip(),
        "expires_at": _end(form.get("days")) or _end(str(DAYS[-1])),
    }
    try:
        issued = await desk.api.write("POST", "/access/keys", body, repeat=desk.repeat)
    except Refused as refused:
        if refused.status != 422:
            raise
        return await _page(desk, 422, wrong=offices.flaws(refused, desk.lang))
    return await _shown(desk, issued)


def _end(days: str) -> str | None:
    """The end of the day that many days from now; None where none of the numbers was chosen."""
    if days not in map(str, DAYS):
        return None
    return f"{clock.today() + timedelta(days=int(days))}T23:59:59Z"


async def _shown(desk: Desk, issued: Answer, grace: str = "") -> Response:
    """The page with the text of a new key. It asks for nothing more of a service: what is told
    once is told even if no service answers by then.
    """
    return await offices.html(
        desk,
        "desk/secretariat/key.html",
        key=issued.data,
        old=issued.data.get("replaces"),
        goes_on=bool(GRACES.get(grace)),
        own=desk.session.identity.key_id,
    )


async def ask(desk: Desk) -> Response:
    """GET /desk/secretariat/keys/{id}/replace: what that does, and how long the old key goes on."""
    return await ask_again(desk, "")


async def ask_again(desk: Desk, why: str) -> Response:
    """The same with what was sent."""
    key, names = await asyncio.gather(_key(desk), offices.actor_names(desk))
    return await offices.html(
        desk,
        "desk/secretariat/replace.html",
        key=key,
        names=names,
        graces=_graces(desk, key["id"]),
        lengths=DAYS,
        once=desk.repeat or await _once(desk),
        typed=desk.form,
        why=why,
    )


async def _key(desk: Desk) -> Item:
    return dict((await desk.api.get(f"/access/keys/{desk.request.path_params['id']}")).data)


def _graces(desk: Desk, id_: str) -> list[str]:
    """How long the old key may go on. The key of the session is never ended at once: a second press
    of the button would no longer be known, and the text of the new key be lost.
    """
    own = desk.session.identity.key_id == id_
    return [grace for grace, hours in GRACES.items() if hours or not own]


async def _once(desk: Desk) -> str:
    """The same for every form of a session that replaces a key, until some key is revoked: who goes
    back and presses again is shown the new key again, and no other is made.
    """
    revoked = await desk.api.items("/access/keys", state="revoked", limit=offices.LISTED)
    last = max((key["revoked_at"] or "" for key in revoked), default="")
    return hashlib.sha256(f"replace {desk.session.token} {last}".encode()).hexdigest()


async def replace(desk: Desk) -> Response:
    """POST of the same: the answer shows the new key, this once, however often it is sent."""
    id_, form = desk.request.path_params["id"], desk.form
    grace = form.get("grace") if form.get("grace") in _graces(desk, id_) else ONE_DAY
    body = {"overlap_hours": GRACES[grace], "expires_at": _end(form.get("days"))}
    path = f"/access/keys/{id_}/rotate"
    return await _shown(desk, await desk.api.write("POST", path, body, repeat=desk.repeat), grace)


async def revoke(desk: Desk) -> Response:
    """POST /desk/secretariat/keys/{id}/revoke"""
    path = f"/access/keys/{desk.request.path_params['id']}"
    await desk.api.write("DELETE", path, repeat=desk.repeat)
    return desk.go(HERE)


ROUTES: list[Route] = [
    route(HERE, show, issue, place=SECRETARIAT, again=again),
    route(f"{HERE}/{{id}}/replace", ask, replace, place=SECRETARIAT, again=ask_again),
    route(f"{HERE}/{{id}}/revoke", post=revoke, place=SECRETARIAT),
]

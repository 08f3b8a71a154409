"""Invitations: every participating State, and when a notice was sent to it last. Who has reported
is not marked: each is invited alike.
"""

import asyncio
from collections.abc import Iterable

from starlette.responses import Response
from starlette.routing import Route

from kernel import clock
from services.portal.pages import offices
from services.portal.pages.desk_page import SECRETARIAT, Desk, route
from services.portal.pages.offices import Item

HERE = f"{SECRETARIAT.path}/invitations"


async def show(desk: Desk) -> Response:
    """GET /desk/secretariat/invitations"""
    today = clock.today()
    states, notices = await asyncio.gather(
        desk.reference.items("/catalog/actors", kind="state", on=today.isoformat()),
        offices.allowed(desk, "/access/notices", state="sent"),
    )
    states.sort(key=lambda state: str(state["sort"].get(desk.lang, state["name"])))
    last = latest(notices or ())
    return await offices.html(
        desk,
        "desk/secretariat/invitations.html",
        rows=[(state, offices.day(last.get(state["code"]))) for state in states],
        known=notices is not None,
        today=today,
    )


def latest(notices: Iterable[Item]) -> dict[str, str]:
    """When the last notice was sent to each actor."""
    found: dict[str, str] = {}
    for notice in notices:
        if sent := notice.get("sent_at"):
            found[notice["actor"]] = max(sent, found.get(notice["actor"], ""))
    return found


ROUTES: list[Route] = [route(HERE, show, place=SECRETARIAT)]

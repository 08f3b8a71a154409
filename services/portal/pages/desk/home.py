"""A focal point's desk: what waits for this reader, then what its actor has published."""

import asyncio
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.portal.pages.desk_page import Desk, route

LISTED = 100
ORDER = ("returned", "confirm", "draft")  # what somebody waits for comes first
Item = dict[str, Any]


async def home(desk: Desk) -> Response:
    """GET /desk"""
    waiting, published = await asyncio.gather(
        desk.api.items("/reports/submissions", waiting="me", limit=LISTED),
        desk.api.items(
            "/reports/submissions", reporter=desk.actor, state="published", limit=LISTED
        ),
    )
    own = [item for item in waiting if _verb(desk, item) in ORDER]
    own.sort(key=lambda item: ORDER.index(_verb(desk, item)))
    rows = [(_verb(desk, item), item) for item in own]
    return await desk.html("desk/home.html", waiting=rows, published=published)


def _verb(desk: Desk, item: Item) -> str:
    """What this reader can do with it."""
    return "confirm" if item["reporter"] != desk.actor else str(item["state"])


ROUTES: list[Route] = [route("/desk", home)]

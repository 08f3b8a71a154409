"""A focal point's desk: what waits for this reader, then what its actor has published."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http
from services.portal.clients.desk import Refused
from services.portal.clients.http import ServiceUnavailable
from services.portal.pages.desk_page import Desk, route

LISTED = 100
ORDER = ("returned", "confirm", "draft")  # what somebody waits for comes first
Item = dict[str, Any]


async def home(desk: Desk) -> Response:
    """GET /desk"""
    waiting, published, words = await asyncio.gather(
        desk.api.whole("/reports/submissions", waiting="me"),
        desk.api.items(
            "/reports/submissions", reporter=desk.actor, state="published", limit=LISTED
        ),
        _status_words(desk),
    )
    own = [item for item in waiting if _verb(desk, item) in ORDER]
    own.sort(key=lambda item: ORDER.index(_verb(desk, item)))
    rows = [(_verb(desk, item), item) for item in own]
    names = await _names(desk, rows)
    return await desk.html(
        "desk/home.html", waiting=rows, published=published, words=words, names=names
    )


async def _names(desk: Desk, rows: Iterable[tuple[str, Item]]) -> Mapping[str, str]:
    """What those are called who ask for a confirmation; their codes where nobody says it."""
    codes = {item["reporter"] for verb, item in rows if verb == "confirm"}
    known = await http.part(desk.page.site.catalogue(desk.lang)) if codes else None
    return {code: known.name(code) if known else code for code in codes}


async def _status_words(desk: Desk) -> dict[str, str]:
    """What each self-reported status is called; nothing where the catalogue is silent."""
    try:
        told = await desk.reference.get("/catalog/codelists/self_reported_status")
        return {one["code"]: one["label"] for one in told["codes"]}
    except (ServiceUnavailable, Refused):
        return {}


def _verb(desk: Desk, item: Item) -> str:
    """What this reader can do with it."""
    return "confirm" if item["reporter"] != desk.actor else str(item["state"])


ROUTES: list[Route] = [route("/desk", home)]

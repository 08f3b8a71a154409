"""Proposals: what each would change, why, what others say of it; and CAM's decision."""

import asyncio
from dataclasses import replace
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import DeskClient, Refused
from services.portal.pages import offices
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.pages.offices import SUBMISSIONS, Item
from services.portal.views import reading
from services.portal.views.reading import Piece

HERE = f"{CAM.path}/proposals"
FINAL = ("adopted", "declined")
DECISIONS = ("adopted", "deferred", "declined")
Change = tuple[str, list[Piece]]


async def listed(desk: Desk) -> list[Item]:
    """Every public proposal."""
    return await desk.api.items(
        SUBMISSIONS, kind="proposal", state="published", limit=offices.LISTED
    )


def _final(item: Item) -> bool:
    decision = item.get("decision")
    return decision is not None and decision["decision"] in FINAL


async def show(desk: Desk) -> Response:
    """GET /desk/cam/proposals"""
    names, items = await asyncio.gather(offices.actor_names(desk), listed(desk))
    items.sort(key=_final)
    return await offices.html(
        desk,
        "desk/cam/proposals.html",
        names=names,
        proposals=items,
        final=_final,
    )


async def one(desk: Desk) -> Response:
    """GET /desk/cam/proposals/{id}"""
    return await _page(desk)


async def _page(desk: Desk, status: int = 200, wrong: bool = False, why: str = "") -> Response:
    path = f"{SUBMISSIONS}/{desk.request.path_params['id']}"
    found, said, names = await asyncio.gather(
        desk.api.get(path),
        desk.api.items(f"{path}/statements", limit=offices.LISTED),
        offices.actor_names(desk),
    )
    changes, changes_in = await _changes(desk, found.data["payload"])
    return await offices.html(
        desk,
        "desk/cam/proposal.html",
        status,
        item=found.data,
        etag=offices.etag(desk, found, why),
        changes=changes,
        changes_in=changes_in,
        said=said,
        names=names,
        final=_final(found.data),
        decisions=DECISIONS,
        typed=desk.form.get("reason"),
        may=desk.may("programme:adopt"),
        wrong=wrong,
        why=why,
    )


async def again(desk: Desk, why: str) -> Response:
    """The proposal as it stands, with the reason that was written."""
    path = f"{SUBMISSIONS}/{desk.request.path_params['id']}"
    if _final((await desk.api.get(path)).data):
        raise offices.closed()
    return await _page(desk, why=why)


async def _changes(desk: Desk, payload: Item) -> tuple[list[Change], str]:
    """What it would change of the catalogue's text, and in which language that is: that of the page
    if it has one.
    """
    proposed = payload.get("texts") or {}
    lang = desk.lang if desk.lang in proposed else next(iter(proposed), desk.lang)
    new = proposed.get(lang, {"title": "", "summary": ""})
    old = await _node(replace(desk.api, lang=lang), payload.get("node"))
    changes = [(name, list(reading.pieces(old[name], new[name]))) for name in ("title", "summary")]
    return changes, lang


async def _node(api: DeskClient, code: str | None) -> dict[str, Any]:
    """The text as it stands, in the language that is asked for; empty for what would be new."""
    try:
        return dict((await api.get(f"/catalog/nodes/{code}")).data) if code else _NOTHING
    except Refused:
        return _NOTHING


_NOTHING = {"title": "", "summary": ""}


async def decide(desk: Desk) -> Response:
    """POST /desk/cam/proposals/{id}: CAM's decision, with its reason."""
    reason = desk.form.get("reason").strip()
    if not reason:
        return await _page(desk, 422, wrong=True)
    body = {"decision": desk.form.get("decision"), "reason": reason}
    path = f"{SUBMISSIONS}/{desk.request.path_params['id']}/decision"
    etag = desk.form.get("etag")
    await desk.api.write("PUT", path, body, repeat=desk.repeat, etag=etag)
    return desk.go(HERE)


ROUTES: list[Route] = [
    route(HERE, show, place=CAM),
    route(f"{HERE}/{{id}}", one, decide, place=CAM, again=again),
]

"""The link in every notice that ends its kind: a page for a person, and RFC 8058 for mail programs.
It is no part of the public contract; who holds the link may do this and nothing else.
"""

from html import escape
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from kernel.errors import StaleWrite, not_found
from services.access.api.dependencies import Resources, resources
from services.access.commands import focal_points as commands
from services.access.domain import unsubscribing
from services.access.formats.messages import texts
from services.access.store import focal_points as store

PATH = "/access/unsubscribe/{focal_point}/{kind}/{proof}"
ATTEMPTS = 3
PAGE = """<!doctype html>
<html lang="{lang}"><meta charset="utf-8"><meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<main><h1>{title}</h1>{content}</main></html>
"""
FORM = '<p>{ask}</p><form method="post"><button>{button}</button></form>'


async def unsubscribe(request: Request) -> Response:
    """GET asks, as a mail program may follow links by itself; POST does it. 404 for a link that is
    none of ours.
    """
    service, kind = resources(request), request.path_params["kind"]
    row = await _focal_point(request, service, kind)
    if request.method == "POST":
        await _unsubscribe(request, service, row, kind)
    return _page(row["language"], done=request.method == "POST")


async def _focal_point(request: Request, service: Resources, kind: str) -> dict[str, Any]:
    id_, given = request.path_params["focal_point"], request.path_params["proof"]
    if not unsubscribing.is_proof(service.pepper, id_, kind, given):
        raise not_found()
    async with service.db.read() as connection:
        row = await store.one(connection, id_)
    if row is None:
        raise not_found()
    return row


async def _unsubscribe(
    request: Request, service: Resources, row: dict[str, Any], kind: str
) -> None:
    """Once; followed again the link changes nothing."""
    for _ in range(ATTEMPTS):
        if kind in row["unsubscribed"]:
            return
        try:
            await service.db.write(commands.unsubscribe, row, kind)
        except StaleWrite:  # somebody has just changed the focal point
            row = await _focal_point(request, service, kind)
        else:
            return


def _page(lang: str, *, done: bool) -> Response:
    words = {name: escape(text) for name, text in texts(lang)["page"].items()}
    content = f"<p>{words['done']}</p>" if done else FORM.format(**words)
    html = PAGE.format(lang=lang, title=words["title"], content=content)
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return HTMLResponse(html, headers={**headers, "Content-Language": lang})

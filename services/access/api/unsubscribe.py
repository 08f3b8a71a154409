"""The link in every notice that ends its kind: a page for a person, and RFC 8058 for mail programs.
It is no part of the public contract; who holds the link may do this and nothing else.
"""

from contextlib import suppress
from html import escape
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, Response

from kernel.errors import StaleWrite, not_found
from services.access.api.dependencies import resources
from services.access.commands import focal_points as commands
from services.access.domain import unsubscribing
from services.access.formats.messages import texts
from services.access.store import focal_points as store

PATH = "/access/unsubscribe/{focal_point}/{kind}/{proof}"
ATTEMPTS = 3
HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
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
    row, done = await _focal_point(request), request.method == "POST"
    if done:
        await _unsubscribe(request, row)
    return _page(row["language"], done=done)


async def _focal_point(request: Request) -> dict[str, Any]:
    """The focal point of a link. Raises 404."""
    _require_proof(request)
    async with resources(request).db.read() as connection:
        row = await store.one(connection, request.path_params["focal_point"])
    if row is None:
        raise not_found()
    return row


def _require_proof(request: Request) -> None:
    """Raise 404 for a link that is none of ours."""
    id_, kind, given = (request.path_params[name] for name in ("focal_point", "kind", "proof"))
    if not unsubscribing.is_proof(resources(request).pepper, id_, kind, given):
        raise not_found()


async def _unsubscribe(request: Request, row: dict[str, Any]) -> None:
    """Once; followed again the link changes nothing."""
    kind = request.path_params["kind"]
    for _ in range(ATTEMPTS):
        if kind in row["unsubscribed"]:
            return
        with suppress(StaleWrite):  # somebody has just changed the focal point
            await resources(request).db.write(commands.unsubscribe, row, kind)
        row = await _focal_point(request)


def _page(lang: str, *, done: bool) -> Response:
    words = {name: escape(text) for name, text in texts(lang)["page"].items()}
    content = f"<p>{words['done']}</p>" if done else FORM.format(**words)
    html = PAGE.format(lang=lang, title=words["title"], content=content)
    return HTMLResponse(html, headers={**HEADERS, "Content-Language": lang})

"""How the site works and what it is not; how it can be used by everybody."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http
from services.portal.clients.catalog import Catalogue
from services.portal.pages.page import Page


async def about(request: Request) -> Response:
    """GET /about"""
    page = Page.of(request)
    known = await http.part(page.catalogue())
    told = _told(known) if known else {"defects": None, "terms": ()}
    return await page.show("public/about.html", complete=known is not None, **told)


def _told(known: Catalogue) -> dict[str, Any]:
    return {"defects": known.defects, "terms": known.terms}


async def accessibility(request: Request) -> Response:
    """GET /accessibility"""
    return await Page.of(request).show("public/accessibility.html")


ROUTES = [Route("/about", about), Route("/accessibility", accessibility)]

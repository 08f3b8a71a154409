"""How the site works and what it is not; how it can be used by everybody."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http, programme
from services.portal.pages.page import Page
from services.portal.views import render


async def about(request: Request) -> Response:
    """GET /about"""
    page = Page.of(request)
    defects, terms = await asyncio.gather(
        http.part(programme.list_defects(page.client, page.lang, **page.moment)), _terms(page)
    )
    return await page.show(
        "public/about.html",
        complete=defects is not None and len(terms) > 0,
        defects=defects,
        terms=terms,
    )


async def _terms(page: Page) -> list[dict[str, str]]:
    """Each official term by language; none while the catalog is silent."""
    try:
        catalogues = [
            await page.site.catalogue(lang, None, **page.moment) for lang in render.LANGUAGES
        ]
    except http.ServiceUnavailable:
        return []
    lists = {each.lang: each.words.get("official_term", {}) for each in catalogues}
    return [
        {lang: words[code] for lang, words in lists.items() if code in words}
        for code in lists[page.lang]
    ]


async def accessibility(request: Request) -> Response:
    """GET /accessibility"""
    return await Page.of(request).show("public/accessibility.html")


ROUTES = [Route("/about", about), Route("/accessibility", accessibility)]

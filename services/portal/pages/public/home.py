"""P1, the home page: what has been reported on each objective of the Program."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http, indicators, reports
from services.portal.pages.page import Page
from services.portal.views import tables

LATEST = 6  # reports


async def home(request: Request) -> Response:
    """GET /"""
    page = Page.of(request, "year")
    figures, latest = await asyncio.gather(
        http.part(indicators.get_objectives(page.client, **page.asked)),
        http.part(reports.list_submissions(page.client, kind="implementation", limit=LATEST)),
    )
    catalogue = await page.catalogue()
    rows = tables.objective_rows(
        catalogue.objectives.values(), catalogue.activities, figures, page.href
    )
    return await page.show(
        "public/home.html",
        complete=None not in (figures, latest),
        edition=figures.edition if figures else None,
        position=figures.position if figures else None,
        catalogue=catalogue,
        rows=rows,
        figures=figures,
        latest=latest,
    )


ROUTES = [Route("/", home)]

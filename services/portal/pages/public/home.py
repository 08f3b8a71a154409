"""P1, the home page: what has been reported in all, on each objective, and by which States."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http, indicators, reports
from services.portal.clients.indicators import Figure, ProgrammeFigures
from services.portal.pages.page import Page
from services.portal.views import charts, tables

LATEST = 6  # reports


async def home(request: Request) -> Response:
    """GET /"""
    page = Page.of(request, "year")
    figures, latest = await asyncio.gather(
        http.part(indicators.get_programme(page.client, **page.asked)), http.part(_latest(page))
    )
    catalogue = await page.catalogue(_edition_of(page, figures))
    objectives = catalogue.objectives.values()
    reporting = figures.whole["states_contributing"] if figures else Figure()
    return await page.show(
        "public/home.html",
        complete=None not in (figures, latest),
        edition=figures.edition if figures else None,
        position=figures.position if figures else None,
        catalogue=catalogue,
        rows=tables.objective_rows(objectives, catalogue.activities, figures, page.href),
        figures=figures,
        whole=figures.whole if figures else None,
        map=figures and charts.state_map(catalogue, figures.whole.reporters, reporting, page.href),
        latest=latest,
    )


async def _latest(page: Page) -> reports.Submissions:
    """The latest reports, of the year and moment chosen."""
    return await reports.list_submissions(
        page.client, kind="implementation", limit=LATEST, **page.asked
    )


def _edition_of(page: Page, figures: ProgrammeFigures | None) -> str | None:
    """The edition to name things by: on an earlier day the one in force then."""
    return figures.edition if figures and page.as_of else None


ROUTES = [Route("/", home)]

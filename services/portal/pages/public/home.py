"""The home page: the edition of the Program and what has been reported on each objective."""

import asyncio
from dataclasses import dataclass

import httpx2
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import catalog, indicators
from services.portal.clients.http import ServiceUnavailable
from services.portal.pages.page import Page
from services.portal.views import tables


@dataclass(frozen=True, slots=True)
class Overview:
    """Objectives and the edition as the catalog names them, and the figures on them."""

    objectives: list[catalog.Objective]
    edition: catalog.Edition
    figures: indicators.ObjectiveFigures


async def load_overview(client: httpx2.AsyncClient, lang: str) -> Overview:
    """Everything the home page shows, in three parallel requests. Raises ServiceUnavailable."""
    objectives, editions, figures = await asyncio.gather(
        catalog.list_objectives(client, lang),
        catalog.list_editions(client, lang),
        indicators.get_objectives(client),
    )
    edition = next((edition for edition in editions if edition.id == figures.edition), None)
    if edition is None:
        raise ServiceUnavailable(f"the catalog does not list edition {figures.edition}")
    return Overview(objectives, edition, figures)


async def home(request: Request) -> Response:
    """GET /"""
    page = Page.of(request)
    overview = await load_overview(page.client, page.lang)
    return page.html(
        "home.html",
        edition=overview.edition,
        rows=tables.objective_rows(overview.objectives, overview.figures),
        position=overview.figures.position,
    )


ROUTES = [Route("/", home)]

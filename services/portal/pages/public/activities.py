"""P5, the activities of the Program, searched and filtered, in document order by addressee."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import catalog, http, indicators
from services.portal.clients.catalog import Catalogue
from services.portal.pages.page import Page
from services.portal.views import tables

FILTERS = ("q", "addressee", "objective", "axis", "theme")


async def activities(request: Request) -> Response:
    """GET /activities"""
    page = Page.of(request, *FILTERS)
    found, figures = await asyncio.gather(
        catalog.list_activities(page.client, page.lang, None, **page.asked),
        http.part(indicators.list_activities(page.client, **page.moment)),
    )
    catalogue = await page.catalogue()
    return await page.show(
        "public/activities.html",
        complete=figures is not None,
        edition=figures.edition if figures else None,
        position=figures.position if figures else None,
        catalogue=catalogue,
        groups=tables.by_addressee(found, catalogue, figures, page.href),
        **_totals(catalogue),
        **_choices(catalogue),
    )


def _totals(catalogue: Catalogue) -> dict[str, Any]:
    """How many activities there are, and how many are proposed to States."""
    every = catalogue.activities.values()
    for_states = sum("STATES" in activity.addressees for activity in every)
    return {"total": len(every), "for_states": for_states}


def _choices(catalogue: Catalogue) -> dict[str, Any]:
    """What can be chosen in each filter."""
    every = catalogue.activities.values()
    addressees = dict.fromkeys(code for activity in every for code in activity.addressees)
    return {
        "addressees": [(code, catalogue.name(code)) for code in addressees],
        "objectives": [(code, f"{code} {one.title}") for code, one in catalogue.objectives.items()],
        "axes": [*catalogue.words.get("axis", {}).items()],
        "themes": [*catalogue.words.get("theme", {}).items()],
    }


ROUTES = [Route("/activities", activities)]

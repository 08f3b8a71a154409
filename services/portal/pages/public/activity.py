"""P6, one activity: to whom it is addressed, how it is worded, and the reports on it."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import activities, http, indicators
from services.portal.clients.activities import ActivityReports
from services.portal.clients.catalog import Catalogue
from services.portal.clients.http import Missing
from services.portal.clients.instruments import Matrix
from services.portal.pages.page import Page
from services.portal.pages.public.objective import pictures
from services.portal.views import matrices

AGREEMENTS = ("ACT-28", "ACT-31", "ACT-32", "ACT-36")  # that ask States to agree on something
INSTRUMENTS = ("ACT-23", "ACT-24")  # that ask them to consider ratifying something
BETWEEN_STATES = ("ACT-22",)  # information on networks stays there


async def activity(request: Request) -> Response:
    """GET /activities/{code}"""
    page, code = Page.of(request, "year"), request.path_params["code"]
    figures, around = await asyncio.gather(
        http.part(indicators.get_figures(page.client, "activities", code, **page.asked)),
        http.part(_around(page, code)),
    )
    catalogue = await page.catalogue(figures.edition if figures else None)
    node = catalogue.activities.get(code)
    if node is None:
        raise Missing(code)
    return await page.show(
        "public/activity.html",
        complete=None not in (figures, around),
        edition=figures.edition if figures else None,
        position=figures.position if figures else None,
        catalogue=catalogue,
        node=node,
        figures=figures,
        **_told(code, catalogue, around),
        **pictures(page, node, catalogue, figures),
    )


async def _around(page: Page, code: str) -> ActivityReports:
    treaties = "true" if code in INSTRUMENTS else None
    asked = {**page.filters, **page.overviewed, "treaties": treaties}
    return await activities.get_activity(page.client, code, **asked)


def _told(code: str, catalogue: Catalogue, around: ActivityReports | None) -> dict[str, Any]:
    """What the page says under its pictures."""
    return {
        "listed": around and around.reports,
        "agreements": around and (around.agreements if code in AGREEMENTS else ()),
        "with_agreements": code in AGREEMENTS,
        "with_instruments": code in INSTRUMENTS,
        "between_states": code in BETWEEN_STATES,
        "objectives": [link for link in catalogue.links if link.activity == code],
        **_standing(code, catalogue, around.matrix if around and code in INSTRUMENTS else None),
    }


def _standing(code: str, catalogue: Catalogue, matrix: Matrix | None) -> dict[str, Any]:
    """F7: the participating States by the instruments that an activity names."""
    shown = [each for each in catalogue.instruments if code in each.activities]
    marks = {"symbols": matrices.symbols(), "mark": matrices.mark}
    if matrix is None:
        return {"matrix": None, "shown": shown, "rows": [], **marks}
    states = [state for state in catalogue.states if state.participates(matrix.on)]
    rows = matrices.instrument_rows(states, shown, matrix.bonds)
    return {"matrix": matrix, "shown": shown, "rows": rows, **marks}


ROUTES = [Route("/activities/{code}", activity)]

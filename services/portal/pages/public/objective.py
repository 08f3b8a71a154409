"""P4, one objective: what has been reported on it, by whom, how far, and on which activities."""

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http, indicators
from services.portal.clients.catalog import Catalogue
from services.portal.clients.http import Missing
from services.portal.clients.indicators import Figures
from services.portal.clients.nodes import Node
from services.portal.pages import behind
from services.portal.pages.page import Page
from services.portal.pages.public.objectives import KINDS
from services.portal.views import charts, tables
from services.portal.views.charts import Share
from services.portal.views.render import translations


async def objective(request: Request) -> Response:
    """GET /objectives/{code}"""
    page, code = Page.of(request, "year", "actor_kind", "axis"), request.path_params["code"]
    figures, by_year = await asyncio.gather(
        http.part(indicators.get_figures(page.client, "objectives", code, **page.asked)),
        behind.by_year(page, code),
    )
    catalogue = await page.catalogue(figures.edition if figures and page.as_of else None)
    node = catalogue.objectives.get(code)
    if node is None:
        raise Missing(code)
    return await page.show(
        "public/objective.html",
        complete=None not in (figures, by_year),
        edition=figures.edition if figures else None,
        position=figures.position if figures else None,
        catalogue=catalogue,
        node=node,
        figures=figures,
        for_states=tables.for_states(node, catalogue.activities),
        linked=tables.linked_activities(node, catalogue, figures.reports if figures else None),
        kinds=[(kind, catalogue.word("actor_kind", kind)) for kind in KINDS],
        axes=[*catalogue.words.get("axis", {}).items()],
        **pictures(page, node, catalogue, figures, by_year),
    )


def pictures(
    page: Page,
    node: Node,
    catalogue: Catalogue,
    figures: Figures | None,
    by_year: Mapping[int, int] | None = None,
) -> dict[str, Any]:
    """What the pictures of an objective or activity are drawn from; None where nothing is."""
    if figures is None:
        return {"statuses": None, "assessed": None, "map": None, "columns": None, "shares": []}
    counted, assessed = figures["status_distribution"], figures["assessed_distribution"]
    states = figures["states_contributing"]
    return {
        "statuses": counted.value and charts.status_bars(counted.value, catalogue),
        "assessed": assessed.value and charts.assessed_bars(assessed.value, catalogue),
        "map": charts.state_map(catalogue, figures.reporters, states, page.href),
        "columns": by_year
        and charts.year_columns(
            by_year, page.years, lambda year: page.door(node.code, "reports_published", year=year)
        ),
        "shares": _shares(page, node.code, catalogue, figures),
    }


def _shares(page: Page, code: str, catalogue: Catalogue, figures: Figures) -> list[Share]:
    """F11: evidence, joint execution, partners, then each axis."""
    gettext = translations(page.lang).gettext
    words = {
        "evidence_share": gettext("shares.evidence"),
        "joint_execution_share": gettext("shares.joint"),
        "partner_share": gettext("shares.partners"),
    }
    shares = [
        charts.share(word, figures[indicator], page.door(code, indicator))
        for indicator, word in words.items()
    ]
    whole, axes = figures["reports_published"].value or 0, page.door(code, "axis_share")
    marked = charts.axis_shares(figures["axis_share"], whole, catalogue, axes)
    return [*filter(None, shares), *marked]


ROUTES = [Route("/objectives/{code}", objective)]

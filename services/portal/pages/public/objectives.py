"""P3, the objectives of the Program with what has been reported on each."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http, indicators
from services.portal.pages.page import Page
from services.portal.views import tables

KINDS = ("organ", "state", "multilateral", "other")


async def objectives(request: Request) -> Response:
    """GET /objectives"""
    page = Page.of(request, "year", "actor_kind", "axis")
    figures = await http.part(indicators.get_objectives(page.client, **page.asked))
    catalogue = await page.catalogue(figures.edition if figures and page.as_of else None)
    nodes = [*catalogue.objectives.values()]
    return await page.show(
        "public/objectives.html",
        complete=figures is not None,
        edition=figures.edition if figures else None,
        position=figures.position if figures else None,
        catalogue=catalogue,
        figures=figures,
        rows=tables.objective_rows(nodes, catalogue.activities, figures, page.href),
        general=sum(node.kind == "general_objective" for node in nodes),
        specific=sum(node.kind == "specific_objective" for node in nodes),
        kinds=[(kind, catalogue.word("actor_kind", kind)) for kind in KINDS],
        axes=[*catalogue.words.get("axis", {}).items()],
    )


ROUTES = [Route("/objectives", objectives)]

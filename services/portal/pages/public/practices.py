"""Good practices that actors have published, found by words, theme, objective or phase."""

import asyncio
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import reports
from services.portal.clients.catalog import Catalogue
from services.portal.clients.http import Refused
from services.portal.clients.reports import Submission
from services.portal.pages.page import Page
from services.portal.views import options

FILTERS = ("q", "theme", "objective", "phase")
EVERY = 500


async def practices(request: Request) -> Response:
    """GET /practices"""
    page = Page.of(request, *FILTERS)
    listed, kinds, names = await asyncio.gather(
        _listed(page), page.site.kinds(page.lang), page.catalogue()
    )
    theme, phase = page.filters.get("theme"), page.filters.get("phase")
    return await page.show(
        "public/practices.html",
        practices=[
            each
            for each in listed
            if (not phase or phase in each.payload.get("phases", ()))
            and (not theme or theme in _themes(each, names))
        ],
        kinds=kinds,
        names=names,
        objective_options=options.objectives(names),
        query={name: page.filters.get(name) for name in FILTERS},
    )


async def _listed(page: Page) -> Iterable[Submission]:
    """The practices with these words and this objective; none for one that is not known."""
    asked = {name: page.filters.get(name) for name in ("q", "objective")}
    try:
        found = await reports.list_submissions(
            page.client, kind="practice", lang=page.lang, limit=EVERY, **asked, **page.moment
        )
    except Refused:
        return ()
    return found.items


def _themes(practice: Submission, names: Catalogue) -> set[str]:
    """The themes of the activities and objectives that it names."""
    named = [*practice.payload.get("activities", ()), *practice.payload.get("objectives", ())]
    nodes = (names.activities.get(code) or names.objectives.get(code) for code in named)
    return {theme for node in nodes if node for theme in node.themes}


ROUTES = [Route("/practices", practices)]

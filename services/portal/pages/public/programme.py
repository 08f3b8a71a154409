"""The Program as a document: chapters and paragraphs in order, the editorial summary and the
official text side by side, the recorded defects, and the links of activities to objectives.
"""

import asyncio
from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http, reports
from services.portal.clients.catalog import Defect, Link
from services.portal.clients.programme import Programme
from services.portal.clients.reports import Submissions
from services.portal.pages.page import Page
from services.portal.views import matrices
from services.portal.views.matrices import LinkRow

EXHORTATION = "exhortation"
LISTED = 20
VIEWS = ("both", "summary", "official")


async def document(request: Request) -> Response:
    """GET /programme"""
    page = Page.of(request, "show")
    names = await page.catalogue()
    whole = names.programme
    exhorted = await _exhorted(page, whole)
    return await page.show(
        "public/programme.html",
        complete=None not in exhorted.values(),
        programme=whole,
        names=names,
        show=_view(page.filters.get("show")),
        views=VIEWS,
        defects=_by_node(names.defects),
        exhorted=exhorted,
        shown=_shown(whole),
        objectives=_codes(whole, "objective"),
        rows=_rows(whole, names.links),
        symbols=matrices.symbols(),
        mark=matrices.mark,
    )


async def _exhorted(page: Page, whole: Programme) -> Mapping[str, Submissions | None]:
    """What those whom the Program exhorts have reported; None while that cannot be told."""
    codes = [node.code for node in whole.nodes if node.kind == EXHORTATION]
    asked = (http.part(_reports(page, code)) for code in codes)
    return dict(zip(codes, await asyncio.gather(*asked), strict=True))


async def _reports(page: Page, code: str) -> Submissions:
    return await reports.list_submissions(page.client, activity=code, limit=LISTED, **page.moment)


def _view(wish: str | None) -> str:
    return wish if wish in VIEWS else VIEWS[0]


def _by_node(defects: Iterable[Defect]) -> dict[str, list[Defect]]:
    """The defects of each paragraph."""
    by_node: dict[str, list[Defect]] = {}
    for defect in defects:
        for code in defect.nodes:
            by_node.setdefault(code, []).append(defect)
    return by_node


def _shown(whole: Programme) -> str | None:
    """The language that official texts are shown in; None where none is there yet."""
    known = (node.official for node in whole.nodes if node.official and node.official.text)
    return next((official.lang for official in known), None)


def _codes(whole: Programme, kind: str) -> list[str]:
    return [node.code for node in whole.nodes if node.kind.endswith(kind)]


def _rows(whole: Programme, links: Iterable[Link]) -> list[LinkRow]:
    return matrices.link_rows(_codes(whole, "activity"), _codes(whole, "objective"), links)


ROUTES = [Route("/programme", document)]

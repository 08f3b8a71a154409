"""Good practices that actors have published, found by words, theme, objective or phase; and the
same as files.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import practices as client
from services.portal.clients import reports
from services.portal.clients.catalog import Catalogue
from services.portal.clients.http import Refused
from services.portal.clients.reports import Submission
from services.portal.pages.page import SECURITY_HEADERS, Page
from services.portal.views import options

FILTERS = ("q", "theme", "objective", "phase")
OF_INTERFACE = ("q", "objective")  # what the interface itself can be asked for
EVERY = 500
FILES = {"CSV": "csv", "XLSX": "xlsx", "JSON Lines": "jsonl"}
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


async def practices(request: Request) -> Response:
    """GET /practices"""
    page = Page.of(request, *FILTERS)
    listed, kinds, names = await asyncio.gather(
        _listed(page), page.site.kinds(page.lang), page.catalogue()
    )
    return await page.show(
        "public/practices.html",
        practices=[each for each in listed if _fits(page, each.payload, names)],
        kinds=kinds,
        names=names,
        objective_options=options.objectives(names),
        query={name: page.filters.get(name) for name in FILTERS},
        downloads=_downloads(page),
    )


async def _listed(page: Page) -> Iterable[Submission]:
    """The practices with these words and this objective; none for one that is not known."""
    try:
        found = await reports.list_submissions(
            page.client, kind="practice", lang=page.lang, limit=EVERY, **_asked(page)
        )
    except Refused:
        return ()
    return found.items


def _asked(page: Page) -> dict[str, Any]:
    """What the interface is asked for."""
    return {**{name: page.filters.get(name) for name in OF_INTERFACE}, **page.moment}


def _fits(page: Page, payload: Mapping[str, Any], names: Catalogue) -> bool:
    """Whether a practice is of the theme and the phase that are chosen."""
    theme, phase = page.filters.get("theme"), page.filters.get("phase")
    of_phase = phase is None or phase in payload.get("phases", ())
    return of_phase and (theme is None or theme in _themes(payload, names))


def _themes(payload: Mapping[str, Any], names: Catalogue) -> set[str]:
    """The themes of the activities and objectives that a practice names."""
    named = [*payload.get("activities", ()), *payload.get("objectives", ())]
    nodes = (names.activities.get(code) or names.objectives.get(code) for code in named)
    return {theme for node in nodes if node for theme in node.themes}


def _downloads(page: Page) -> list[tuple[str, str]]:
    """Exactly this selection as files: made by the interface, or by this page where a theme or a
    phase is chosen.
    """
    if page.filters.keys() <= set(OF_INTERFACE):
        asked = {name: page.filters.get(name) for name in OF_INTERFACE}
        return [
            (word, page.file(f"/reports/submissions.{ending}", kind="practice", **asked))
            for word, ending in FILES.items()
        ]
    return [
        (word, page.href(f"/practices.{ending}", **page.filters))
        for word, ending in FILES.items()
        if ending in MEDIA_TYPES
    ]


async def lines_file(request: Request) -> Response:
    """GET /practices.jsonl: the lines of the interface's file that fit."""
    page = Page.of(request, *FILTERS)
    return _file(page, "jsonl", "".join((await _fitting(page)).values()))


async def csv_file(request: Request) -> Response:
    """GET /practices.csv: the rows of the interface's file that fit."""
    page = Page.of(request, *FILTERS)
    ids, table = await asyncio.gather(
        _fitting(page), client.get_table(page.client, lang=page.lang, **_asked(page))
    )
    return _file(page, "csv", client.rows_of(table, ids))


async def _fitting(page: Page) -> dict[str, str]:
    """The lines of the practices that fit, by id."""
    lines, names = await asyncio.gather(
        client.get_lines(page.client, lang=page.lang, **_asked(page)), page.catalogue()
    )
    return {each["id"]: line for each, line in lines if _fits(page, each["payload"], names)}


def _file(page: Page, ending: str, body: str) -> Response:
    name = f'attachment; filename="{_name(page)}.{ending}"'
    headers = {**SECURITY_HEADERS, "Content-Disposition": name}
    return Response(body, 200, headers, MEDIA_TYPES[ending])


def _name(page: Page) -> str:
    """What a file is called: by what was chosen."""
    chosen = (page.filters.get(name, "") for name in ("objective", "theme", "phase"))
    kept = ("".join(char for char in part if char.isalnum() or char in "_-") for part in chosen)
    return "-".join(["practices", *filter(None, kept)])


ROUTES = [
    Route("/practices", practices),
    Route("/practices.csv", csv_file),
    Route("/practices.jsonl", lines_file),
]

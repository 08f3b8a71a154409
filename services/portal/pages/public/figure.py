"""P12, one figure: its value in words, how it came to be, and every report that it counts."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, time
from functools import partial

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from kernel import clock
from services.portal.clients import http, indicators
from services.portal.clients.http import Missing
from services.portal.clients.indicators import Contribution, History
from services.portal.pages.page import SECURITY_HEADERS, Page
from services.portal.pages.public.figures import HIDDEN
from services.portal.views import tables, values

FILTERS = ("year", "actor_kind", "axis", "actor")
ROWS, CHANGES, FILE_ROWS = 50, 24, 500
COLUMNS = (
    "id",
    "revision",
    "position",
    "reporters",
    "activities",
    "year",
    "contribution",
    "small_cells",
)


async def figure(request: Request) -> Response:
    """GET /figures/{code}/{indicator}"""
    page = Page.of(request, *FILTERS, "cursor")
    code, indicator = _named(request)
    asked = {name: value for name, value in page.asked.items() if name != "cursor"}
    cursor = page.filters.get("cursor")
    evidence, history, verified = await asyncio.gather(
        indicators.get_evidence(
            page.client,
            indicators.scope_of(code),
            code,
            indicator,
            limit=ROWS,
            cursor=cursor,
            **asked,
        ),
        http.part(
            indicators.get_history(
                page.client, indicators.scope_of(code), code, indicator, limit=CHANGES, **asked
            )
        ),
        http.part(indicators.get_verification(page.client)),
    )
    catalogue = await page.catalogue(evidence.edition if page.as_of else None)
    definition = (await page.site.definitions(page.lang))[indicator]
    until = await _until(page, history)
    entry = partial(_entry, page)
    return await page.show(
        "public/figure.html",
        complete=None not in (history, verified),
        edition=evidence.edition,
        position=evidence.position,
        catalogue=catalogue,
        code=code,
        subject=tables.subject(code, catalogue, page.href),
        definition=definition,
        evidence=evidence,
        words_of=partial(values.said, indicator, catalogue=catalogue),
        shown=values.lines(indicator, evidence, catalogue),
        rows=tables.contributions(evidence, indicator, catalogue, page.href),
        history=history,
        until=until,
        steps=tables.steps(history, evidence, until, page.lang, entry) if history else [],
        verified=verified,
        csv=page.href(f"{page.path}.csv", **_counted(page)),
        permanent=page.href(page.path, **_counted(page), as_of=evidence.position),
        origin=str(request.base_url).rstrip("/"),
        citation=_citation(page, code, indicator, evidence.position),
        first=cursor is None,
    )


def _entry(page: Page, position: int) -> str:
    """The address of an entry of the register."""
    return page.href("/register", entry=position)


def _citation(page: Page, code: str, indicator: str, position: int) -> str | None:
    """Where the interface says how to cite a figure of an objective, with the hash of it."""
    if indicators.scope_of(code) != "objectives":
        return None
    address = f"/indicators/objectives/{code}/{indicator}/citation"
    return page.file(address, **_counted(page), as_of=position)


async def _until(page: Page, history: History | None) -> datetime:
    """Up to when a figure is drawn: the day asked for, else the latest entry; never before its
    last change.
    """
    known = (await page.site.state()).figures
    until = known.time if known and known.time else clock.now()
    if page.as_of_day:
        until = datetime.combine(page.as_of_day, time.max, UTC)
    return max([until, *(change.time for change in (history.items if history else ()))])


async def file(request: Request) -> Response:
    """GET /figures/{code}/{indicator}.csv: every report that it counts."""
    page = Page.of(request, *FILTERS)
    code, indicator = _named(request)
    first = await indicators.get_evidence(
        page.client, indicators.scope_of(code), code, indicator, limit=FILE_ROWS, **page.asked
    )

    async def lines() -> AsyncIterator[str]:
        yield _csv([COLUMNS])
        part = first
        while True:
            yield _csv([_cells(row) for row in part.rows])
            if part.cursor is None:
                return
            part = await indicators.get_evidence(
                page.client,
                indicators.scope_of(code),
                code,
                indicator,
                limit=FILE_ROWS,
                cursor=part.cursor,
                **page.asked,
            )

    name = f"{code}-{indicator}-{first.position}.csv"
    headers = {**SECURITY_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(lines(), 200, headers, "text/csv; charset=utf-8")


def _named(request: Request) -> tuple[str, str]:
    """Of what, and which figure; an index of anything is not shown."""
    code, indicator = request.path_params["code"], request.path_params["indicator"]
    if indicator in HIDDEN:
        raise Missing(indicator)
    return code, indicator


def _counted(page: Page) -> dict[str, str]:
    return {name: page.filters[name] for name in FILTERS if name in page.filters}


def _cells(row: Contribution) -> list[object]:
    return [
        row.id,
        row.revision,
        row.position,
        " ".join(row.reporters),
        " ".join(row.activities),
        row.year,
        values.as_text(row.contribution),
        row.small_cells,
    ]


def _csv(rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


ROUTES = [
    Route("/figures/{code}/{indicator}.csv", file),
    Route("/figures/{code}/{indicator}", figure),
]

"""P12, one figure: its value in words, how it came to be, and every report that it counts."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from kernel import clock
from services.portal.clients import http, indicators
from services.portal.clients.catalog import Catalogue
from services.portal.clients.http import Missing, Parameter
from services.portal.clients.indicators import Change, Contribution, Evidence, History
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


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure under the filters of a page; an index of anything is not shown."""

    page: Page
    code: str
    indicator: str

    @classmethod
    def of(cls, request: Request, *more: str) -> "Asked":
        """What an address names. Raises Missing."""
        code, indicator = request.path_params["code"], request.path_params["indicator"]
        if indicator in HIDDEN:
            raise Missing(indicator)
        return cls(Page.of(request, *FILTERS, *more), code, indicator)

    @property
    def counted(self) -> dict[str, str]:
        """The filters that it is counted under."""
        return {name: self.page.filters[name] for name in FILTERS if name in self.page.filters}

    @property
    def named(self) -> tuple[str, str, str]:
        """As the interface names it."""
        return indicators.scope_of(self.code), self.code, self.indicator

    @property
    def filters(self) -> dict[str, Parameter]:
        """What it is counted under, and the moment."""
        return {**self.counted, **self.page.moment}

    async def evidence(self, limit: int, cursor: str | None = None) -> Evidence:
        """A page of the reports behind it. Raises ServiceUnavailable, Missing, Refused."""
        asked = {**self.filters, "limit": limit, "cursor": cursor}
        scope, code, indicator = self.named
        return await indicators.get_evidence(self.page.client, scope, code, indicator, **asked)

    async def history(self) -> History:
        """How it came to be: each change, and of many its value at the end of each year."""
        asked: dict[str, Parameter] = {**self.filters, "limit": CHANGES, "years": "true"}
        scope, code, indicator = self.named
        return await indicators.get_history(self.page.client, scope, code, indicator, **asked)


async def figure(request: Request) -> Response:
    """GET /figures/{code}/{indicator}"""
    asked = Asked.of(request, "cursor")
    page, cursor = asked.page, asked.page.filters.get("cursor")
    evidence, history = await asyncio.gather(
        asked.evidence(ROWS, cursor), http.part(asked.history())
    )
    stand = (await page.site.state()).figures
    catalogue = await page.catalogue(evidence.edition if page.as_of else None)
    return await page.show(
        "public/figure.html",
        complete=None not in (history, stand),
        edition=evidence.edition,
        position=evidence.position,
        catalogue=catalogue,
        evidence=evidence,
        verified=stand and stand.verified,
        origin=str(request.base_url).rstrip("/"),
        first=cursor is None,
        **_told(asked, evidence, catalogue),
        **await _past(asked, history, evidence),
        **await _about(asked, evidence),
    )


def _told(asked: Asked, evidence: Evidence, catalogue: Catalogue) -> dict[str, Any]:
    """The value in words, and the reports behind it."""
    href, indicator = asked.page.href, asked.indicator
    return {
        "subject": tables.subject(asked.code, catalogue, href),
        "words_of": partial(values.said, indicator, catalogue=catalogue),
        "shown": values.lines(indicator, evidence, catalogue),
        "rows": tables.contributions(evidence, indicator, catalogue, href),
    }


async def _past(asked: Asked, history: History | None, evidence: Evidence) -> dict[str, Any]:
    """The changes of the value, and their picture: of more changes than are listed, its value at
    the end of each year.
    """
    page, until = asked.page, await _until(asked.page, history)
    many = history is not None and history.years and tables.is_number(evidence.figure.value)
    drawn = _yearly(history, until) if history and many else history
    steps = tables.steps(drawn, evidence, until, page.lang, partial(_entry, page)) if drawn else []
    return {"history": history, "until": until, "steps": steps, "yearly": bool(many and steps)}


def _yearly(history: History, until: datetime) -> History:
    """The first change, then the value at the end of each year that is over."""
    ends = [_at_the_end(one) for one in history.years if one.time.year < until.year]
    return replace(history, items=(*history.items[:1], *ends))


def _at_the_end(change: Change) -> Change:
    """The same at the end of its year."""
    return replace(change, time=datetime.combine(date(change.time.year, 12, 31), time.max, UTC))


async def _about(asked: Asked, evidence: Evidence) -> dict[str, Any]:
    """What it is, and where it stands as a file and for ever."""
    page, counted = asked.page, asked.counted
    return {
        "code": asked.code,
        "dated": await _dated(page),
        "definition": (await page.site.definitions(page.lang))[asked.indicator],
        "csv": page.href(f"{page.path}.csv", **counted),
        "permanent": page.href(page.path, **counted, as_of=evidence.position),
        "citation": _citation(asked, evidence.position),
    }


async def _dated(page: Page) -> date:
    """The day of the entry that a figure is counted up to."""
    known = (await page.site.state()).figures
    return known.time.date() if page.as_of is None and known and known.time else await page.day()


def _entry(page: Page, position: int) -> str:
    """The address of an entry of the register."""
    return page.href("/register", entry=position)


def _citation(asked: Asked, position: int) -> str:
    """Where the interface says how to cite a figure, with the hash of it."""
    address = indicators.path_of(indicators.scope_of(asked.code), asked.code)
    path = f"{address}/{asked.indicator}/citation"
    return asked.page.file(path, **asked.counted, as_of=position)


async def _until(page: Page, history: History | None) -> datetime:
    """Up to when a figure is drawn: the day asked for, else the latest entry; never before its
    last change.
    """
    known = (await page.site.state()).figures
    until = known.time if known and known.time else clock.now()
    if page.as_of:
        until = datetime.combine(await page.day(), time.max, UTC)
    return max([until, *(change.time for change in (history.items if history else ()))])


async def file(request: Request) -> Response:
    """GET /figures/{code}/{indicator}.csv: every report that it counts."""
    asked = Asked.of(request)
    first = await asked.evidence(FILE_ROWS)
    name = f"{asked.code}-{asked.indicator}-{first.position}.csv"
    headers = {**SECURITY_HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_lines(asked, first), 200, headers, "text/csv; charset=utf-8")


async def _lines(asked: Asked, part: Evidence) -> AsyncIterator[str]:
    """The file, page by page."""
    yield _csv([COLUMNS])
    while True:
        yield _csv([_cells(row) for row in part.rows])
        if part.cursor is None:
            return
        part = await asked.evidence(FILE_ROWS, part.cursor)


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

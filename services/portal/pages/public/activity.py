"""P6, one activity: to whom it is addressed, how it is worded, and the reports on it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http, indicators, instruments, reports
from services.portal.clients.catalog import Catalogue
from services.portal.clients.http import Missing
from services.portal.clients.indicators import Figures
from services.portal.clients.instruments import Instrument, Matrix
from services.portal.pages import behind
from services.portal.pages.behind import Behind
from services.portal.pages.page import Page
from services.portal.pages.public.objective import pictures
from services.portal.views import matrices

LISTED = 50
AGREEMENTS = ("ACT-28", "ACT-31", "ACT-32", "ACT-36")  # that ask States to agree on something
INSTRUMENTS = ("ACT-23", "ACT-24")  # that ask them to consider ratifying something
BETWEEN_STATES = ("ACT-22",)  # information on networks stays there

Agreements = list[Mapping[str, Any]]
Treaties = tuple[Sequence[Instrument], Matrix | None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the interfaces tell of an activity; None for what a silent service does not tell."""

    figures: Figures | None
    listed: reports.Submissions | None
    agreements: Agreements | None
    matrix: Treaties | None

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return None not in (self.figures, self.listed, self.agreements, self.matrix)


async def activity(request: Request) -> Response:
    """GET /activities/{code}"""
    page, code = Page.of(request, "year"), request.path_params["code"]
    loaded = await _load(page, code)
    figures = loaded.figures
    catalogue = await page.catalogue(figures.edition if figures else None)
    node = catalogue.activities.get(code)
    if node is None:
        raise Missing(code)
    who = await _reporters(page, code, loaded.listed) if "STATES" in node.addressees else None
    return await page.show(
        "public/activity.html",
        complete=loaded.complete,
        edition=figures.edition if figures else None,
        position=figures.position if figures else None,
        catalogue=catalogue,
        node=node,
        **_told(code, catalogue, loaded),
        **pictures(page, node, catalogue, figures, who),
    )


async def _load(page: Page, code: str) -> Loaded:
    return Loaded(
        *await asyncio.gather(
            http.part(indicators.get_figures(page.client, "activities", code, **page.asked)),
            http.part(_reports(page, code)),
            http.part(_agreements(page, code)),
            http.part(_matrix(page, code)),
        )
    )


def _told(code: str, catalogue: Catalogue, loaded: Loaded) -> dict[str, Any]:
    """What the page says under its pictures."""
    return {
        "figures": loaded.figures,
        "listed": loaded.listed,
        "agreements": loaded.agreements,
        "with_agreements": code in AGREEMENTS,
        "with_instruments": code in INSTRUMENTS,
        "between_states": code in BETWEEN_STATES,
        "objectives": [link for link in catalogue.links or () if link.activity == code],
        **_standing(code, catalogue, loaded.matrix),
    }


async def _reports(page: Page, code: str) -> reports.Submissions:
    return await reports.list_submissions(
        page.client, kind="implementation", activity=code, limit=LISTED, **page.asked
    )


async def _agreements(page: Page, code: str) -> Agreements:
    if code not in AGREEMENTS:
        return []
    return await reports.list_agreements(page.client, activity=code, **page.overviewed)


async def _matrix(page: Page, code: str) -> Treaties:
    """The instruments, and how the States stand to each."""
    if code not in INSTRUMENTS:
        return (), None
    known, matrix = await asyncio.gather(
        page.shared(("instruments", page.lang), partial(_instruments, page)),
        page.shared("matrix", partial(instruments.get_matrix, page.client, **page.overviewed)),
    )
    return known, matrix


async def _instruments(page: Page) -> Sequence[Instrument]:
    return await instruments.list_instruments(page.client, page.lang, **page.moment)


def _standing(code: str, catalogue: Catalogue, told: Treaties | None) -> dict[str, Any]:
    """F7: the participating States by the instruments that an activity names."""
    known, matrix = told or ((), None)
    shown = [each for each in known if code in each.activities]
    marks = {"symbols": matrices.symbols(), "mark": matrices.mark}
    if matrix is None:
        return {"matrix": None, "shown": shown, "rows": [], **marks}
    states = [state for state in catalogue.states if state.participates(matrix.on)]
    rows = matrices.instrument_rows(states, shown, matrix.bonds)
    return {"matrix": matrix, "shown": shown, "rows": rows, **marks}


async def _reporters(page: Page, code: str, listed: reports.Submissions | None) -> Behind | None:
    """Who has reported: told by the list where it is whole."""
    if listed is None:
        return None
    if listed.cursor:
        states = await http.part(behind.reporting_states(page, code))
        return states if states is None else Behind(states, None, None)
    return Behind(frozenset(who for each in listed.items for who in each.reporters), None, None)


ROUTES = [Route("/activities/{code}", activity)]

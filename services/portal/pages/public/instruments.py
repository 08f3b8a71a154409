"""International instruments, which States are bound by them, and agreements."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kernel import clock
from services.portal.clients import http, instruments
from services.portal.clients.http import Parameter, Refused
from services.portal.clients.instruments import Agreement, Instrument, Matrix
from services.portal.pages.page import Page
from services.portal.views import matrices, options

FILTERS = ("instrument", "on", "region")


@dataclass(frozen=True, slots=True)
class Count:
    """An instrument, and in how many of the participating States it is in force. `recorded`:
    whether anything is known of it.
    """

    instrument: Instrument
    recorded: bool
    bound: int
    participating: int


async def overview(request: Request) -> Response:
    """GET /instruments"""
    page = Page.of(request, *FILTERS)
    matrix, agreements, names = await asyncio.gather(
        http.part(_matrix(page)), http.part(_agreements(page)), page.catalogue()
    )
    shown = [
        each for each in names.instruments if page.filters.get("instrument") in (None, each.code)
    ]
    states = [
        state
        for state in names.states
        if matrix
        and state.participates(matrix.on)
        and page.filters.get("region") in (None, state.region)
    ]
    return await page.show(
        "public/instruments.html",
        complete=matrix is not None and agreements is not None,
        matrix=matrix,
        standings=_counts(shown, matrix) if matrix else [],
        shown=shown,
        rows=matrices.instrument_rows(states, shown, matrix.bonds) if matrix else [],
        instrument_options=options.instruments(names.instruments),
        region_options=options.regions(names),
        agreements=agreements,
        names=names,
        query={name: page.filters.get(name) for name in FILTERS},
        symbols=matrices.symbols(),
        mark=matrices.mark,
    )


async def _matrix(page: Page) -> Matrix:
    """The matrix on the day asked for; empty where no such selection can be asked for."""
    asked = {name: page.filters.get(name) for name in ("instrument", "region")}
    try:
        return await instruments.get_matrix(page.client, **_day(page), **asked)
    except Refused:
        return Matrix(clock.today(), ())


async def _agreements(page: Page) -> list[Agreement]:
    try:
        return await instruments.list_agreements(page.client, **_day(page))
    except Refused:
        return []


def _day(page: Page) -> dict[str, Parameter]:
    """The moment which the whole site is asked for, and of it the day that was chosen here."""
    try:
        chosen = date.fromisoformat(page.filters.get("on", "")).isoformat()
    except ValueError:
        return page.overviewed
    return {**page.moment, "on": chosen}


def _counts(shown: Sequence[Instrument], matrix: Matrix) -> list[Count]:
    return [
        Count(
            each,
            any(bond.status != "none" for bond in matrix.bonds if _counted(bond, each)),
            sum(bond.in_force for bond in matrix.bonds if _counted(bond, each)),
            sum(_counted(bond, each) for bond in matrix.bonds),
        )
        for each in shown
    ]


def _counted(bond: instruments.Bond, instrument: Instrument) -> bool:
    return bond.instrument == instrument.code and bond.participating


ROUTES = [Route("/instruments", overview)]

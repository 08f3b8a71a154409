"""Who takes part in the Program and who has reported, and the profile of one actor."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import actors, http, indicators, reporters
from services.portal.clients.actors import ActorReports
from services.portal.clients.catalog import Actor, Catalogue
from services.portal.clients.http import Missing
from services.portal.clients.indicators import Figure
from services.portal.clients.reports import Submission
from services.portal.pages.page import Page
from services.portal.views import charts, options, profiles
from services.portal.views.charts import StateMap
from services.portal.views.svg import Column

REPORT = "implementation"


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ, how many activities are addressed to it, and whether it or a body below it has
    reported; None where that is not known.
    """

    actor: Actor
    addressed: int
    reported: bool | None


async def overview(request: Request) -> Response:
    """GET /actors"""
    page = Page.of(request, "on", "region")
    names = await page.catalogue()
    reported, day = await asyncio.gather(
        http.part(page.shared("reporters", partial(_reporters, page))), _day(page)
    )
    known = reported or frozenset()
    return await page.show(
        "public/actors.html",
        complete=reported is not None,
        names=names,
        known=reported is not None,
        organs=_organs(names, reported),
        others=_others(names),
        reported=known,
        region_options=options.regions(names),
        query={name: page.filters.get(name) for name in ("on", "region")},
        **_states(page, names, known, day),
    )


async def _reporters(page: Page) -> frozenset[str]:
    return await reporters.list_reporters(page.client, page.moment)


def _states(page: Page, names: Catalogue, known: frozenset[str], day: date) -> dict[str, Any]:
    """The States of a day, which of them have reported, and their map."""
    participating = [state for state in names.states if state.participates(day)]
    return {
        "day": day,
        "participating": participating,
        "states": [state for state in participating if state.code in known],
        "map": _map(page, names, known, day, len(participating)),
    }


async def _day(page: Page) -> date:
    """The day whose members are shown: the one asked for, else that of the moment, else today."""
    try:
        return date.fromisoformat(page.filters.get("on", ""))
    except ValueError:
        return await page.day()


def _map(
    page: Page, names: Catalogue, reported: frozenset[str], day: date, participating: int
) -> StateMap | None:
    """The States of a day, those of a region where one is chosen."""
    figure = Figure(denominator=participating, denominator_on=day)
    drawn = charts.state_map(names, reported, figure, page.href)
    region = page.filters.get("region")
    if drawn is None or region is None:
        return drawn
    within = {state.code for state in names.states if state.region == region}
    return replace(
        drawn, states=tuple(state for state in drawn.states if state.tile.code in within)
    )


def _organs(names: Catalogue, reported: frozenset[str] | None) -> list[Organ]:
    """The organs to which activities are addressed, in the order of the document."""
    return [
        Organ(actor, count, None if reported is None else bool(reported & below(names, actor.code)))
        for actor in names.actors.values()
        if actor.kind == "organ" and (count := len(profiles.addressed(names, actor.code)))
    ]


def _others(names: Catalogue) -> list[Actor]:
    """Multilateral and other actors, and bodies to which no activity is addressed, by name."""
    found = [
        actor
        for actor in names.actors.values()
        if actor.kind in ("organ", "multilateral", "other")
        and not profiles.addressed(names, actor.code)
    ]
    return sorted(found, key=lambda actor: (actor.sort, actor.code))


def below(names: Catalogue, code: str) -> set[str]:
    """An actor and all bodies below it."""
    found = {code}
    while more := {a.code for a in names.actors.values() if a.parent in found} - found:
        found |= more
    return found


async def profile(request: Request) -> Response:
    """GET /actors/{code}"""
    page, code = Page.of(request, "year"), request.path_params["code"]
    names = await page.catalogue()
    actor = names.actors.get(code)
    if actor is None or actor.kind == "group":
        raise Missing(code)
    figures, around, day = await asyncio.gather(
        http.part(indicators.get_figures(page.client, "actors", code, **page.asked)),
        http.part(page.shared(("actor", code), partial(_around, page, code))),
        page.day(),
    )
    return await page.show(
        "public/actor.html",
        complete=None not in (figures, around),
        names=names,
        kinds=await page.site.kinds(page.lang),
        actor=actor,
        today=day,
        bodies=[names.actors[each] for each in sorted(below(names, code) - {code})],
        year_options=options.years(page.years),
        query={"year": page.filters.get("year")},
        figures=figures,
        **_shown(page, actor, names, around),
    )


async def _around(page: Page, code: str) -> ActorReports:
    return await actors.get_actor(page.client, code, **page.overviewed)


def _shown(
    page: Page, actor: Actor, names: Catalogue, around: ActorReports | None
) -> dict[str, Any]:
    listed = around.submissions if around else ()
    return {
        "profile": profiles.profile(actor, names, listed, page.filters.get("year")),
        "columns": _columns(page, actor, listed),
        "named": around.unconfirmed if around else (),
        "bonds": around.bonds if around else (),
        "agreements": around.agreements if around else (),
    }


def _columns(page: Page, actor: Actor, listed: Sequence[Submission]) -> list[Column]:
    counts = profiles.by_year(listed)
    return charts.year_columns(
        counts,
        page.years,
        lambda year: page.href("/submissions", kind=REPORT, reporter=actor.code, year=year),
    )


ROUTES = [Route("/actors", overview), Route("/actors/{code}", profile)]

"""Who takes part in the Program and who has reported, and the profile of one actor."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kernel import clock
from services.portal.clients import http, indicators, instruments, reporters, reports
from services.portal.clients.catalog import Actor, Catalogue
from services.portal.clients.http import Missing, Refused
from services.portal.clients.indicators import Figure
from services.portal.clients.instruments import Matrix
from services.portal.clients.reports import Submission
from services.portal.pages.page import Page
from services.portal.views import charts, options, profiles
from services.portal.views.charts import StateMap
from services.portal.views.svg import Column

EVERY = 500
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
    codes = [actor.code for actor in names.actors.values() if actor.kind != "group"]
    reported = await http.part(reporters.list_reporters(page.client, codes, page.moment))
    day = _day(page)
    known = reported or set()
    participating = [state for state in names.states if state.participates(day)]
    return await page.show(
        "public/actors.html",
        complete=reported is not None,
        names=names,
        known=reported is not None,
        day=day,
        states=[state for state in participating if state.code in known],
        participating=participating,
        map=_map(page, names, known, day, len(participating)),
        organs=_organs(names, reported),
        others=_others(names),
        reported=known,
        region_options=options.regions(names),
        query={name: page.filters.get(name) for name in ("on", "region")},
    )


def _day(page: Page) -> date:
    """The day whose members are shown: the one asked for, else that of the moment, else today."""
    for given in (page.filters.get("on", ""), (page.as_of or "")[:10]):
        try:
            return date.fromisoformat(given)
        except ValueError:
            continue
    return clock.today()


def _then(page: Page) -> str | None:
    """The day of the moment that the whole site is asked for; None for now."""
    return page.as_of_day.isoformat() if page.as_of_day else None


def _map(
    page: Page, names: Catalogue, reported: set[str], day: date, participating: int
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


def _organs(names: Catalogue, reported: set[str] | None) -> list[Organ]:
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
    page = Page.of(request, "year")
    names = await page.catalogue()
    actor = names.actors.get(request.path_params["code"])
    if actor is None or actor.kind == "group":
        raise Missing(request.path_params["code"])
    bodies = sorted(below(names, actor.code))
    figures, listed, named, bonds, agreements, kinds = await asyncio.gather(
        http.part(indicators.get_figures(page.client, "actors", actor.code, **page.asked)),
        http.part(_listed(page, bodies)),
        http.part(_named(page, actor)),
        http.part(_bonds(page, actor)),
        http.part(instruments.list_agreements(page.client, party=actor.code, on=_then(page))),
        page.site.kinds(page.lang),
    )
    return await page.show(
        "public/actor.html",
        complete=None not in (figures, listed, named, agreements),
        names=names,
        kinds=kinds,
        actor=actor,
        today=_day(page),
        figures=figures,
        profile=profiles.profile(actor, names, listed or (), page.filters.get("year")),
        columns=_columns(page, actor, listed or ()),
        named=named or (),
        bonds=[bond for bond in bonds.bonds if bond.in_force] if bonds else [],
        agreements=agreements or (),
        bodies=[names.actors[code] for code in bodies if code != actor.code],
        year_options=options.years(page.years),
        query={"year": page.filters.get("year")},
    )


async def _listed(page: Page, codes: Iterable[str]) -> list[Submission]:
    """What an actor and the bodies below it have published, each once, newest first."""
    pages = await asyncio.gather(
        *(
            reports.list_submissions(page.client, reporter=code, limit=EVERY, **page.moment)
            for code in codes
        )
    )
    known = {each.id: each for listed in pages for each in listed.items}
    return [*known.values()]


async def _named(page: Page, actor: Actor) -> list[Submission]:
    """The reports of others that name a State which has not confirmed."""
    if actor.kind != "state":
        return []
    listed = await reports.list_submissions(page.client, kind=REPORT, limit=EVERY, **page.moment)
    return [
        each
        for each in listed.items
        if actor.code in each.joint and actor.code not in each.confirmed
    ]


async def _bonds(page: Page, actor: Actor) -> Matrix | None:
    """How a State stands to the instruments."""
    if actor.kind != "state":
        return None
    try:
        return await instruments.get_matrix(page.client, state=actor.code, on=_then(page))
    except Refused:
        return None


def _columns(page: Page, actor: Actor, listed: Sequence[Submission]) -> list[Column]:
    counts = profiles.by_year(listed)
    return charts.year_columns(
        counts,
        page.years,
        lambda year: page.href("/submissions", kind=REPORT, reporter=actor.code, year=year),
    )


ROUTES = [Route("/actors", overview), Route("/actors/{code}", profile)]

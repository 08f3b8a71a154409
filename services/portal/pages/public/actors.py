"""Who takes part in the Program and who has reported, and the profile of one actor."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http, indicators, instruments, reporters, reports
from services.portal.clients.catalog import Actor, Catalogue
from services.portal.clients.http import Missing, Refused
from services.portal.clients.indicators import Figure, Figures
from services.portal.clients.instruments import Agreement, Bond, Matrix
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
    reported, day = await asyncio.gather(
        http.part(page.shared("reporters", partial(_reporters, page, names))), _day(page)
    )
    known = reported or set()
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


async def _reporters(page: Page, names: Catalogue) -> set[str]:
    codes = [actor.code for actor in names.actors.values() if actor.kind != "group"]
    return await reporters.list_reporters(page.client, codes, page.moment)


def _states(page: Page, names: Catalogue, known: set[str], day: date) -> dict[str, Any]:
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


@dataclass(frozen=True, slots=True)
class ActorAnswers:
    """What the services tell of one actor; None for what a silent one does not."""

    figures: Figures | None
    listed: list[Submission] | None
    named: list[Submission] | None
    bonds: list[Bond]
    agreements: list[Agreement] | None

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return None not in (self.figures, self.listed, self.named, self.agreements)


async def profile(request: Request) -> Response:
    """GET /actors/{code}"""
    page, code = Page.of(request, "year"), request.path_params["code"]
    names = await page.catalogue()
    actor = names.actors.get(code)
    if actor is None or actor.kind == "group":
        raise Missing(code)
    bodies = sorted(below(names, code))
    told, day = await asyncio.gather(_told(page, actor, bodies), page.day())
    return await page.show(
        "public/actor.html",
        complete=told.complete,
        names=names,
        kinds=await page.site.kinds(page.lang),
        actor=actor,
        today=day,
        bodies=[names.actors[each] for each in bodies if each != code],
        year_options=options.years(page.years),
        query={"year": page.filters.get("year")},
        **_shown(page, actor, names, told),
    )


async def _told(page: Page, actor: Actor, bodies: Iterable[str]) -> ActorAnswers:
    figures, listed, named, bonds, agreements = await asyncio.gather(
        http.part(indicators.get_figures(page.client, "actors", actor.code, **page.asked)),
        http.part(_listed(page, bodies)),
        http.part(_named(page, actor)),
        http.part(_bonds(page, actor)),
        http.part(_agreements(page, actor)),
    )
    return ActorAnswers(figures, listed, named, bonds or [], agreements)


def _shown(page: Page, actor: Actor, names: Catalogue, told: ActorAnswers) -> dict[str, Any]:
    listed = told.listed or ()
    return {
        "figures": told.figures,
        "profile": profiles.profile(actor, names, listed, page.filters.get("year")),
        "columns": _columns(page, actor, listed),
        "named": told.named or (),
        "bonds": told.bonds,
        "agreements": told.agreements or (),
    }


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
    every = await page.shared("unconfirmed", partial(_unconfirmed, page))
    return [each for each in every if actor.code in _silent(each)]


def _silent(report: Submission) -> set[str]:
    """The States that a report names and that have not confirmed."""
    return set(report.joint) - set(report.confirmed)


async def _unconfirmed(page: Page) -> list[Submission]:
    """The latest reports that name a State which has not confirmed."""
    listed = await reports.list_submissions(page.client, kind=REPORT, limit=EVERY, **page.moment)
    return [each for each in listed.items if _silent(each)]


async def _bonds(page: Page, actor: Actor) -> list[Bond]:
    """The instruments in force for a State."""
    if actor.kind != "state":
        return []
    try:
        matrix = await page.shared("matrix", partial(_matrix, page))
    except Refused:
        return []
    return [bond for bond in matrix.bonds if bond.state == actor.code and bond.in_force]


async def _matrix(page: Page) -> Matrix:
    return await instruments.get_matrix(page.client, **page.overviewed)


async def _agreements(page: Page, actor: Actor) -> list[Agreement]:
    """The agreements that an actor is a party to."""
    every = await page.shared("agreements", partial(_every_agreement, page))
    return [each for each in every if actor.code in each.parties]


async def _every_agreement(page: Page) -> list[Agreement]:
    return await instruments.list_agreements(page.client, **page.overviewed)


def _columns(page: Page, actor: Actor, listed: Sequence[Submission]) -> list[Column]:
    counts = profiles.by_year(listed)
    return charts.year_columns(
        counts,
        page.years,
        lambda year: page.href("/submissions", kind=REPORT, reporter=actor.code, year=year),
    )


ROUTES = [Route("/actors", overview), Route("/actors/{code}", profile)]

"""The occasions of the Program: annual reports, meetings and work plans, and what was presented."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import http, occasions
from services.portal.clients.beside import Statement, Step
from services.portal.clients.http import Refused
from services.portal.clients.occasions import Beside, Occasion
from services.portal.clients.reports import Submission
from services.portal.pages.page import Page
from services.portal.views import options, render

FILTERS = ("type", "year")
MEETING = "expert_meeting"
ISSUED = "issue_dossier"


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation of a meeting, and what its addressees have said of it."""

    submission: Submission
    follow_ups: list[Statement]


async def overview(request: Request) -> Response:
    """GET /occasions"""
    page = Page.of(request, *FILTERS)
    listed, names, day = await asyncio.gather(_listed(page), page.catalogue(), page.day())
    return await page.show(
        "public/occasions.html",
        occasions=listed,
        first=_first(listed, day),
        type_options=_types(page.lang),
        year_options=options.years(sorted({each.year for each in listed}, reverse=True)),
        names=names,
        query={name: page.filters.get(name) for name in FILTERS},
    )


async def _listed(page: Page) -> list[Occasion]:
    """The occasions of a type and year; none for those that cannot be."""
    try:
        return await occasions.list_occasions(page.client, page.lang, **page.asked)
    except Refused:
        return []


def _first(listed: Sequence[Occasion], today: date) -> Occasion | None:
    """The next occasion, else the last."""
    coming = [each for each in listed if each.opens_on and each.opens_on >= today]
    return min(coming, key=lambda each: each.day) if coming else next(iter(listed), None)


def _types(lang: str) -> list[tuple[str, str]]:
    gettext = render.translations(lang).gettext
    return [
        ("annual_report", gettext("occasion.annual_report")),
        ("cidi_meeting", gettext("occasion.cidi_meeting")),
        ("expert_meeting", gettext("occasion.expert_meeting")),
        ("work_plan", gettext("occasion.work_plan")),
        ("results_report", gettext("occasion.results_report")),
    ]


async def occasion(request: Request) -> Response:
    """GET /occasions/{id}"""
    page = Page.of(request)
    id_ = request.path_params["id"]
    shown, around, names = await asyncio.gather(
        occasions.get_occasion(page.client, page.lang, id_, **page.moment),
        http.part(occasions.get_beside(page.client, id_, **page.moment)),
        page.catalogue(),
    )
    statements = around.statements if around else {}
    return await page.show(
        "public/occasion.html",
        complete=around is not None,
        occasion=shown,
        contributions=around and around.contributions,
        statements=statements.get(id_, ()),
        steps=_once(around.steps if around else ()),
        recommendations=around and _recommendations(shown, around),
        names=names,
    )


def _once(steps: Iterable[Step]) -> list[Step]:
    """The steps, the dossiers of one day as one: each language has a step of its own."""
    shown = list(steps)
    return [
        step
        for before, step in zip([None, *shown], shown, strict=False)
        if before is None
        or step.action != ISSUED
        or (before.action, before.at.date()) != (ISSUED, step.at.date())
    ]


def _recommendations(shown: Occasion, around: Beside) -> list[Recommendation]:
    """What a meeting of experts recommended, with its follow-up."""
    if shown.type != MEETING:
        return []
    return [_recommendation(around, each) for each in around.recommendations]


def _recommendation(around: Beside, made: Submission) -> Recommendation:
    return Recommendation(made, around.statements.get(made.id, []))


ROUTES = [Route("/occasions", overview), Route("/occasions/{id}", occasion)]

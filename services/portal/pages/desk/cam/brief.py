"""The brief: six figures on two days, what was published between them, the objectives, and the
proposals that a decision is asked on. It is made to be printed.
"""

import asyncio
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from starlette.responses import Response
from starlette.routing import Route

from kernel import clock
from services.portal.clients import indicators
from services.portal.clients.indicators import PROGRAMME, Figure, ProgrammeFigures
from services.portal.pages import offices
from services.portal.pages.desk_page import CAM, Desk, route

SIX = (
    "reports_published",
    "activities_reported",
    "organs_reporting",
    "states_contributing",
    "practices_published",
    "recommendations_open",
)
SHOWN = ("implementation", "practice", "recommendation")


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure on two days, and the page that says what is behind each."""

    indicator: str
    now: Figure
    before: Figure
    door: str
    door_before: str


async def show(desk: Desk) -> Response:
    """GET /desk/cam"""
    told = (await desk.api.get("/reports/brief", **_chosen(desk))).data
    since, until = date.fromisoformat(told["since"]), date.fromisoformat(told["until"])
    before, now, titles, names = await asyncio.gather(
        _figures(desk, since),
        _figures(desk, until),
        desk.reference.items("/catalog/objectives"),
        offices.actor_names(desk),
    )
    return await offices.html(
        desk,
        "desk/cam/brief.html",
        since=since,
        until=until,
        six=[_compared(desk, code, (since, before), (until, now)) for code in SIX],
        between=[item for item in told["published"] if item["kind"] in SHOWN][: offices.LISTED],
        rows=[(one, *_share(now, one["code"])) for one in titles],
        waiting=told["undecided"],
        names=names,
        iso=str,
        moment=moment,
    )


def moment(day: date) -> str | None:
    """A day as the whole site is asked for it; None for one that is not over."""
    return day.isoformat() if day < clock.today() else None


async def _figures(desk: Desk, day: date) -> ProgrammeFigures:
    """Every figure as it stood when a day was over."""
    as_of = _end(day) if moment(day) else None
    load = partial(indicators.get_programme, desk.page.client, as_of=as_of)
    return await desk.page.site.shared(("programme", as_of), load)


def _end(day: date) -> str:
    return f"{day.isoformat()}T23:59:59.999999Z"


def _compared(
    desk: Desk,
    code: str,
    before: tuple[date, ProgrammeFigures],
    now: tuple[date, ProgrammeFigures],
) -> Compared:
    path = f"/figures/{PROGRAMME}/{code}"
    doors = [desk.page.href(path, as_of=moment(day)) for day, _ in (now, before)]
    return Compared(code, _figure(now[1], code), _figure(before[1], code), *doors)


def _figure(figures: ProgrammeFigures, code: str) -> Figure:
    """A figure of the whole Program; that of its activities is told out of all of them."""
    figure = figures.whole[code]
    if code != "activities_reported":
        return figure
    every = figures.whole["activities_linked"].value
    return replace(figure, numerator=figure.value, denominator=every)


def _chosen(desk: Desk) -> dict[str, str]:
    """The two days as they were chosen, none of them in the future; the second goes by the first.
    What is no day is as if it was not chosen.
    """
    today, given = clock.today(), desk.request.query_params
    since = _day(given.get("since", ""))
    if since is None:
        return {}
    since, until = min(since, today), _day(given.get("until", "")) or today
    return {"since": since.isoformat(), "until": min(max(since, until), today).isoformat()}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _share(figures: ProgrammeFigures, code: str) -> tuple[int, int]:
    figure = figures.by_objective.get(code, {}).get("activity_coverage", Figure())
    return figure.numerator or 0, figure.denominator or 0


ROUTES: list[Route] = [route(CAM.path, show, place=CAM)]

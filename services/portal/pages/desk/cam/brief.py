"""The brief: six figures on two days, what was published between them, the objectives, and the
proposals that a decision is asked on. It is made to be printed.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from starlette.responses import Response
from starlette.routing import Route

from kernel import clock
from services.portal.clients import indicators
from services.portal.clients.indicators import PROGRAMME, Figure, ProgrammeFigures
from services.portal.pages import offices
from services.portal.pages.desk.cam import proposals
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.pages.offices import CYCLES, SUBMISSIONS, Item

PAGE, MOST_PAGES = 500, 6
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
    since, until = _days(desk, await desk.api.items(CYCLES, limit=offices.LISTED))
    before, now, public, waiting, titles, names = await asyncio.gather(
        _figures(desk, since),
        _figures(desk, until),
        _public(desk, since),
        proposals.undecided(desk),
        desk.reference.items("/catalog/objectives"),
        offices.actor_names(desk),
    )
    return await offices.html(
        desk,
        "desk/cam/brief.html",
        since=since,
        until=until,
        six=[_compared(desk, code, (since, before), (until, now)) for code in SIX],
        between=[item for item in public if since < _published(item) <= until][: offices.LISTED],
        rows=[(one, *_share(now, one["code"])) for one in titles],
        waiting=waiting,
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


def _published(item: Item) -> date:
    return date.fromisoformat(item["published_at"][:10])


def _days(desk: Desk, cycles: Iterable[Item]) -> tuple[date, date]:
    """The two days chosen; without a choice from the last meeting that was closed until today."""
    today = clock.today()
    closed = [
        str(cycle["updated_at"])[:10]
        for cycle in cycles
        if cycle["state"] == "closed" and cycle["type"] != "annual_report"
    ]
    last = max(closed, default=f"{today.year - 1}-{today:%m}-01")
    given = desk.request.query_params
    since = min(_day(given.get("since", ""), date.fromisoformat(last)), today)
    return since, min(max(since, _day(given.get("until", ""), today)), today)


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


async def _public(desk: Desk, since: date) -> list[Item]:
    """The public reports, practices and recommendations that changed after a day, newest first."""
    given: dict[str, str | int] = {"state": "published", "limit": PAGE}
    given["updated_after"] = _end(since)
    found: list[Item] = []
    for _ in range(MOST_PAGES):
        page = (await desk.api.get(SUBMISSIONS, **given)).data
        found += [one for one in page["items"] if one["kind"] in SHOWN and one["published_at"]]
        if not page["next"]:
            break
        given["cursor"] = page["next"].partition("cursor=")[2].partition("&")[0]
    return sorted(found, key=lambda item: str(item["published_at"]), reverse=True)


def _share(figures: ProgrammeFigures, code: str) -> tuple[int, int]:
    figure = figures.by_objective.get(code, {}).get("activity_coverage", Figure())
    return figure.numerator or 0, figure.denominator or 0


ROUTES: list[Route] = [route(CAM.path, show, place=CAM)]

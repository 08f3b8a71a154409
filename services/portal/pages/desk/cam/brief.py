"""The brief: six figures on two days, what was published between them, the objectives, and the
proposals that a decision is asked on. It is made to be printed.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response
from starlette.routing import Route

from kernel import clock
from services.portal.clients import indicators
from services.portal.clients.indicators import ObjectiveFigures
from services.portal.pages import offices
from services.portal.pages.desk.cam import proposals
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.pages.offices import CYCLES, SUBMISSIONS, Item

PAGE, MOST_PAGES = 500, 6


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of what is public today had been published by a day."""

    reports: int
    activities: int
    organs: int
    states: int
    practices: int
    recommendations: int


def counts(items: Iterable[Item], kinds: Mapping[str, str], until: date) -> Counts:
    """From every public submission; `kinds`: of actors, by code."""
    public = [item for item in items if _published(item) <= until]
    reports = [item for item in public if item["kind"] == "implementation"]
    reporters = {code for item in reports for code in (item["reporter"], *item["confirmed"])}
    return Counts(
        len(reports),
        len({item["payload"]["activity"] for item in reports}),
        sum(kinds.get(code) == "organ" for code in reporters),
        sum(kinds.get(code) == "state" for code in reporters),
        sum(item["kind"] == "practice" for item in public),
        sum(item["kind"] == "recommendation" for item in public),
    )


def _published(item: Item) -> date:
    return date.fromisoformat(item["published_at"][:10])


async def show(desk: Desk) -> Response:
    """GET /desk/cam"""
    cycles, actors, public, waiting, titles = await asyncio.gather(
        desk.api.items(CYCLES, limit=offices.LISTED),
        desk.api.items("/catalog/actors", limit=500),
        _public(desk),
        proposals.undecided(desk),
        _objectives(desk),
    )
    since, until = _days(desk, cycles)
    kinds = {actor["code"]: actor["kind"] for actor in actors}
    between = [item for item in public if since < _published(item) <= until]
    return await offices.html(
        desk,
        "desk/cam/brief.html",
        since=since,
        until=until,
        before=counts(public, kinds, since),
        now=counts(public, kinds, until),
        between=between[: offices.LISTED],
        rows=titles,
        waiting=waiting,
        names={actor["code"]: actor["name"] for actor in actors},
        iso=str,
    )


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
    since = _day(given.get("since", ""), date.fromisoformat(last))
    return since, max(since, _day(given.get("until", ""), today))


def _day(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return otherwise


async def _public(desk: Desk) -> list[Item]:
    """Every public report, practice and recommendation, the newest first."""
    kinds = ("implementation", "practice", "recommendation")
    lists = await asyncio.gather(*(published(desk, kind) for kind in kinds))
    found = [item for some in lists for item in some if item["published_at"]]
    return sorted(found, key=lambda item: str(item["published_at"]), reverse=True)


async def published(desk: Desk, kind: str) -> list[Item]:
    """The public submissions of a kind, page by page."""
    given: dict[str, str | int] = {"kind": kind, "state": "published", "limit": PAGE}
    found: list[Item] = []
    for _ in range(MOST_PAGES):
        page = (await desk.api.get(SUBMISSIONS, **given)).data
        found += page["items"]
        if not page["next"]:
            break
        given["cursor"] = page["next"].partition("cursor=")[2].partition("&")[0]
    return found


async def _objectives(desk: Desk) -> list[tuple[Item, int, int]]:
    """Each objective with how many of its activities have a report, of how many."""
    objectives, figures = await asyncio.gather(
        desk.api.items("/catalog/objectives", limit=100),
        indicators.get_objectives(desk.page.client),
    )
    return [(one, *_share(figures, one["code"])) for one in objectives]


def _share(figures: ObjectiveFigures, code: str) -> tuple[int, int]:
    figure = figures.by_objective.get(code, {}).get("activity_coverage")
    return (0, 0) if figure is None else (figure.numerator or 0, figure.denominator or 0)


ROUTES: list[Route] = [route(CAM.path, show, place=CAM)]

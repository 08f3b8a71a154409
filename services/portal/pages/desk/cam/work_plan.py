"""The work plan: the activities by whom they are addressed to; what CAM plans on each, what was
reported, and who was heard on the plan.
"""

import asyncio
from collections.abc import Iterable, Mapping

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients import indicators
from services.portal.clients.indicators import ActivityFigures, Figure
from services.portal.pages import offices
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.pages.offices import CYCLES, Item

HERE = f"{CAM.path}/plan"
COUNTED = "reports_published"


async def show(desk: Desk) -> Response:
    """GET /desk/cam/plan?plan="""
    plans, activities, figures, names = await asyncio.gather(
        desk.api.items(CYCLES, type="work_plan", limit=offices.LISTED),
        desk.reference.items("/catalog/activities"),
        indicators.list_activities(desk.page.client),
        offices.actor_names(desk),
    )
    plan = _chosen(plans, desk.request.query_params.get("plan", ""))
    return await offices.html(
        desk,
        "desk/cam/work_plan.html",
        plan=plan,
        plans=sorted(plans, key=_rank, reverse=True),
        planned=_planned(plan),
        groups=_grouped(activities),
        reports=_reports(figures),
        heard=await _heard(desk, plan),
        names=names,
    )


def _reports(figures: ActivityFigures) -> dict[str, int]:
    """How many reports are behind each activity."""
    return {code: _count(values) for code, values in figures.by_activity.items()}


def _count(values: Mapping[str, Figure]) -> int:
    return values.get(COUNTED, Figure()).value or 0


def _chosen(plans: Iterable[Item], id_: str) -> Item | None:
    """The plan that is asked for; else the one that is in hand, else the latest."""
    known = [plan for plan in plans if plan["state"] != "not_convened" or plan["id"] == id_]
    return max(known, key=lambda plan: (plan["id"] == id_, _rank(plan)), default=None)


def _rank(plan: Item) -> tuple[bool, int]:
    """One that is in hand comes before one that is closed, a later before an earlier."""
    return plan["state"] not in ("closed", "not_convened"), plan["year"]


def _planned(plan: Item | None) -> dict[str, list[Item]]:
    """The entries of a plan, by activity."""
    found: dict[str, list[Item]] = {}
    for entry in plan["items"] if plan else ():
        for code in entry["activities"]:
            found.setdefault(code, []).append(entry)
    return found


def _grouped(activities: Iterable[Item]) -> dict[str, list[Item]]:
    """The activities in their order, by their first addressee."""
    found: dict[str, list[Item]] = {}
    for activity in activities:
        found.setdefault(_addressee(activity), []).append(activity)
    return found


def _addressee(activity: Item) -> str:
    return str(activity["addressees"][0])


async def _heard(desk: Desk, plan: Item | None) -> list[Item]:
    """What others have said on the plan."""
    if plan is None:
        return []
    path = f"{CYCLES}/{plan['id']}/statements"
    said = await desk.api.items(path, limit=offices.LISTED)
    return [one for one in said if one["role"] == "consultation" and one["text"]]


ROUTES: list[Route] = [route(HERE, show, place=CAM)]

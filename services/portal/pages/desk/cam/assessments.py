"""Assessments: the reports that can be assessed, and one beside the five words for it."""

import asyncio

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import Refused
from services.portal.pages import offices, reading
from services.portal.pages.desk_page import CAM, Desk, route
from services.portal.pages.offices import SUBMISSIONS, Item

HERE = f"{CAM.path}/assessments"
STATUSES = ("no_evidence_available", "not_started", "limited", "substantial", "complete")
LATEST = 60


async def show(desk: Desk) -> Response:
    """GET /desk/cam/assessments"""
    names, reports, made = await asyncio.gather(
        offices.actor_names(desk),
        desk.api.items(SUBMISSIONS, kind="implementation", state="published", limit=LATEST),
        desk.api.items(SUBMISSIONS, kind="assessment", limit=offices.LISTED),
    )
    assessed = {one["payload"]["submission"] for one in made if one["payload"].get("submission")}
    return await offices.html(
        desk,
        "desk/cam/assessments.html",
        names=names,
        reports=[report for report in reports if report["id"] not in assessed],
        made=made,
        words=await reading.words(desk),
    )


async def one(desk: Desk) -> Response:
    """GET /desk/cam/assessments/{id}: the report, and what to say of it."""
    return await _page(desk)


async def _page(desk: Desk, status: int = 200, wrong: str = "", why: str = "") -> Response:
    id_ = desk.request.path_params["id"]
    item = (await desk.api.get(f"{SUBMISSIONS}/{id_}")).data
    names, lines, words = await asyncio.gather(
        offices.actor_names(desk), reading.lines(desk, item), reading.words(desk)
    )
    return await offices.html(
        desk,
        "desk/cam/assessment.html",
        status,
        item=item,
        names=names,
        lines=lines,
        words=words,
        statuses=STATUSES,
        typed=desk.form,
        may=desk.may("assess:write"),
        wrong=wrong,
        why=why,
    )


async def again(desk: Desk, why: str) -> Response:
    """The report as it stands, with what was written of it."""
    return await _page(desk, why=why)


async def assess(desk: Desk) -> Response:
    """POST /desk/cam/assessments/{id}: file it, and send it to be reviewed."""
    form, id_ = desk.form, desk.request.path_params["id"]
    if form.get("status") not in STATUSES or not form.get("reasons").strip():
        return await _page(desk, 422, "empty")
    try:
        filed = await desk.api.write("POST", SUBMISSIONS, _body(desk, id_), repeat=desk.repeat)
        await offices.step(desk, filed.data["id"], "submit", "*")
    except Refused as refused:
        if refused.status != 422:
            raise
        return await _page(desk, 422, offices.reason(refused))
    return desk.go(HERE)


def _body(desk: Desk, id_: str) -> Item:
    form = desk.form
    return {
        "kind": "assessment",
        "reporter": desk.actor,
        "language": desk.lang,
        "title": form.get("title")[:300],
        "payload": {
            "submission": id_,
            "revision": int(form.get("revision", "1")),
            "status": form.get("status"),
            "reasons": form.get("reasons").strip(),
        },
    }


ROUTES: list[Route] = [
    route(HERE, show, place=CAM),
    route(f"{HERE}/{{id}}", one, assess, place=CAM, again=again),
]

"""A report after it was sent: how far it has come, what is said beside it, and the steps that its
author can still take.
"""

from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import LARGEST_PAGE
from services.portal.pages import reporting
from services.portal.pages.desk_page import Desk, route
from services.portal.pages.reporting import Json, Part, Report

COMMENT = "comment"  # what the button of a comment beside a form is called
STEPS = ("withdraw", "discard", "revise")  # with a page of their own that says what they do


async def show(desk: Desk, report: Report) -> Response:
    """How far it has come."""
    kind = await reporting.load_kind(desk, report.data["kind"])
    history, comments = await beside(desk, report)
    return await desk.html(
        "desk/sent.html",
        report=report,
        kind=kind,
        history=history,
        comments=comments,
        parts=[
            (part, part.shown(part.typed(report.body), {}, blank=0))
            for part in await choices(desk, kind.parts)
        ],
        steps=[step for step in STEPS if step in report.data["allowed"]],
        saved="saved" in desk.request.query_params,
        sent="sent" in desk.request.query_params,
    )


async def choices(desk: Desk, parts: Sequence[Part]) -> list[Part]:
    """The parts with the codes that can be chosen, so that labels are shown."""
    return [await reporting.with_choices(desk, part) for part in parts]


def address(report: Report) -> str:
    """The public address of a report."""
    return f"{reporting.SUBMISSIONS}/{report.data['id']}"


async def beside(desk: Desk, report: Report) -> tuple[list[Json], list[Json]]:
    """Its steps and what was said beside it, oldest first."""
    told = (await desk.api.get(f"{address(report)}/beside")).data
    history, comments = [await _whole(desk, report, told, name) for name in ("history", "comments")]
    return history, comments


async def _whole(desk: Desk, report: Report, told: Json, name: str) -> list[Json]:
    """A list that is told beside it, read anew where that may be its first page alone."""
    listed: list[Json] = told[name] or []
    long = len(listed) >= LARGEST_PAGE
    return await desk.api.whole(f"{address(report)}/{name}") if long else listed


async def exchange(desk: Desk, report: Report) -> list[Json]:
    """The comments, and among them the words with which it was returned."""
    steps, said = await beside(desk, report)
    returned = [{**step, "text": step["comment"]} for step in steps if step["comment"]]
    return sorted([*said, *returned], key=lambda one: str(one["at"]))


async def comment(desk: Desk) -> Response:
    """POST /desk/reports/{id}/comment: an answer to who reviews it."""
    if text := desk.form.get("text").strip():
        await say(desk, text)
    return desk.go(f"/desk/reports/{desk.request.path_params['id']}?saved")


async def say(desk: Desk, text: str) -> None:
    """Send a comment. Raises Refused, ServiceUnavailable."""
    where = f"{reporting.SUBMISSIONS}/{desk.request.path_params['id']}/comments"
    await desk.api.write("POST", where, {"text": text}, repeat=desk.repeat)


async def ask(desk: Desk) -> Response:
    """GET /desk/reports/{id}/step/{step}: what the step does, before it is taken."""
    report = await reporting.load(desk, desk.request.path_params["id"])
    step = desk.request.path_params["step"]
    if step not in STEPS or step not in report.data["allowed"]:
        return desk.go(f"/desk/reports/{report.data['id']}")
    return await desk.html("desk/step.html", report=report, step=step)


async def take(desk: Desk) -> Response:
    """POST of the same: take it."""
    id_, step = desk.request.path_params["id"], desk.request.path_params["step"]
    if step in STEPS:
        where, etag = f"{reporting.SUBMISSIONS}/{id_}/transitions", desk.form.get("etag")
        await desk.api.write("POST", where, {"action": step}, repeat=desk.repeat, etag=etag)
    return desk.go("/desk" if step == "withdraw" else f"/desk/reports/{id_}?saved")


ROUTES: list[Route] = [
    route("/desk/reports/{id}/comment", post=comment),
    route("/desk/reports/{id}/step/{step}", ask, take),
]

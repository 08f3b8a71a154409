"""Looking at a report once more, and sending it."""

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import Refused
from services.portal.pages import reporting
from services.portal.pages.desk import sent
from services.portal.pages.desk_page import Desk, route
from services.portal.pages.reporting import FIRST, Kind, Report
from services.portal.views.fields import Errors
from services.portal.views.messages import Wrong, sentence


async def show(desk: Desk) -> Response:
    """GET /desk/reports/{id}/check"""
    report = await reporting.load(desk, desk.request.path_params["id"])
    if not report.editable:
        return desk.go(f"/desk/reports/{report.data['id']}")
    kind = await reporting.load_kind(desk, report.data["kind"])
    return await _page(desk, report, kind, _missing(desk, report, kind))


def _missing(desk: Desk, report: Report, kind: Kind) -> Errors:
    """The answers without which it cannot be sent."""
    lacks = sentence("required", desk.lang)
    payload = report.data["payload"]
    return {
        f"payload.{name}": [lacks]
        for name in kind.told["required"]
        if payload.get(name) in (None, "", [])
    }


async def _page(
    desk: Desk, report: Report, kind: Kind, errors: Errors, status: int = 200
) -> Response:
    parts = [
        (part, part.shown(part.typed(report.body), {}, blank=0))
        for part in await sent.choices(desk, kind.parts)
    ]
    page = [one for _, shown in parts for one in shown]
    lines = reporting.summary(reporting.at_fields(errors, page), page)
    return await desk.html(
        "desk/check.html",
        status,
        report=report,
        kind=kind,
        parts=parts,
        wrong=[(_link(report, kind, line), line) for line in lines],
    )


def _link(report: Report, kind: Kind, line: Wrong) -> str:
    """Where an answer is given."""
    here, home = f"/desk/reports/{report.data['id']}", kind.home_of(line.path)
    page = here if home.code == FIRST else f"{here}/parts/{home.code}"
    return f"{page}#{line.path}" if line.path else page


async def submit(desk: Desk) -> Response:
    """POST /desk/reports/{id}/check: send it to be reviewed."""
    id_ = desk.request.path_params["id"]
    where, step = f"{reporting.SUBMISSIONS}/{id_}/transitions", {"action": "submit"}
    try:
        await desk.api.write("POST", where, step, repeat=desk.repeat, etag=desk.form.get("etag"))
    except Refused as refused:
        if refused.status != 422 or not refused.errors:
            raise
        report = await reporting.load(desk, id_)
        kind = await reporting.load_kind(desk, report.data["kind"])
        return await _page(desk, report, kind, reporting.errors_of(refused, desk.lang), 422)
    return desk.go(f"/desk/reports/{id_}?sent")


ROUTES: list[Route] = [route("/desk/reports/{id}/check", show, submit)]

"""A report while its author writes it: the first answers and the parts, each on a page."""

from dataclasses import replace
from typing import Any

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kernel import clock
from services.portal.clients.desk import Refused
from services.portal.pages import reporting
from services.portal.pages.desk import sent
from services.portal.pages.desk.new import title_of
from services.portal.pages.desk_page import NO_STORE, Desk, route
from services.portal.pages.reporting import FIRST, Json, Kind, Part, Report, Unsaved
from services.portal.views.fields import Errors
from services.portal.views.forms import Fields

CHANGED = 412


async def show(desk: Desk) -> Response:
    """GET /desk/reports/{id}, and one of its parts: the form, or how far it has come."""
    report = await reporting.load(desk, desk.request.path_params["id"])
    if not report.editable:
        return await sent.show(desk, report)
    kind, part = await _part(desk, report)
    return await _form(desk, report, kind, part, part.typed(report.body))


async def _part(desk: Desk, report: Report) -> tuple[Kind, Part]:
    """The part that the address names. Raises Refused (404)."""
    kind = await reporting.load_kind(desk, report.data["kind"])
    part = kind.part(desk.request.path_params.get("part", FIRST))
    if part is None:
        raise Refused(404, "not_found", "There is no such part.")
    return kind, await reporting.with_choices(desk, part)


async def take(desk: Desk) -> Response:
    """POST of the same: save, and stay or go on."""
    report = await reporting.load(desk, desk.request.path_params["id"])
    kind, part = await _part(desk, report)
    if not report.editable:
        return await desk.give_back(409, "changed")
    saved = await reporting.save(desk, report, part, _wanted(desk, report, kind, part))
    if "application/json" in desk.request.headers.get("accept", ""):
        return _told(saved, part)
    if isinstance(saved, Unsaved):
        return await _unsaved(desk, report, kind, part, saved)
    return await _onward(desk, saved, kind, part)


async def again(desk: Desk, reason: str) -> Response:
    """The form with what was sent, and why it was not taken."""
    report = await reporting.load(desk, desk.request.path_params["id"])
    kind, part = await _part(desk, report)
    if not report.editable:
        raise Refused(409, "not_now", "This cannot be changed any more.")
    fields = part.typed(part.merged(report.body, reporting.fields_of(desk)))
    return await _form(desk, report, kind, part, fields, reason=reason)


def _wanted(desk: Desk, report: Report, kind: Kind, part: Part) -> Json:
    """The report as the form says; a title that nobody chose follows what it is made of."""
    fields = reporting.fields_of(desk)
    wanted = part.merged(report.body, fields)
    if part.code == FIRST and wanted["title"] == title_of(kind, part, part.typed(report.body)):
        wanted["title"] = title_of(kind, part, fields)
    return wanted


async def _onward(desk: Desk, saved: Report, kind: Kind, part: Part) -> Response:
    """On to where the button leads; a comment that another button does not send stays in its box,
    and nothing goes on before that is sent or taken out.
    """
    text = desk.form.get("text").strip()
    if text and desk.form.get("then") == sent.COMMENT:
        await sent.say(desk, text)
    elif text:
        anew = replace(desk, form=desk.form.anew())
        return await _form(anew, saved, kind, part, part.typed(saved.body), unsent=True)
    return desk.go(_next(desk, saved))


def _next(desk: Desk, report: Report) -> str:
    """Where the button leads that was pressed."""
    here = f"/desk/reports/{report.data['id']}"
    goes = {"check": f"{here}/check", "more": f"{desk.request.url.path}?saved"}
    return goes.get(desk.form.get("then"), f"{here}?saved")


def _told(saved: Report | Unsaved, part: Part) -> Response:
    """The answer to a script that saves while its author writes."""
    if isinstance(saved, Unsaved):
        return JSONResponse({"saved": False}, saved.status, NO_STORE)
    mark = {"etag": saved.etag, "base": reporting.digest(part, saved.body)}
    return JSONResponse({"saved": clock.stamp(), **mark}, 200, NO_STORE)


async def _unsaved(
    desk: Desk, report: Report, kind: Kind, part: Part, unsaved: Unsaved
) -> Response:
    """The form with what was typed, and with what is wrong or what stands by now."""
    current = unsaved.current or report
    fields = part.typed(part.merged(report.body, reporting.fields_of(desk)))
    stored = part.typed(current.body) if unsaved.status == CHANGED else None
    return await _form(
        desk, current, kind, part, fields, unsaved.errors, stored=stored, status=unsaved.status
    )


async def _form(
    desk: Desk,
    report: Report,
    kind: Kind,
    part: Part,
    fields: Fields,
    errors: Errors | None = None,
    *,
    stored: Fields | None = None,
    status: int = 200,
    reason: str = "",
    unsent: bool = False,
) -> Response:
    page = part.shown(fields, {})
    at = reporting.at_fields(errors or {}, page)
    first = part.code == FIRST
    content: dict[str, Any] = {
        "comments": await sent.exchange(desk, report) if first else [],
        "parts": _tasks(kind, report.body) if first else [],
    }
    return await desk.html(
        "desk/report.html" if first else "desk/part.html",
        status,
        report=report,
        kind=kind,
        part=part,
        fields=part.shown(fields, at, stored=stored),
        wrong=reporting.summary(at, page),
        why="changed" if stored is not None else reason,
        etag=desk.form.get("etag") if reason else report.etag,
        base=desk.form.get("base") if reason else reporting.digest(part, report.body),
        saved=unsent or "saved" in desk.request.query_params,
        comment=desk.form.get("text"),
        unsent=unsent,
        **content,
    )


def _tasks(kind: Kind, body: Json) -> list[tuple[Part, bool]]:
    """The parts that may be added, and whether something stands in each."""
    later = [part for part in kind.parts if part.code != FIRST]
    return [(part, any(part.typed(body).values())) for part in later]


ROUTES: list[Route] = [
    route("/desk/reports/{id}", show, take, again=again),
    route("/desk/reports/{id}/parts/{part}", show, take, again=again),
]

"""Beginning a report: which activity, or which other kind of submission; then its first answers."""

import asyncio
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import Refused
from services.portal.pages import reporting
from services.portal.pages.desk_page import Desk, route
from services.portal.pages.reporting import Json, Kind, Part
from services.portal.views import envelope, forms
from services.portal.views.fields import Errors
from services.portal.views.forms import Fields

MOST, LONGEST_TITLE, LONGEST_SEARCH = 500, 300, 100
GROUPS = {"state": "STATES", "multilateral": "MULTILATERAL", "other": "OTHERS"}
EXHORTATIONS = {"multilateral": "EXH-1", "other": "EXH-2"}
NOT_SENT = ("draft", "withdrawn")
ON_ACTIVITIES = "implementation"  # the kind that the page on activities leads to


async def which(desk: Desk) -> Response:
    """GET /desk/new"""
    q = desk.request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
    actor, found, mine, kinds = await asyncio.gather(
        desk.reference.get(f"/catalog/actors/{desk.actor}"),
        _activities(desk, q),
        desk.api.items("/reports/submissions", reporter=desk.actor, limit=MOST),
        reporting.load_kinds(desk),
    )
    own = {desk.actor, actor.get("parent"), GROUPS.get(actor["kind"])}
    before = _reported(mine)
    rows = [(one, before.get(one["code"], [])) for one in found]
    return await desk.html(
        "desk/new.html",
        q=q,
        own=[row for row in rows if own & {*row[0]["addressees"]}],
        others=[row for row in rows if not own & {*row[0]["addressees"]}],
        exhortation=EXHORTATIONS.get(actor["kind"], ""),
        kinds=[kind for kind in kinds if reporting.may_report(desk, actor, kind)],
        kind=ON_ACTIVITIES,
    )


async def _activities(desk: Desk, q: str) -> list[Json]:
    """The activities; those that a search finds."""
    if q:
        return await desk.api.items("/catalog/activities", limit=MOST, q=q)
    return await desk.reference.items("/catalog/activities")


def _reported(mine: list[Json]) -> dict[str, list[Json]]:
    """By activity, what this actor has sent about a year, newest first."""
    found: dict[str, list[Json]] = {}
    for item in mine:
        on_activity = item["kind"] == ON_ACTIVITIES and item["payload"].get("year")
        if on_activity and item["state"] not in NOT_SENT:
            found.setdefault(item["payload"].get("activity", ""), []).append(item)
    for items in found.values():
        items.sort(key=lambda item: -item["payload"]["year"])
    return found


async def begin(desk: Desk) -> Response:
    """GET /desk/new/{kind}"""
    asked = desk.request.query_params
    kind, part = await _asked(desk)
    fields: Fields = {f"payload.{name}": [value] for name, value in asked.items()}
    if source := asked.get("from", ""):
        fields = {**part.typed(await _earlier(desk, source)), **fields}
        fields = {name: values for name, values in fields.items() if name != "payload.year"}
    fields = {"of.language": [desk.lang], **forms.only_choices(part.inner), **fields}
    return await _form(desk, kind, part, fields, {}, source)


async def _earlier(desk: Desk, id_: str) -> Json:
    """What an earlier report of this actor says. Raises Refused (404)."""
    report = await reporting.load(desk, id_)
    if report.data["reporter"] != desk.actor:
        raise Refused(404, "not_found", "This is not a report of yours.")
    return report.body


async def _asked(desk: Desk) -> tuple[Kind, Part]:
    """The kind that the address names, and its first questions."""
    kind = await reporting.load_kind(desk, desk.request.path_params["kind"])
    return kind, await reporting.with_choices(desk, kind.parts[0])


async def _form(
    desk: Desk,
    kind: Kind,
    part: Part,
    fields: Fields,
    errors: Errors,
    source: str,
    status: int = 200,
    why: str = "",
) -> Response:
    page = part.shown(fields, errors)
    at = reporting.at_fields(errors, page)
    return await desk.html(
        "desk/begin.html",
        status,
        kind=kind,
        fields=part.shown(fields, at),
        wrong=reporting.summary(at, page),
        source=source,
        why=why,
        action=f"/desk/new/{kind.code}",
    )


async def again(desk: Desk, reason: str) -> Response:
    """The form with what was sent, and why it was not taken."""
    kind, part = await _asked(desk)
    body = part.merged({**envelope.BLANK, "payload": {}}, reporting.fields_of(desk))
    return await _form(desk, kind, part, part.typed(body), {}, desk.form.get("from"), why=reason)


async def create(desk: Desk) -> Response:
    """POST /desk/new/{kind}"""
    kind, part = await _asked(desk)
    fields, source = reporting.fields_of(desk), desk.form.get("from")
    body = part.merged(await _blank(desk, kind, source), fields)
    body["title"] = body["title"].strip() or title_of(kind, part, fields)
    try:
        answer = await desk.api.write("POST", reporting.SUBMISSIONS, body, repeat=desk.repeat)
    except Refused as refused:
        if refused.status != 422 or not refused.errors:
            raise
        errors = reporting.errors_of(refused, desk.lang)
        return await _form(desk, kind, part, part.typed(body), errors, source, 422)
    return desk.go(f"/desk/reports/{answer.data['id']}?saved")


async def _blank(desk: Desk, kind: Kind, source: str) -> Json:
    """A report that says nothing yet, or what an earlier one says."""
    body: dict[str, Any] = {**envelope.BLANK, "payload": {}}
    if source:
        body = await _earlier(desk, source) | {"title": ""}
    started = {"kind": kind.code, "reporter": desk.actor}
    return {**body, **started, "language": body["language"] or desk.lang}


def title_of(kind: Kind, part: Part, fields: Fields) -> str:
    """What a report is called that its author has given no title: its activity, and its year."""
    labels = {question.name: dict(question.options) for question in part.inner if question.sources}
    activity = (fields.get("payload.activity") or [""])[-1]
    name = labels.get("activity", {}).get(activity, activity).removeprefix(f"{activity} · ")
    year = (fields.get("payload.year") or [""])[-1]
    return ", ".join(text for text in (name or kind.name, year) if text.strip())[:LONGEST_TITLE]


ROUTES: list[Route] = [
    route("/desk/new", which),
    route("/desk/new/{kind}", begin, create, again=again),
]

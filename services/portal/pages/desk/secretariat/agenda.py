"""The agenda of an occasion, or its work plan: its items written, put in order and taken out."""

import asyncio
from collections.abc import Sequence

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import Answer, Refused
from services.portal.pages import offices
from services.portal.pages.desk.secretariat import occasions
from services.portal.pages.desk_page import SECRETARIAT, Desk, route
from services.portal.pages.offices import CYCLES, Flaw
from services.portal.views import agenda, render
from services.portal.views.agenda import Row

HERE = f"{occasions.HERE}/{{id}}/agenda"
FIRST_ROOM, ROOM = 3, 1  # empty rows of an agenda without items, and behind others
MORE = "more"


def _path(desk: Desk) -> str:
    return f"{CYCLES}/{desk.request.path_params['id']}"


async def _found(desk: Desk) -> Answer:
    return await desk.api.get(_path(desk))


def _back(desk: Desk) -> str:
    return f"{occasions.HERE}/{desk.request.path_params['id']}"


async def show(desk: Desk) -> Response:
    """GET /desk/secretariat/occasions/{id}/agenda"""
    found = await _found(desk)
    if found.data["state"] in occasions.ENDED or not desk.may("reports:publish"):
        return desk.go(_back(desk))
    rows = agenda.rows_of(found.data["items"])
    return await _page(desk, found, agenda.with_room(rows, ROOM if rows else FIRST_ROOM))


async def _page(
    desk: Desk,
    found: Answer,
    rows: Sequence[Row],
    status: int = 200,
    wrong: Sequence[Flaw] = (),
    why: str = "",
) -> Response:
    names, titles, statuses = await asyncio.gather(
        offices.actor_names(desk),
        offices.activity_titles(desk),
        desk.reference.get("/catalog/codelists/cycle_item_status"),
    )
    return await offices.html(
        desk,
        "desk/secretariat/agenda.html",
        status,
        cycle=found.data,
        etag=offices.etag(desk, found, why),
        rows=rows,
        labels=_labels(desk.lang),
        named=_named(rows, desk.lang),
        names=names,
        titles=titles,
        statuses={one["code"]: one["label"] for one in statuses["codes"]},
        wrong=wrong,
        why=why,
    )


def _labels(lang: str) -> dict[str, str]:
    """What each field of an item is called."""
    _ = render.translations(lang).gettext
    return {
        "n": _("office_agenda.number"),
        "title": _("office_occasions.name"),
        "activities": _("office_agenda.activities"),
        "lead": _("office_agenda.lead"),
        "when": _("office_agenda.when"),
        "status": _("office_agenda.status"),
    }


def _named(rows: Sequence[Row], lang: str) -> dict[str, str]:
    """What each field is called in the summary of what is wrong."""
    of = render.translations(lang).gettext("office_agenda.of")
    return {
        f"items.{row.key}.{name}": of % {"label": label, "number": row.get("n") or "–"}
        for row in rows
        for name, label in _labels(lang).items()
    }


async def again(desk: Desk, why: str) -> Response:
    """The form with what was sent, beside the agenda as it stands."""
    found = await _found(desk)
    if found.data["state"] in occasions.ENDED:
        raise offices.closed()
    return await _page(desk, found, agenda.typed(desk.form.pairs), why=why)


async def change(desk: Desk) -> Response:
    """POST /desk/secretariat/occasions/{id}/agenda: the whole agenda, or one more row for it."""
    rows = agenda.typed(desk.form.pairs)
    if desk.form.get(MORE):
        return await _page(desk, await _found(desk), agenda.with_room(rows, ROOM))
    kept = agenda.kept(rows)
    try:
        await _write(desk, kept)
    except Refused as refused:
        if refused.status != 422:
            raise
        wrong = _flaws(refused, kept, desk.lang)
        return await _page(desk, await _found(desk), rows, 422, wrong)
    return desk.go(f"{_back(desk)}#agenda")


async def _write(desk: Desk, rows: Sequence[Row]) -> None:
    body, etag = {"items": [agenda.item(row) for row in rows]}, desk.form.get("etag")
    await desk.api.write("PATCH", _path(desk), body, repeat=desk.repeat, etag=etag)


def _flaws(refused: Refused, rows: Sequence[Row], lang: str) -> list[Flaw]:
    """What is wrong, each at the field of its row."""
    told = offices.flaws(refused, lang)
    fields = [agenda.field_of(one.pointer, rows) for one in refused.errors]
    return [flaw._replace(field=name) for flaw, name in zip(told, fields or [""], strict=True)]


ROUTES: list[Route] = [route(HERE, show, change, place=SECRETARIAT, again=again)]

"""Occasions: made, changed, opened and closed; what reporters bring to them, and their dossiers."""

import asyncio
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import Refused
from services.portal.pages import offices
from services.portal.pages.desk_page import SECRETARIAT, Desk, route
from services.portal.pages.offices import CYCLES, Flaw

HERE = f"{SECRETARIAT.path}/occasions"
TYPES = ("annual_report", "cidi_meeting", "expert_meeting", "work_plan", "results_report")
ENDED = ("closed", "not_convened")
CHANGED = ("title", "opens_on", "closes_on", "place", "summit")


async def show(desk: Desk) -> Response:
    """GET /desk/secretariat/occasions"""
    return await _list(desk)


async def _list(
    desk: Desk, status: int = 200, wrong: Sequence[Flaw] = (), why: str = ""
) -> Response:
    cycles = await desk.api.items(CYCLES, limit=offices.LISTED)
    return await offices.html(
        desk,
        "desk/secretariat/occasions.html",
        status,
        cycles=cycles,
        types=TYPES,
        typed=desk.form,
        may=desk.may("reports:publish"),
        wrong=wrong,
        why=why,
    )


async def list_again(desk: Desk, why: str) -> Response:
    """The form for a new one with what was sent."""
    return await _list(desk, why=why)


async def create(desk: Desk) -> Response:
    """POST /desk/secretariat/occasions"""
    year = desk.form.get("year").strip()
    body: dict[str, Any] = {name: value for name in CHANGED if (value := _given(desk, name))}
    body |= {"type": desk.form.get("type"), "year": int(year) if year.isdecimal() else year}
    try:
        made = await desk.api.write("POST", CYCLES, body, repeat=desk.repeat)
    except Refused as refused:
        if refused.status != 422:
            raise
        return await _list(desk, 422, offices.flaws(refused, desk.lang))
    return desk.go(f"{HERE}/{made.data['id']}")


def _given(desk: Desk, name: str) -> str | None:
    return desk.form.get(name).strip() or None


async def one(desk: Desk) -> Response:
    """GET /desk/secretariat/occasions/{id}"""
    return await _one(desk)


async def _one(
    desk: Desk,
    status: int = 200,
    wrong: Sequence[Flaw] = (),
    why: str = "",
    unsaved: bool = False,
) -> Response:
    path = f"{CYCLES}/{desk.request.path_params['id']}"
    found, brought, names, titles = await asyncio.gather(
        desk.api.get(path),
        desk.api.items(f"{path}/contributions", limit=offices.LISTED),
        offices.actor_names(desk),
        offices.activity_titles(desk),
    )
    return await offices.html(
        desk,
        "desk/secretariat/occasion.html",
        status,
        cycle=found.data,
        etag=offices.etag(desk, found, why),
        ended=ENDED,
        brought=brought,
        names=names,
        titles=titles,
        unsaved=unsaved,
        typed=desk.form,
        may=desk.may("reports:publish"),
        wrong=wrong,
        why=why,
    )


async def one_again(desk: Desk, why: str) -> Response:
    """The form for its particulars with what was sent."""
    cycle = (await desk.api.get(f"{CYCLES}/{desk.request.path_params['id']}")).data
    if cycle["state"] in ENDED:
        raise offices.closed()
    return await _one(desk, why=why)


async def change(desk: Desk) -> Response:
    """POST /desk/secretariat/occasions/{id}: its particulars, or its next step."""
    id_, form = desk.request.path_params["id"], desk.form
    if action := form.get("action"):
        if await _unsaved(desk):
            return await _one(desk, 422, unsaved=True)
        await offices.step(desk, id_, action, form.get("etag"), what=CYCLES)
        return desk.go(f"{HERE}/{id_}")
    body = {name: _given(desk, name) for name in CHANGED}
    if body["title"] is None:
        del body["title"]
    try:
        await desk.api.write(
            "PATCH", f"{CYCLES}/{id_}", body, repeat=desk.repeat, etag=form.get("etag")
        )
    except Refused as refused:
        if refused.status != 422:
            raise
        return await _one(desk, 422, offices.flaws(refused, desk.lang))
    return desk.go(f"{HERE}/{id_}")


async def _unsaved(desk: Desk) -> bool:
    """Whether something is typed into the particulars that does not stand there."""
    sent = {name for name, _ in desk.form.pairs if name in CHANGED}
    if not sent:
        return False
    stands = (await desk.api.get(f"{CYCLES}/{desk.request.path_params['id']}")).data
    return any(_given(desk, name) != (stands[name] or None) for name in sent)


ROUTES: list[Route] = [
    route(HERE, show, create, place=SECRETARIAT, again=list_again),
    route(f"{HERE}/{{id}}", one, change, place=SECRETARIAT, again=one_again),
]

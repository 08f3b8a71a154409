"""Actors: bodies with their parents and dates, and the periods in which States take part. A period
is never written over: another one is added.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from services.portal.clients.desk import Refused
from services.portal.pages import offices
from services.portal.pages.desk_page import SECRETARIAT, Desk, route
from services.portal.pages.offices import Flaw, Item
from services.portal.views.render import LANGUAGES

HERE = f"{SECRETARIAT.path}/actors"
KINDS = ("organ", "multilateral", "other")
STATUSES = ("member", "disputed", "not_participating", "withdrawn")


async def show(desk: Desk) -> Response:
    """GET /desk/secretariat/actors"""
    return await _list(desk)


async def _list(
    desk: Desk, status: int = 200, wrong: Sequence[Flaw] = (), why: str = ""
) -> Response:
    actors = await desk.api.items("/catalog/actors", limit=500)
    listed = [actor for actor in actors if actor["kind"] != "group"]
    listed.sort(key=lambda actor: (actor["kind"], actor["sort"].get(desk.lang, actor["name"])))
    return await offices.html(
        desk,
        "desk/secretariat/actors.html",
        status,
        actors=listed,
        names={actor["code"]: actor["name"] for actor in actors},
        kinds=KINDS,
        typed=desk.form,
        may=desk.may("programme:edit"),
        wrong=wrong,
        why=why,
    )


async def list_again(desk: Desk, why: str) -> Response:
    """The form for a new body with what was sent."""
    return await _list(desk, why=why)


async def register(desk: Desk) -> Response:
    """POST /desk/secretariat/actors: a new body."""
    form = desk.form
    names = {lang: name for lang in LANGUAGES if (name := form.get(f"name-{lang}").strip())}
    body: dict[str, Any] = {
        "kind": form.get("kind"),
        "code": form.get("code").strip().upper(),
        "role": "organ" if form.get("kind") == "organ" else "contributor",
        "names": names,
    }
    for name in ("parent", "valid_from", "source"):
        if value := form.get(name).strip():
            body[name] = value
    try:
        made = await desk.api.write("POST", "/catalog/actors", body, repeat=desk.repeat)
    except Refused as refused:
        if refused.status not in (409, 422):
            raise
        return await _list(desk, refused.status, offices.flaws(refused, desk.lang))
    alike = "".join(f"&similar={code}" for code in made.data["similar"])
    return desk.go(f"{HERE}/{body['code']}?saved{alike}")


async def profile(desk: Desk) -> Response:
    """GET /desk/secretariat/actors/{code}"""
    return await _profile(desk)


async def _profile(
    desk: Desk, status: int = 200, wrong: Sequence[Flaw] = (), why: str = ""
) -> Response:
    code, alike = desk.request.path_params["code"], desk.request.query_params.getlist("similar")
    names = await offices.actor_names(desk)
    found = await desk.api.get(f"/catalog/actors/{code}")
    return await offices.html(
        desk,
        "desk/secretariat/actor.html",
        status,
        actor=found.data,
        etag=offices.etag(desk, found, why),
        names=names,
        similar=[one for one in alike if one in names],
        statuses=STATUSES,
        saved="saved" in desk.request.query_params,
        typed=desk.form,
        may=desk.may("programme:edit"),
        wrong=wrong,
        why=why,
    )


async def profile_again(desk: Desk, why: str) -> Response:
    """The form of an actor with what was sent."""
    return await _profile(desk, why=why)


async def change(desk: Desk) -> Response:
    """POST /desk/secretariat/actors/{code}: its end, or another period."""
    code, form = desk.request.path_params["code"], desk.form
    adds = bool(form.get("status"))
    body = _period(form.get, await _told(desk, code)) if adds else _end(form.get)
    try:
        await desk.api.write(
            "PATCH", f"/catalog/actors/{code}", body, repeat=desk.repeat, etag=form.get("etag")
        )
    except Refused as refused:
        if refused.status != 422:
            raise
        return await _profile(desk, 422, offices.flaws(refused, desk.lang))
    return desk.go(f"{HERE}/{code}?saved")


def _end(given: Any) -> Item:
    """The first day on which a body is no more, and what came after it."""
    successor = given("succeeded_by").strip()
    ends = {"valid_to": given("valid_to").strip() or None}
    return ends | ({"succeeded_by": successor} if successor else {})


async def _told(desk: Desk, code: str) -> dict[str, Item]:
    """The actor in each language: notes are told in the one that is asked for."""
    apis = {lang: replace(desk.api, lang=lang) for lang in LANGUAGES}
    found = await asyncio.gather(*(api.get(f"/catalog/actors/{code}") for api in apis.values()))
    return {lang: one.data for lang, one in zip(apis, found, strict=True)}


def _period(given: Any, before: dict[str, Item]) -> Item:
    """The periods there are, and one more."""
    new = {
        "from": given("from").strip(),
        "to": given("to").strip() or None,
        "status": given("status"),
        "source": given("source").strip(),
    }
    by_lang = {lang: actor["memberships"] for lang, actor in before.items()}
    kept = [
        _sent(dict(zip(by_lang, some, strict=True))) for some in zip(*by_lang.values(), strict=True)
    ]
    return {"memberships": [*kept, new]}


def _sent(period: dict[str, Item]) -> Item:
    """A period as it is sent back, with its note in every language."""
    one = next(iter(period.values()))
    notes = {lang: told["note"] for lang, told in period.items() if told["note"]}
    sent = {name: one[name] for name in ("from", "to", "status", "source")}
    return sent | ({"note": notes} if notes else {})


ROUTES: list[Route] = [
    route(HERE, show, register, place=SECRETARIAT, again=list_again),
    route(f"{HERE}/{{code}}", profile, change, place=SECRETARIAT, again=profile_again),
]

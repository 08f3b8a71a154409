"""Actors: every one ever registered or those of a day, and their registration and change."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from contracts.codes import ActorKind
from kernel.errors import DuplicateKey, Invalid, StaleWrite, invalid, precondition_failed
from kernel.web import Languages, Once, answer, documented, read_bytes, validated
from kernel.web.app import Callers
from services.catalog import tables
from services.catalog.api.dependencies import AskedFor, Pages, PathCode, answers, one, snapshots
from services.catalog.api.tags import matched, tag_of
from services.catalog.commands import actors as commands
from services.catalog.domain import days
from services.catalog.domain.catalogue import Actor, Catalogue
from services.catalog.errors import exists
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import bodies, rendered

router = APIRouter(prefix="/catalog/actors", tags=["actors"])
OnDay = Annotated[
    str | None,
    Query(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        description="Only those valid on this day; states: participating",
    ),
]
NEW = {
    "code": "OIM",
    "kind": "multilateral",
    "role": "contributor",
    "names": {"es": "Organización Internacional para las Migraciones"},
}
DEFAULTS: dict[str, Any] = {
    "role": None,
    "parent": None,
    "names": {},
    "acronyms": {},
    "valid_from": None,
    "valid_to": None,
    "source": None,
}


@router.get(
    "", operation_id="listActors", summary="Actors", responses=answers(shapes.Page[shapes.Actor])
)
async def actors(
    asked: AskedFor, pages: Pages, lang: Languages, kind: ActorKind | None = None, on: OnDay = None
) -> Response:
    day = _day(on)
    found = [
        actor
        for actor in asked.catalogue.actors.values()
        if kind in (None, actor.kind) and (day is None or days.valid(actor.kind, actor.body, day))
    ]
    return pages.answer(found, lambda actor: rendered.actor(actor, lang), lang)


@router.get(
    "/{code}", operation_id="getActor", summary="An actor", responses=answers(shapes.Actor, 404)
)
async def actor(
    request: Request, code: PathCode, asked: AskedFor, lang: Languages, on: OnDay = None
) -> Response:
    return answer(
        request, rendered.actor(one(asked.catalogue.actors.get(code)), lang, _day(on)), lang=lang
    )


@router.post(
    "",
    operation_id="registerActor",
    summary="Register an actor",
    status_code=201,
    openapi_extra=documented(bodies.NewActor, example=NEW),
    responses=answers(shapes.Actor, 403, 409, 413, 415, status=201),
)
async def register(request: Request, caller: Callers, lang: Languages) -> Response:
    caller.require("programme:edit")
    body = await read_bytes(request)
    needs = request.app.state.needs
    once = Once(needs.db, tables.kernel, request, caller, body)
    if kept := await once.replay():
        return kept
    new = validated(request, body, bodies.NewActor)
    catalogue = await snapshots(request).current()
    if new.code in catalogue.actors:
        raise exists(new.code)
    given = {**DEFAULTS, **({"memberships": []} if new.kind == "state" else {}), **_given(new)}
    del given["code"], given["kind"]
    _check(catalogue, new.code, new.kind, given)
    n = max((actor.n for actor in catalogue.actors.values()), default=0) + 1
    command = partial(
        commands.register, code=new.code, kind=new.kind, body=given, n=n, by=caller.actor
    )
    try:
        return await once.write(command, lambda actor: _answered(request, actor, lang, status=201))
    except DuplicateKey:
        raise exists(new.code) from None


@router.patch(
    "/{code}",
    operation_id="changeActor",
    summary="Change an actor",
    openapi_extra=documented(bodies.ActorChange, example={"valid_to": "2025-07-01"}),
    responses=answers(shapes.Actor, 403, 404, 409, 412, 413, 415, 428),
)
async def change(request: Request, code: PathCode, caller: Callers, lang: Languages) -> Response:
    if caller.anonymous:
        caller.require("programme:edit")
    before: Actor = one((await snapshots(request).current()).actors.get(code))
    caller.require("programme:edit")
    body = await read_bytes(request)
    once = Once(request.app.state.needs.db, tables.kernel, request, caller, body)
    if kept := await once.replay():
        return kept
    matched(request, lambda lang: rendered.actor(before, lang))
    changed = _given(validated(request, body, bodies.ActorChange))
    after = {**before.body, **changed}
    _check(await snapshots(request).current(), code, before.kind, after, changed)
    try:
        return await once.write(
            partial(commands.change, before=before, body=after, by=caller.actor),
            lambda actor: _answered(request, actor, lang),
        )
    except StaleWrite:
        raise precondition_failed() from None


def _answered(request: Request, actor: Actor, lang: str, status: int = 200) -> Response:
    data = rendered.actor(actor, lang)
    headers = {"Location": f"/catalog/actors/{actor.code}"} if status == 201 else {}
    return answer(request, data, status=status, lang=lang, etag=tag_of(data), headers=headers)


def _given(body: bodies.ActorChange) -> dict[str, Any]:
    given = body.model_dump(by_alias=True, exclude_unset=True)
    for membership in given.get("memberships", ()):
        membership |= {name: membership.get(name) for name in ("to", "note")}
    return given


def _day(on: str | None) -> str | None:
    if on is None:
        return None
    try:
        return date.fromisoformat(on).isoformat()
    except ValueError:
        raise invalid(
            Invalid("/on", "invalid_date", "This is not a day of the calendar.")
        ) from None


def _check(
    catalogue: Catalogue,
    code: str,
    kind: str,
    body: Mapping[str, Any],
    changed: Mapping[str, Any] | None = None,
) -> None:
    """Raise 422 with a pointer for everything that does not fit the rest of the catalogue.

    `changed`: only these are looked at.
    """
    looked = body if changed is None else changed
    errors = []
    if looked.get("parent") and (problem := _parent_problem(catalogue, code, body["parent"])):
        errors.append(Invalid("/parent", *problem))
    if looked.get("role") and looked["role"] not in catalogue.codes["actor_role"]:
        errors.append(Invalid("/role", "unknown_code", f"There is no role {looked['role']}."))
    if body["valid_from"] and body["valid_to"] and body["valid_to"] <= body["valid_from"]:
        errors.append(
            Invalid(
                "/valid_to",
                "out_of_order",
                "valid_to is the first day out: it comes after valid_from.",
            )
        )
    if "memberships" in looked and kind != "state":
        errors.append(Invalid("/memberships", "not_a_state", "Only states have memberships."))
    for i, membership in enumerate(looked.get("memberships", ())):
        errors += _membership_problems(catalogue, f"/memberships/{i}", membership)
    if errors:
        raise invalid(*errors)


def _parent_problem(catalogue: Catalogue, code: str, parent: str) -> tuple[str, str] | None:
    if parent not in catalogue.actors:
        return "unknown_code", f"There is no actor {parent}."
    if catalogue.actors[parent].kind == "group":
        return "not_a_body", f"{parent} is a group: nothing belongs to it as to a body."
    above: str | None = parent
    while above is not None:
        if above == code:
            return "cycle", "An actor cannot belong to itself."
        above = catalogue.actors[above].body["parent"]
    return None


def _membership_problems(
    catalogue: Catalogue, pointer: str, membership: Mapping[str, Any]
) -> list[Invalid]:
    errors = []
    if membership["status"] not in catalogue.codes["membership_status"]:
        errors.append(
            Invalid(
                f"{pointer}/status",
                "unknown_code",
                f"There is no membership status {membership['status']}.",
            )
        )
    if membership["to"] and membership["to"] <= membership["from"]:
        errors.append(
            Invalid(
                f"{pointer}/to", "out_of_order", "`to` is the first day out: it comes after `from`."
            )
        )
    return errors

"""Actors: every one ever registered or those of a day, and their registration and change."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from contracts.codes import ActorKind
from kernel import web
from kernel.auth import Caller
from kernel.errors import Invalid, Problem, invalid
from kernel.web import Callers, Languages, Write, answer, documented
from kernel.web.idempotency import Command
from services.catalog.api.dependencies import (
    CurrentRead,
    Pages,
    PathCode,
    answers,
    or_not_found,
    resources,
)
from services.catalog.api.etags import etag_of, require_if_match
from services.catalog.commands import actors as commands
from services.catalog.domain import days
from services.catalog.domain.catalogue import Actor, Catalogue
from services.catalog.errors import exists
from services.catalog.schemas import answers as shapes
from services.catalog.schemas import bodies, rendered

router = web.router("/catalog/actors", "actors")
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
async def list_actors(
    read: CurrentRead,
    pages: Pages,
    lang: Languages,
    kind: ActorKind | None = None,
    on: OnDay = None,
) -> Response:
    day = _day(on)
    listed = [
        actor
        for actor in read.catalogue.actors.values()
        if kind in (None, actor.kind) and (day is None or days.valid(actor.kind, actor.body, day))
    ]
    return pages.answer(listed, lambda actor: rendered.actor(actor, lang), lang)


@router.get(
    "/{code}", operation_id="getActor", summary="An actor", responses=answers(shapes.Actor, 404)
)
async def get_actor(
    request: Request, code: PathCode, read: CurrentRead, lang: Languages, on: OnDay = None
) -> Response:
    return answer(
        request,
        rendered.actor(or_not_found(read.catalogue.actors.get(code)), lang, _day(on)),
        lang=lang,
    )


class Register(Write[None, bodies.NewActor, Actor]):
    """A new actor."""

    model = bodies.NewActor

    def __init__(self, request: Request, caller: Caller, lang: str) -> None:
        self.resources, self.lang = resources(request), lang
        super().__init__(request, caller, self.resources.writes)
        self.code = ""

    async def load(self) -> None:
        """Raise 401, and 403 for who does not edit the program."""
        self.caller.require("programme:edit")

    async def prepare(self, loaded: None, body: bodies.NewActor) -> Command[Actor]:
        """Raise 409 for a code that exists, 422 for what does not fit the catalogue."""
        catalogue, self.code = await self.resources.snapshots.current(), body.code
        if body.code in catalogue.actors:
            raise exists(body.code)
        fields = _new_fields(body)
        _check(catalogue, body.code, body.kind, fields)
        n = max((actor.n for actor in catalogue.actors.values()), default=0) + 1
        new = partial(commands.register, code=body.code, kind=body.kind, body=fields, n=n)
        return partial(new, by=self.caller.actor)

    def show(self, done: Actor) -> Response:
        """The actor, with its address."""
        return _answered(self.request, done, self.lang, status=201)

    def duplicate(self) -> Problem:
        """409: another process has registered it meanwhile."""
        return exists(self.code)


class Change(Write[Actor, bodies.ActorChange, Actor]):
    """Some fields of an actor anew."""

    model = bodies.ActorChange

    def __init__(self, request: Request, caller: Caller, lang: str, code: str) -> None:
        self.resources, self.lang, self.code = resources(request), lang, code
        super().__init__(request, caller, self.resources.writes)

    async def load(self) -> Actor:
        """Raise 401 without a key, 404."""
        if self.caller.anonymous:
            self.caller.require("programme:edit")
        return or_not_found((await self.resources.snapshots.current()).actors.get(self.code))

    def permit(self, loaded: Actor, body: bodies.ActorChange | None) -> None:
        """Raise 403 for who does not edit the program."""
        self.caller.require("programme:edit")

    def match(self, loaded: Actor) -> None:
        """`If-Match` may name the actor in any language."""
        require_if_match(self.request, lambda lang: rendered.actor(loaded, lang))

    async def prepare(self, loaded: Actor, body: bodies.ActorChange) -> Command[Actor]:
        """Raise 422 for what does not fit the catalogue."""
        changed = _sent(body)
        after = {**loaded.body, **changed}
        catalogue = await self.resources.snapshots.current()
        _check(catalogue, self.code, loaded.kind, after, changed)
        return partial(commands.change, before=loaded, body=after, by=self.caller.actor)

    def show(self, done: Actor) -> Response:
        """The actor as it is now."""
        return _answered(self.request, done, self.lang)


@router.post(
    "",
    operation_id="registerActor",
    summary="Register an actor",
    status_code=201,
    openapi_extra=documented(bodies.NewActor, example=NEW),
    responses=answers(shapes.Actor, 403, 409, 413, 415, status=201),
)
async def register(request: Request, caller: Callers, lang: Languages) -> Response:
    """For who edits the program."""
    return await Register(request, caller, lang).run()


@router.patch(
    "/{code}",
    operation_id="changeActor",
    summary="Change an actor",
    openapi_extra=documented(bodies.ActorChange, example={"valid_to": "2025-07-01"}),
    responses=answers(shapes.Actor, 403, 404, 409, 412, 413, 415, 428),
)
async def change(request: Request, code: PathCode, caller: Callers, lang: Languages) -> Response:
    """Only the fields that are sent change."""
    return await Change(request, caller, lang, code).run()


def _answered(request: Request, actor: Actor, lang: str, status: int = 200) -> Response:
    data = rendered.actor(actor, lang)
    headers = {"Location": f"/catalog/actors/{actor.code}"} if status == 201 else {}
    return answer(request, data, status=status, lang=lang, etag=etag_of(data), headers=headers)


def _sent(body: bodies.ActorChange) -> dict[str, Any]:
    fields = body.model_dump(by_alias=True, exclude_unset=True)
    for membership in fields.get("memberships", ()):
        membership |= {name: membership.get(name) for name in ("to", "note")}
    return fields


def _new_fields(body: bodies.NewActor) -> dict[str, Any]:
    """The body of a new actor, with defaults for what was not sent."""
    of_states: dict[str, Any] = {"memberships": []} if body.kind == "state" else {}
    fields = {**DEFAULTS, **of_states, **_sent(body)}
    return {name: value for name, value in fields.items() if name not in ("code", "kind")}


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

    `changed`: only these are checked.
    """
    fields = body if changed is None else changed
    errors = [
        *_parent_errors(catalogue, code, fields.get("parent")),
        *_role_errors(catalogue, fields.get("role")),
        *_validity_errors(body["valid_from"], body["valid_to"]),
        *_membership_errors(catalogue, kind, fields),
    ]
    if errors:
        raise invalid(*errors)


def _parent_errors(catalogue: Catalogue, code: str, parent: str | None) -> list[Invalid]:
    problem = _parent_problem(catalogue, code, parent) if parent else None
    return [Invalid("/parent", *problem)] if problem else []


def _role_errors(catalogue: Catalogue, role: str | None) -> list[Invalid]:
    if not role or role in catalogue.codes["actor_role"]:
        return []
    return [Invalid("/role", "unknown_code", f"There is no role {role}.")]


def _validity_errors(valid_from: str | None, valid_to: str | None) -> list[Invalid]:
    if not (valid_from and valid_to) or valid_to > valid_from:
        return []
    detail = "valid_to is the first day out: it comes after valid_from."
    return [Invalid("/valid_to", "out_of_order", detail)]


def _membership_errors(catalogue: Catalogue, kind: str, fields: Mapping[str, Any]) -> list[Invalid]:
    errors = []
    if "memberships" in fields and kind != "state":
        errors.append(Invalid("/memberships", "not_a_state", "Only states have memberships."))
    for i, membership in enumerate(fields.get("memberships", ())):
        errors += _membership_problems(catalogue, f"/memberships/{i}", membership)
    return errors


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

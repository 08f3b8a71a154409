"""Actors: every one ever registered or those of a day, and their registration and change."""

from collections.abc import Mapping, Sequence
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
from services.catalog.domain import actors as domain
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
    "succeeded_by": None,
    "source": None,
}


@router.get(
    "",
    operation_id="listActors",
    summary="Actors, in document order; `sort` gives the alphabetical order of each language",
    responses=answers(shapes.Page[shapes.Actor]),
)
async def list_actors(
    read: CurrentRead,
    pages: Pages,
    lang: Languages,
    kind: ActorKind | None = None,
    on: OnDay = None,
) -> Response:
    day, before = _day(on), read.catalogue.predecessors
    listed = [actor for actor in read.catalogue.actors.values() if _fits(actor, kind, day)]
    return pages.answer(
        listed, lambda actor: rendered.actor(actor, lang, before.get(actor.code, ())), lang
    )


def _fits(actor: Actor, kind: str | None, day: str | None) -> bool:
    """Whether an actor is of a kind, and valid on a day; None: of any, on any."""
    return kind in (None, actor.kind) and (day is None or days.valid(actor.kind, actor.body, day))


@router.get(
    "/{code}", operation_id="getActor", summary="An actor", responses=answers(shapes.Actor, 404)
)
async def get_actor(
    request: Request, code: PathCode, read: CurrentRead, lang: Languages, on: OnDay = None
) -> Response:
    actor = or_not_found(read.catalogue.actors.get(code))
    before = read.catalogue.predecessors.get(code, ())
    return answer(request, rendered.actor(actor, lang, before, _day(on)), lang=lang)


class Register(Write[None, bodies.NewActor, Actor]):
    """A new actor."""

    model = bodies.NewActor

    def __init__(self, request: Request, caller: Caller, lang: str) -> None:
        self.resources, self.lang = resources(request), lang
        super().__init__(request, caller, self.resources.writes)
        self.code, self.similar = "", list[str]()

    async def load(self) -> None:
        """Raise 401, and 403 for who does not edit the program."""
        self.caller.require("programme:edit")

    async def prepare(self, loaded: None, body: bodies.NewActor) -> Command[Actor]:
        """Raise 409 for a code that exists, 422 for what does not fit the catalogue."""
        catalogue, self.code = await self.resources.snapshots.current(), body.code
        if body.code in catalogue.actors:
            raise exists(body.code)
        actor = Actor(body.code, _place(catalogue), body.kind, _new_fields(body), None)
        _refuse(catalogue, actor.code, actor.kind, actor.body)
        self.similar = domain.similar(catalogue.actors, actor.body)
        return partial(commands.register, actor=actor, by=self.caller.actor)

    def show(self, done: Actor) -> Response:
        """The actor with its address, and the codes of those whose name looks like its own."""
        data = rendered.actor(done, self.lang)
        headers, tag = {"Location": f"/catalog/actors/{done.code}"}, etag_of(data)
        more = {**data, "similar": self.similar}
        return answer(self.request, more, status=201, lang=self.lang, etag=tag, headers=headers)

    def duplicate(self) -> Problem:
        """409: another process has registered it meanwhile."""
        return exists(self.code)


class Change(Write[Actor, bodies.ActorChange, Actor]):
    """Some fields of an actor anew."""

    model = bodies.ActorChange

    def __init__(self, request: Request, caller: Caller, lang: str, code: str) -> None:
        self.resources, self.lang, self.code = resources(request), lang, code
        super().__init__(request, caller, self.resources.writes)
        self.before: Sequence[str] = ()

    async def load(self) -> Actor:
        """Raise 401 without a key, 404."""
        if self.caller.anonymous:
            self.caller.require("programme:edit")
        catalogue = await self.resources.snapshots.current()
        self.before = catalogue.predecessors.get(self.code, ())
        return or_not_found(catalogue.actors.get(self.code))

    def permit(self, loaded: Actor, body: bodies.ActorChange | None) -> None:
        """Raise 403 for who does not edit the program."""
        self.caller.require("programme:edit")

    def match(self, loaded: Actor) -> None:
        """`If-Match` may name the actor in any language."""
        require_if_match(self.request, lambda lang: rendered.actor(loaded, lang, self.before))

    async def prepare(self, loaded: Actor, body: bodies.ActorChange) -> Command[Actor]:
        """Raise 422 for what does not fit the catalogue."""
        changed = _sent(body)
        after = {**loaded.body, **changed}
        catalogue = await self.resources.snapshots.current()
        _refuse(catalogue, self.code, loaded.kind, after, changed)
        return partial(commands.change, before=loaded, body=after, by=self.caller.actor)

    def show(self, done: Actor) -> Response:
        """The actor as it is now."""
        data = rendered.actor(done, self.lang, self.before)
        return answer(self.request, data, lang=self.lang, etag=etag_of(data))


@router.post(
    "",
    operation_id="registerActor",
    summary="Register an actor",
    status_code=201,
    openapi_extra=documented(bodies.NewActor, example=NEW),
    responses=answers(shapes.RegisteredActor, 403, 409, 413, 415, status=201),
)
async def register(request: Request, caller: Callers, lang: Languages) -> Response:
    """For who edits the program. `similar` names the actors that are perhaps the same one."""
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


def _place(catalogue: Catalogue) -> int:
    """After all that there are."""
    return 1 + max((actor.n for actor in catalogue.actors.values()), default=0)


def _day(on: str | None) -> str | None:
    try:
        return None if on is None else date.fromisoformat(on).isoformat()
    except ValueError:
        detail = "This is not a day of the calendar."
        raise invalid(Invalid("/on", "invalid_date", detail)) from None


def _refuse(
    catalogue: Catalogue,
    code: str,
    kind: str,
    body: Mapping[str, Any],
    fields: Mapping[str, Any] | None = None,
) -> None:
    """Raise 422 with a pointer for everything that does not fit the rest of the catalogue.

    `fields`: only these are checked.
    """
    flaws = domain.flaws(catalogue, code, kind, body, body if fields is None else fields)
    if flaws:
        raise invalid(*(Invalid(*flaw) for flaw in flaws))

"""Focal points: contact data, for administrators and each actor's own keys alone."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import Query, Request
from starlette.responses import Response

from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import Invalid, forbidden, invalid, needs_key, not_found
from kernel.web import Callers, Write
from kernel.web.idempotency import Command
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.access import errors
from services.access.api.dependencies import resources
from services.access.commands import focal_points as commands
from services.access.domain.keys import may_hold_keys
from services.access.schemas import (
    FocalPoint,
    FocalPointBody,
    FocalPointChange,
    FocalPointHistory,
    FocalPointPage,
)
from services.access.schemas.examples import ANSWERS
from services.access.store import actors
from services.access.store import focal_points as store

router = web.router("/access/focal-points", "focal points")
ADMINISTRATOR = "keys:admin"
EXAMPLE = {
    "actor": "COL",
    "name": "Ana Gómez",
    "email": "ana.gomez@example.org",
    "language": "es",
    "role": "Dirección de Asuntos Migratorios",
    "from": "2026-12-01",
}
OnDay = Annotated[
    str | None,
    Query(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="Only those of this day"),
]
Row = Mapping[str, Any]


def shown(row: Row) -> dict[str, Any]:
    """A focal point as it is answered."""
    return {"id": row["id"], "actor": row["actor"], **_fields(row)}


def _fields(row: Row) -> dict[str, Any]:
    plain = {name: row[name] for name in ("name", "email", "language", "role")}
    days = {"from": row["from_day"], "to": row["to_day"]}
    return {**plain, **days, "unsubscribed": row["unsubscribed"]}


def etag(row: Row) -> str:
    """Of one version of a focal point."""
    text = f"{row['id']} {row['version']}"
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def require_own(caller: Caller, actor: str | None) -> None:
    """Raise 401 without a key, 403 unless it administers keys or speaks for this actor."""
    if caller.anonymous:
        raise needs_key()
    if not (caller.may(ADMINISTRATOR) or _speaks_for(caller, actor)):
        detail = "This needs a key with the scope keys:admin, or one of the actor itself."
        raise forbidden(detail, scopes=[ADMINISTRATOR])


def _speaks_for(caller: Caller, actor: str | None) -> bool:
    return caller.actor is not None and caller.actor == actor


async def readable(request: Request, caller: Caller, id_: str) -> dict[str, Any]:
    """A focal point for who may read it. Raises 401, and 404 for anybody else."""
    if caller.anonymous:
        raise needs_key()
    async with resources(request).db.read() as connection:
        row = await store.one(connection, id_)
    if row is None or not (caller.may(ADMINISTRATOR) or caller.actor == row["actor"]):
        raise not_found()
    return row


class Begin(Write[None, FocalPointBody, Row]):
    """A new focal point, which another one may hand over to."""

    model = FocalPointBody

    def __init__(self, request: Request, caller: Caller) -> None:
        self.resources = resources(request)
        super().__init__(request, caller, self.resources.writes)

    async def load(self) -> None:
        """Raise 401, and 403 for a key that speaks for nobody."""
        require_own(self.caller, self.caller.actor)

    def permit(self, loaded: None, body: FocalPointBody | None) -> None:
        """Raise 403 for another actor's."""
        if body is not None:
            require_own(self.caller, body.actor)

    async def prepare(self, loaded: None, body: FocalPointBody) -> Command[Row]:
        """Raise 422 for an actor that has none, days that cannot be, a wrong handing over."""
        ends, new = await self._ends(body), _new(body)
        _require_order(new)
        if body.replaces is not None:
            _require_handing_over(ends, new)
        return partial(commands.begin, new=new, ends=ends, by_key=self.caller.key_id)

    async def _ends(self, body: FocalPointBody) -> Row | None:
        """The focal point that hands over. Raises 422 for an actor that has none."""
        async with self.resources.db.read() as connection:
            if not may_hold_keys(await actors.kind(connection, body.actor)):
                raise errors.unknown_actor(body.actor)
            return await store.one(connection, body.replaces) if body.replaces else None

    def show(self, done: Row) -> Response:
        """The focal point with its address."""
        headers = {"Location": f"/access/focal-points/{done['id']}"}
        return web.answer(self.request, shown(done), status=201, etag=etag(done), headers=headers)


def _new(body: FocalPointBody) -> dict[str, Any]:
    """What a new focal point is, from today on unless another day is given."""
    new = body.model_dump(exclude={"replaces"})
    return {**new, "from_day": new["from_day"] or clock.today().isoformat()}


def _require_order(row: Row) -> None:
    if row["to_day"] is not None and row["to_day"] <= row["from_day"]:
        raise errors.ends_too_soon()


def _require_handing_over(ends: Row | None, new: Row) -> None:
    """Raise 422 unless `ends` is a focal point of the actor until the new one begins."""
    if ends is None or ends["actor"] != new["actor"] or not _serves(ends, new["from_day"]):
        raise errors.hands_over_wrongly()


def _serves(row: Row, day: str) -> bool:
    """Whether a focal point can hand over on a day."""
    return bool(row["from_day"] <= day and (row["to_day"] is None or day <= row["to_day"]))


class _OfOne(Write[dict[str, Any], Any, Row]):
    """A write of one focal point."""

    def __init__(self, request: Request, caller: Caller, id_: str) -> None:
        self.resources, self.id = resources(request), id_
        super().__init__(request, caller, self.resources.writes)

    async def load(self) -> dict[str, Any]:
        """Raise 401, 404."""
        return await readable(self.request, self.caller, self.id)

    def match(self, loaded: dict[str, Any]) -> None:
        """Raise 428 or 412 unless `If-Match` names the focal point as it is."""
        web.require_match(self.request, etag(loaded))


class Change(_OfOne):
    """Some fields of a focal point anew."""

    model = FocalPointChange

    def allow(self, loaded: dict[str, Any], body: FocalPointChange | None) -> None:
        """Raise 409 for one that is forgotten."""
        if not loaded["email"]:
            raise errors.forgotten()

    async def prepare(self, loaded: dict[str, Any], body: FocalPointChange) -> Command[Row]:
        """Raise 422 for days that cannot be."""
        values = body.model_dump(exclude_unset=True)
        _require_order({**loaded, **values})
        by = self.caller.key_id
        return lambda tx: commands.change(tx, loaded, values, "change", by)

    def show(self, done: Row) -> Response:
        """The focal point as it is now."""
        return web.answer(self.request, shown(done), etag=etag(done))


class End(_OfOne):
    """No focal point any more from today on."""

    async def prepare(self, loaded: dict[str, Any], body: None) -> Command[Row]:
        """Nothing else is to be checked."""
        return lambda tx: commands.end(tx, loaded, self.caller.key_id)

    def show(self, done: Row) -> Response:
        """Nothing is left to say."""
        return Response(None, 204)


@router.get(
    "",
    operation_id="listFocalPoints",
    summary="Focal points, by actor",
    response_model=FocalPointPage,
    responses=documented(403, example=ANSWERS[FocalPointPage]),
)
async def list_focal_points(
    request: Request,
    caller: Callers,
    actor: Annotated[str | None, Query(max_length=40)] = None,
    on: OnDay = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """All of them for whoever administers keys, for any other key those of its own actor; those
    that have ended too.
    """
    require_own(caller, caller.actor if actor is None else actor)
    wanted = store.Wanted(actor if caller.may(ADMINISTRATOR) else caller.actor, on)
    after = web.decode_cursor(request, cursor, str, str)
    _require_day(on)
    rows, last = web.cut(await _read(request, wanted, after, limit), limit, "actor", "id")
    data, headers = web.page_links(request, [shown(row) for row in rows], last)
    return web.answer(request, data, private=True, headers=headers)


async def _read(
    request: Request, wanted: store.Wanted, after: Sequence[str] | None, limit: int
) -> list[dict[str, Any]]:
    """The focal points of a page and one more."""
    async with resources(request).db.read() as connection:
        await actors.require_known(connection, wanted.actor)
        return await store.page(connection, wanted, after, limit + 1)


def _require_day(on: str | None) -> None:
    try:
        clock.parse(f"{on or '2016-04-19'}T00:00:00Z")
    except ValueError:
        raise invalid(Invalid("/on", "wrong_form", "A day like 2026-11-28 is needed.")) from None


@router.post(
    "",
    operation_id="beginFocalPoint",
    summary="A new focal point",
    status_code=201,
    response_model=FocalPoint,
    responses=documented(403, 409, 413, 415, example=ANSWERS[FocalPoint], status=201),
    openapi_extra=web.documented(FocalPointBody, example=EXAMPLE),
)
async def begin(request: Request, caller: Callers) -> Response:
    """With `replaces` that one hands over to it: it ends on the day on which the new one begins."""
    return await Begin(request, caller).run()


@router.get(
    "/{id}",
    operation_id="getFocalPoint",
    summary="A focal point",
    response_model=FocalPoint,
    responses=documented(404, example=ANSWERS[FocalPoint]),
)
async def get_focal_point(request: Request, id: str, caller: Callers) -> Response:
    """For whoever administers keys, and its actor's own keys."""
    row = await readable(request, caller, id)
    return web.answer(request, shown(row), private=True, etag=etag(row))


@router.patch(
    "/{id}",
    operation_id="changeFocalPoint",
    summary="Change a focal point",
    response_model=FocalPoint,
    responses=documented(404, 409, 412, 413, 415, 428, example=ANSWERS[FocalPoint]),
    openapi_extra=web.documented(FocalPointChange, example={"unsubscribed": ["comment_made"]}),
)
async def change(request: Request, id: str, caller: Callers) -> Response:
    """Only the fields that are sent change; how it stood before stays in its history."""
    return await Change(request, caller, id).run()


@router.delete(
    "/{id}",
    operation_id="endFocalPoint",
    summary="End a focal point",
    status_code=204,
    responses=documented(404, 412, 428),
)
async def end(request: Request, id: str, caller: Callers) -> Response:
    """It gets no notices from today on, and stays in the list with its last day."""
    return await End(request, caller, id).run()


@router.get(
    "/{id}/history",
    operation_id="getFocalPointHistory",
    summary="What was done to a focal point",
    response_model=FocalPointHistory,
    responses=documented(404, example=ANSWERS[FocalPointHistory]),
)
async def history(request: Request, id: str, caller: Callers) -> Response:
    """Oldest first."""
    await readable(request, caller, id)
    async with resources(request).db.read() as connection:
        rows = await store.history(connection, id)
    return web.answer(request, {"items": [_step(row) for row in rows]}, private=True)


def _step(row: Row) -> dict[str, Any]:
    """A line of the history of a focal point."""
    said = {name: row[name] for name in ("at", "by_key", "by_actor", "action")}
    return {**said, "stood": _fields(row["stood"])}

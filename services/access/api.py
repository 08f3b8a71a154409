"""The HTTP door of access: keys and their audit."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

from cryptography.fernet import Fernet
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from kernel import clock, logging, web
from kernel.auth import Caller, Keyring
from kernel.db import Database, Tx
from kernel.errors import StaleWrite, forbidden, not_found, unauthenticated
from kernel.web.app import Callers
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.access import commands, domain, errors, store, tables
from services.access.schemas import (
    AuditPage,
    Issued,
    Key,
    KeyBody,
    KeyPage,
    Me,
    RotateBody,
    Rotated,
)
from services.access.settings import Settings

router = APIRouter(prefix="/access", tags=["keys"])
SHOWN = (
    "actor",
    "scopes",
    "label",
    "networks",
    "created_at",
    "expires_at",
    "revoked_at",
    "last_used_at",
)
USE_SECONDS = 60.0

log = logging.get("access")


class LastUseRecorder:
    """When keys were last used here, written down at most once a minute and never in a request's
    way.

    It belongs to the process that answers requests: a worker in another process could not see them.
    A stop loses the last minute.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._seen: dict[str, str] = {}
        self._task: asyncio.Task[None] | None = None

    def record(self, key_id: str) -> None:
        """A key was used now."""
        self._seen[key_id] = clock.stamp()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_later(), name="access use")

    async def _write_later(self) -> None:
        await asyncio.sleep(USE_SECONDS)
        seen, self._seen = self._seen, {}
        try:
            await self._db.write(store.note_use, seen)
        except (
            Exception
        ) as error:  # the next use tries again: what could not be written stays noted
            self._seen = seen | self._seen
            log.warning("use not written", reason=f"{type(error).__name__}: {error}")


@dataclass(frozen=True, slots=True)
class Resources:
    """What the doors of this service work with.

    `cipher` encrypts, under the installation's pepper, the kept answers of requests with an
    Idempotency-Key: they hold a key, which must not stand in the database in the clear, and must be
    the same when asked for again. Deriving the key from the request instead would tie its
    randomness to whatever the caller chose, and give the same key again after the answer has
    expired.
    """

    db: Database
    keyring: Keyring
    pepper: str
    settings: Settings
    cipher: Fernet
    last_use: LastUseRecorder


def resources(request: Request) -> Resources:
    """The resources of the application that answers."""
    found: Resources = request.app.state.resources
    return found


def _seen(request: Request, caller: Caller) -> Resources:
    """The same, having noted that the caller's key was used."""
    found = resources(request)
    if caller.key_id is not None:
        found.last_use.record(caller.key_id)
    return found


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """A key without its hash."""
    state = domain.state(row["expires_at"], row["revoked_at"], clock.stamp())
    return {"id": row["key_id"], "state": state, **{name: row[name] for name in SHOWN}}


async def grant_of(
    db: Database,
    actor: str | None,
    scopes: list[str],
    expires_at: str | None,
    label: str,
    networks: list[str],
) -> commands.Grant:
    """What a new key may do. Raises 422 for an actor nobody knows, or an expiry that is not one."""
    async with db.read() as connection:
        if actor is not None and not domain.may_hold_keys(await store.kind(connection, actor)):
            raise errors.unknown_actor(actor)
    try:
        end = domain.expiry(
            clock.parse(expires_at) if expires_at is not None else None, clock.now()
        )
    except (ValueError, OverflowError) as error:
        raise errors.bad_expiry(str(error)) from None
    return commands.Grant(actor, scopes, networks, clock.stamp(end), label)


@router.post(
    "/keys",
    operation_id="issueKey",
    summary="Issue a key, shown this once",
    status_code=201,
    response_model=Issued,
    responses=documented(403, 409, 413, 415),
    openapi_extra=web.documented(
        KeyBody, example={"actor": "CIM", "scopes": ["reports:write"], "label": "CIM, informes"}
    ),
)
async def issue(request: Request, caller: Callers) -> Response:
    """For whoever administers keys: any scope, for any actor."""
    here = _seen(request, caller)
    caller.require("keys:admin")
    raw = await web.read_bytes(request)
    once = web.Once(here.db, tables.kernel, request, caller, raw, here.cipher)
    if (kept := await once.replay()) is not None:
        return kept
    body = web.validated(request, raw, KeyBody)
    grant = await grant_of(
        here.db, body.actor, list(body.scopes), body.expires_at, body.label, body.networks
    )
    key = commands.fresh(here.settings.key_env)
    return await once.write(
        lambda tx: commands.issue(tx, here.pepper, key, grant, caller.key_id), _answers(request)
    )


def _answers(request: Request) -> Callable[[dict[str, Any]], Response]:
    return lambda made: web.answer(
        request, made, status=201, headers={"Location": f"/access/keys/{made['id']}"}
    )


@router.get(
    "/keys",
    operation_id="listKeys",
    summary="Keys, newest first",
    response_model=KeyPage,
    responses=documented(403),
)
async def listed(
    request: Request,
    caller: Callers,
    actor: Annotated[str | None, Query(max_length=40)] = None,
    state: Literal["active", "expired", "revoked"] | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Without the keys themselves."""
    here = _seen(request, caller)
    caller.require("keys:admin")
    after = web.decode_cursor(request, cursor, str, str)
    async with here.db.read() as connection:
        if actor is not None and await store.kind(connection, actor) is None:
            raise errors.unknown_actor(actor)
        rows = await store.page(connection, actor, state, clock.stamp(), after, limit + 1)
    more = [rows[limit - 1]["created_at"], rows[limit - 1]["key_id"]] if len(rows) > limit else None
    data, headers = web.page_links(request, [shown(row) for row in rows[:limit]], more)
    return web.answer(request, data, private=True, headers=headers)


@router.get(
    "/keys/{id}",
    operation_id="getKey",
    summary="One key",
    response_model=Key,
    responses=documented(403, 404),
)
async def one(request: Request, id: str, caller: Callers) -> Response:
    """For whoever administers keys, and for the key's own holder."""
    return web.answer(request, shown(await _found(request, id, caller)), private=True)


async def _found(request: Request, id_: str, caller: Caller) -> dict[str, Any]:
    """The key, for an administrator or its own holder.

    Others get the same 403 whether it exists or not.
    """
    here = _seen(request, caller)
    if caller.anonymous:
        raise unauthenticated("This needs a key: send it as `Authorization: Bearer <key>`.")
    async with here.db.read() as connection:
        row = await store.key(connection, id_)
    if not caller.may("keys:admin") and caller.key_id != id_:
        raise forbidden(
            "This needs a key with the scope keys:admin, or the key itself.", scopes=["keys:admin"]
        )
    if row is None:
        raise not_found()
    return row


@router.post(
    "/keys/{id}/rotate",
    operation_id="rotateKey",
    summary="Issue a successor; both are valid during the overlap",
    status_code=201,
    response_model=Rotated,
    responses=documented(403, 404, 409, 413, 415),
    openapi_extra=web.documented(RotateBody, example={"overlap_hours": 24}),
)
async def rotate(request: Request, id: str, caller: Callers) -> Response:
    """The new key has the old one's actor, scopes and networks, and a life of its own."""
    old = await _found(request, id, caller)
    here = resources(request)
    raw = await web.read_bytes(request)
    once = web.Once(here.db, tables.kernel, request, caller, raw, here.cipher)
    if (kept := await once.replay()) is not None:
        return kept
    if domain.state(old["expires_at"], old["revoked_at"], clock.stamp()) != "active":
        raise errors.not_active(id)
    body = web.validated(request, raw, RotateBody) if raw.strip() else RotateBody()
    try:
        return await once.write(
            lambda tx: rotation(tx, here, old, body.overlap_hours, caller.key_id), _answers(request)
        )
    except StaleWrite:
        raise errors.not_active(id) from None
    finally:
        here.keyring.forget(id)


def rotation(
    tx: Tx, here: Resources, old: dict[str, Any], overlap_hours: int, by_key: str | None
) -> dict[str, Any]:
    """The command of a rotation, with its instants drawn."""
    now = clock.now()
    key, end = commands.fresh(here.settings.key_env), clock.stamp(domain.expiry(None, now))
    return commands.rotate(
        tx, here.pepper, key, old, end, clock.stamp(now + timedelta(hours=overlap_hours)), by_key
    )


@router.delete(
    "/keys/{id}",
    operation_id="revokeKey",
    summary="Revoke a key",
    status_code=204,
    responses=documented(403, 404),
)
async def revoke(request: Request, id: str, caller: Callers) -> Response:
    """Every service refuses it within two seconds. Saying so twice changes nothing."""
    row = await _found(request, id, caller)
    here = resources(request)
    if row["revoked_at"] is None:
        with suppress(StaleWrite):  # somebody else has just revoked it
            await here.db.write(commands.revoke, id, caller.key_id)
        here.keyring.forget(id)
    return Response(None, 204)


@router.get(
    "/me",
    operation_id="whoAmI",
    summary="Who this key is",
    response_model=Me,
    responses=documented(),
)
async def me(request: Request, caller: Callers) -> Response:
    """Its actor, its scopes, and when it ends."""
    here = _seen(request, caller)
    if caller.key_id is None:
        raise unauthenticated("This needs a key: send it as `Authorization: Bearer <key>`.")
    async with here.db.read() as connection:
        row = await store.key(connection, caller.key_id)
    if row is None:
        raise not_found()
    return web.answer(
        request,
        {"id": row["key_id"], **{name: row[name] for name in ("actor", "scopes", "expires_at")}},
        private=True,
    )


@router.get(
    "/audit",
    operation_id="listAudit",
    summary="Who did what to which key",
    response_model=AuditPage,
    responses=documented(403),
)
async def audit(
    request: Request, caller: Callers, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """Newest first."""
    here = _seen(request, caller)
    caller.require("audit:read")
    before = web.decode_cursor(request, cursor, int)
    async with here.db.read() as connection:
        rows = await store.audit(connection, before[0] if before else None, limit + 1)
    items = [
        {name: row[name] for name in ("at", "by_key", "by_actor", "action", "key_id")}
        for row in rows[:limit]
    ]
    data, headers = web.page_links(
        request, items, [rows[limit - 1]["n"]] if len(rows) > limit else None
    )
    return web.answer(request, data, private=True, headers=headers)

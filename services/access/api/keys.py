"""Keys over HTTP: issued, listed, rotated, revoked."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Query, Request
from starlette.responses import Response

from kernel import clock, web
from kernel.auth import Caller
from kernel.errors import Problem, forbidden, needs_key, not_found
from kernel.web import Callers, Write
from kernel.web.idempotency import Command
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented
from services.access import errors
from services.access.api.dependencies import resources
from services.access.commands import keys as commands
from services.access.schemas import Issued, Key, KeyBody, KeyPage, Me, RotateBody, Rotated
from services.access.schemas.examples import ANSWERS
from services.access.store import actors
from services.access.store import keys as store

router = web.router("/access", "keys")
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


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """A key without its hash."""
    state = commands.current_state(row)
    return {"id": row["key_id"], "state": state, **{name: row[name] for name in SHOWN}}


class IssueKey(Write[None, KeyBody, dict[str, Any]]):
    """A new key, for whoever administers keys: any scope, for any actor."""

    model = KeyBody

    def __init__(self, request: Request, caller: Caller) -> None:
        self.resources = resources(request)
        super().__init__(request, caller, self.resources.writes)

    async def load(self) -> None:
        """Raise 401, and 403 for who does not administer keys."""
        self.caller.require("keys:admin")

    async def prepare(self, loaded: None, body: KeyBody) -> Command[dict[str, Any]]:
        """Raise 422 for an actor or an expiry that cannot be."""
        pepper, by = self.resources.pepper, self.caller.key_id
        grant = await commands.checked(self.resources.db, body.asked())
        key = commands.draw_key(self.resources.env)
        return lambda tx: commands.issue(tx, pepper, key, grant, by)

    def show(self, done: dict[str, Any]) -> Response:
        """The key, this once."""
        return _created(self.request, done)


class RotateKey(Write[dict[str, Any], RotateBody, dict[str, Any]]):
    """A successor for a key, for an administrator or the key's own holder."""

    model = RotateBody
    optional = True

    def __init__(self, request: Request, caller: Caller, id_: str) -> None:
        self.resources = resources(request)
        super().__init__(request, caller, self.resources.writes)
        self.id = id_

    async def load(self) -> dict[str, Any]:
        """Raise 401, 403 and 404."""
        return await _readable_key(self.request, self.id, self.caller)

    def permit(self, loaded: dict[str, Any], body: RotateBody | None) -> None:
        """Raise 403 for a longer life that no administrator asks for."""
        if body is not None and body.expires_at is not None:
            self.caller.require("keys:admin")

    def allow(self, loaded: dict[str, Any], body: RotateBody | None) -> None:
        """Raise 409 for a key that has ended."""
        if commands.current_state(loaded) != "active":
            raise self.overtaken()

    async def prepare(self, loaded: dict[str, Any], body: RotateBody) -> Command[dict[str, Any]]:
        """The successor is drawn in the command."""
        service, end = self.resources, body.expires_at
        wish = commands.Rotation(
            body.overlap_hours, self.caller.key_id, end and commands.checked_expiry(end)
        )
        return lambda tx: commands.rotate(tx, service.pepper, service.env, loaded, wish)

    def show(self, done: dict[str, Any]) -> Response:
        """The new key, this once."""
        return _created(self.request, done)

    def overtaken(self) -> Problem:
        """409: the key has ended meanwhile."""
        return errors.not_active(self.id)


def _created(request: Request, key: dict[str, Any]) -> Response:
    headers = {"Location": f"/access/keys/{key['id']}"}
    return web.answer(request, key, status=201, headers=headers)


@router.post(
    "/keys",
    operation_id="issueKey",
    summary="Issue a key, shown this once",
    status_code=201,
    response_model=Issued,
    responses=documented(403, 409, 413, 415, example=ANSWERS[Issued], status=201),
    openapi_extra=web.documented(
        KeyBody, example={"actor": "CIM", "scopes": ["reports:write"], "label": "CIM, informes"}
    ),
)
async def issue(request: Request, caller: Callers) -> Response:
    """For whoever administers keys: any scope, for any actor."""
    return await IssueKey(request, caller).run()


@router.get(
    "/keys",
    operation_id="listKeys",
    summary="Keys, newest first",
    response_model=KeyPage,
    responses=documented(403, example=ANSWERS[KeyPage]),
)
async def list_keys(
    request: Request,
    caller: Callers,
    actor: Annotated[str | None, Query(max_length=40)] = None,
    state: Literal["active", "expired", "revoked"] | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """Without the keys themselves."""
    caller.require("keys:admin")
    after = web.decode_cursor(request, cursor, str, str)
    wanted = store.Wanted(actor, state, clock.stamp())
    rows, last = web.cut(await _read(request, wanted, after, limit), limit, "created_at", "key_id")
    data, headers = web.page_links(request, [shown(row) for row in rows], last)
    return web.answer(request, data, private=True, headers=headers)


async def _read(
    request: Request, wanted: store.Wanted, after: Sequence[str] | None, limit: int
) -> list[dict[str, Any]]:
    """The keys of a page and one more."""
    async with resources(request).db.read() as connection:
        await actors.require_known(connection, wanted.actor)
        return await store.page(connection, wanted, after, limit + 1)


@router.get(
    "/keys/{id}",
    operation_id="getKey",
    summary="One key",
    response_model=Key,
    responses=documented(403, 404, example=ANSWERS[Key]),
)
async def get_key(request: Request, id: str, caller: Callers) -> Response:
    """For whoever administers keys, and for the key's own holder."""
    return web.answer(request, shown(await _readable_key(request, id, caller)), private=True)


async def _readable_key(request: Request, id_: str, caller: Caller) -> dict[str, Any]:
    """The key, for an administrator or its own holder.

    Others get the same 403 whether it exists or not.
    """
    if caller.anonymous:
        raise needs_key()
    if not caller.may("keys:admin") and caller.key_id != id_:
        detail = "This needs a key with the scope keys:admin, or the key itself."
        raise forbidden(detail, scopes=["keys:admin"])
    return await _key(request, id_)


async def _key(request: Request, id_: str) -> dict[str, Any]:
    """A key. Raises 404."""
    async with resources(request).db.read() as connection:
        row = await store.key(connection, id_)
    if row is None:
        raise not_found()
    return row


@router.post(
    "/keys/{id}/rotate",
    operation_id="rotateKey",
    summary="Issue a successor; both are valid during the overlap",
    status_code=201,
    response_model=Rotated,
    responses=documented(403, 404, 409, 413, 415, example=ANSWERS[Rotated], status=201),
    openapi_extra=web.documented(RotateBody, example={"overlap_hours": 24}, required=False),
)
async def rotate(request: Request, id: str, caller: Callers) -> Response:
    """The new key has the old one's actor, scopes and networks, and a life of its own."""
    try:
        return await RotateKey(request, caller, id).run()
    finally:
        resources(request).keyring.forget(id)


@router.delete(
    "/keys/{id}",
    operation_id="revokeKey",
    summary="Revoke a key",
    status_code=204,
    responses=documented(403, 404),
)
async def revoke(request: Request, id: str, caller: Callers) -> Response:
    """Every service refuses it, and what was made from it, within two seconds."""
    await _readable_key(request, id, caller)
    service = resources(request)
    for revoked in await commands.revoke_line(service.db, id, caller.key_id):
        service.keyring.forget(revoked)
    return Response(None, 204)


@router.get(
    "/me",
    operation_id="whoAmI",
    summary="Who this key is",
    response_model=Me,
    responses=documented(example=ANSWERS[Me]),
)
async def me(request: Request, caller: Callers) -> Response:
    """Its actor, its scopes, and when it ends."""
    if caller.key_id is None:
        raise needs_key()
    row = await _key(request, caller.key_id)
    rights = {name: row[name] for name in ("actor", "scopes", "expires_at")}
    return web.answer(request, {"id": row["key_id"], **rights}, private=True)

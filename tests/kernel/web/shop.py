"""A small made-up service over HTTP: notes that can be read, listed, made and changed."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any

import httpx2
from fastapi import APIRouter, FastAPI, Query, Request
from pydantic import Field
from sqlalchemy import select, update
from starlette.responses import Response

from kernel import web
from kernel.auth import Caller, Keyring, compose, keyed_hash
from kernel.db import Database, Tx
from kernel.errors import not_found
from kernel.web import (
    Callers,
    IdempotentWrites,
    Languages,
    Write,
    answer,
    documented,
    page_links,
    require_match,
)
from kernel.web.bodies import Body
from kernel.web.idempotency import Command
from kernel.web.limits import Rates
from kernel.web.paging import Cursor, Limit
from kernel.web.problems import documented as problems
from tests.kernel import demo
from tests.kernel.demo import notes

PEPPER = "pepper"
SCOPES = {"writer": '["reports:write"]', "reader": "[]"}


class Part(Body):
    """A part of a note."""

    count: int = Field(ge=0, le=10**9)


class NewNote(Body):
    """What makes a note."""

    id: str = Field(max_length=40)
    text: str = Field(max_length=40)
    part: Part | None = None


def key(name: str) -> str:
    """The key of a made-up caller."""
    return compose("live", name, "s" * 32)


class Well:
    """Everything is at hand."""

    def __init__(self, db: Database) -> None:
        self.db, self.keyring = db, Keyring(db, demo.kernel, PEPPER)

    async def ready(self) -> Mapping[str, Any]:
        return {"database": {"ready": True}, "log": {"ready": True}}

    async def measure(self) -> None: ...


async def _broken() -> None:
    raise ZeroDivisionError("a secret of the house")


class MakeNote(Write[None, NewNote, str]):
    """A note is made."""

    model = NewNote

    def permit(self, loaded: None, body: NewNote | None) -> None:
        self.caller.require("reports:write")

    async def load(self) -> None: ...

    async def prepare(self, loaded: None, body: NewNote) -> Command[str]:
        return lambda tx: demo.note(tx, body.id, body.text)

    def show(self, done: str) -> Response:
        headers = {"Location": f"/shop/notes/{done}"}
        return answer(self.request, {"id": done}, status=201, etag='"1"', headers=headers)


class ChangeNote(Write[int, NewNote, int]):
    """A note is changed."""

    model = NewNote

    def __init__(
        self, request: Request, caller: Caller, writes: IdempotentWrites, db: Database, id_: str
    ) -> None:
        super().__init__(request, caller, writes)
        self.db, self.id = db, id_

    async def load(self) -> int:
        return await revision(self.db, self.id)

    def permit(self, loaded: int, body: NewNote | None) -> None:
        self.caller.require("reports:write")

    def match(self, loaded: int) -> None:
        require_match(self.request, f'"{loaded}"')

    async def prepare(self, loaded: int, body: NewNote) -> Command[int]:
        def command(tx: Tx) -> int:
            mine = update(notes).where(notes.c.id == self.id, notes.c.revision == loaded)
            tx.execute(mine.values(text=body.text, revision=loaded + 1))
            return loaded + 1

        return command

    def show(self, done: int) -> Response:
        return answer(self.request, {"revision": done}, etag=f'"{done}"')


async def revision(db: Database, id_: str) -> int:
    """The revision of a note. Raises 404."""
    async with db.read() as connection:
        found = await connection.scalar(select(notes.c.revision).where(notes.c.id == id_))
    if found is None:
        raise not_found()
    return int(found)


def build(db: Database, rates: Rates = Rates(), health: Any = Well, version: Any = None) -> FastAPI:  # noqa: B008 - frozen
    """The application."""
    router = web.router("", "shop")
    app = web.create("shop", "Shop", "/shop", health(db), rates, version)
    _reads(router, db)
    _writes(router, db)
    router.add_api_route("/shop/broken", _broken, operation_id="broken", responses=problems())
    web.include(app, router)
    return app


def _reads(router: APIRouter, db: Database) -> None:
    @router.get("/shop/notes", operation_id="list_notes", responses=problems(404))
    async def listing(
        request: Request, caller: Callers, lang: Languages, limit: Limit = 50, cursor: Cursor = None
    ) -> Response:
        after = web.decode_cursor(request, cursor, str)
        later = select(notes.c.id).where(notes.c.id > (after[0] if after else ""))
        async with db.read() as connection:
            ids = list(await connection.scalars(later.order_by(notes.c.id)))
        more = [ids[limit - 1]] if len(ids) > limit else None
        data, headers = page_links(request, ids[:limit], more)
        return answer(request, data, lang=lang, headers=headers)

    @router.get("/shop/notes/{id_}", operation_id="read_note", responses=problems(404))
    async def read(
        request: Request,
        caller: Callers,
        id_: str,
        year: Annotated[int | None, Query(ge=2016, le=2100)] = None,
    ) -> Response:
        return answer(request, {"id": id_, "revision": await revision(db, id_)})


def _writes(router: APIRouter, db: Database) -> None:
    writes = IdempotentWrites(db, demo.kernel)

    @router.post(
        "/shop/notes",
        operation_id="make_note",
        status_code=201,
        responses=problems(403, 409, 413, 415),
        openapi_extra=documented(NewNote, example={"id": "a", "text": "x"}),
    )
    async def make(request: Request, caller: Callers) -> Response:
        return await MakeNote(request, caller, writes).run()

    @router.put(
        "/shop/notes/{id_}",
        operation_id="change_note",
        responses=problems(404, 412, 428),
        openapi_extra=documented(NewNote, example={"id": "a", "text": "y"}),
    )
    async def change(request: Request, caller: Callers, id_: str) -> Response:
        return await ChangeNote(request, caller, writes, db, id_).run()


def key_rows(tx: Tx) -> None:
    """Queue the keys of the made-up callers."""
    for name, scopes in SCOPES.items():
        tx.insert(
            demo.kernel.keys,
            {
                "key_id": name,
                "hash": keyed_hash(PEPPER, "s" * 32),
                "actor": None,
                "scopes": scopes,
                "networks": "[]",
                "expires_at": None,
                "revoked_at": None,
            },
        )


@asynccontextmanager
async def client(app: FastAPI, who: str | None = "writer") -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the application, calling with a key (None: without)."""
    headers = {"Authorization": f"Bearer {key(who)}"} if who else {}
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="http://test", headers=headers
    ) as opened:
        yield opened

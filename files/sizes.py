"""How large the files of a service are: noted whenever one is made, told in one list.

Who reads the list sets off the making of what nobody has asked for since the register moved: in the
background, one after the other, and seldom what takes long. It does not wait for that. Files of
an earlier moment are not made for the list.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Annotated, Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from fastapi import APIRouter, FastAPI, Query, Request
from pydantic import BaseModel
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel import clock, logging, web
from kernel.web import Callers, Languages
from kernel.web.language import accepted
from kernel.web.problems import documented

WAIT_SECONDS = 0.2  # that a list waits for sizes which nobody knows yet
STILL_SECONDS = 20.0  # that a register has not moved before its files are made again
LONG, SELDOM = 2.0, 3600.0  # seconds: what takes longer to make is made again once in these
KEPT = 1_000  # files that are known
TRIES, PAUSE_SECONDS = 60, 5.0  # for a workbook that is made in the background

log = logging.get("files")


class Stand(NamedTuple):
    """Where the register stood, and when it came there."""

    position: int | None
    recorded_at: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of a service; `speaks`: each language has bytes of its own."""

    address: str
    media_type: str
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """What is known of a file that was made: `seconds` it took, and when that was."""

    size: int
    tag: bytes
    stand: Stand
    seconds: float
    at: float


class FileSize(BaseModel):
    """A file, and how large it was when it was last made: at `position`, recorded at that time."""

    address: str
    media_type: str
    size: int | None
    position: int | None
    recorded_at: str | None


class FileSizes(BaseModel):
    """The files of a service."""

    items: list[FileSize]
    next: str | None = None


AsOf = Annotated[str | None, Query(max_length=40, description="A position, or an RFC 3339 instant")]
EXAMPLE = {
    "items": [
        {
            "address": "/indicators/data.csv",
            "media_type": "text/csv",
            "size": 2716309,
            "position": 4182,
            "recorded_at": "2026-11-20T10:00:00.000000Z",
        }
    ],
    "next": None,
}


Key = tuple[str, str, str]  # of a file: its address, language and moment
At = Callable[[Request, str], Awaitable[Stand]]


class Sizes:
    """The sizes of the files of one application."""

    def __init__(
        self, files: Sequence[Listed], stand: Callable[[], Awaitable[Stand]], at: At
    ) -> None:
        """`stand`: where the register stands; `at`: where it stood at a moment, or 422."""
        self._files, self._stand, self._at = {one.address: one for one in files}, stand, at
        self._notes: dict[Key, Note] = {}
        self._seen: tuple[Stand | None, float] = (None, 0.0)
        self._task: asyncio.Task[None] | None = None
        self.inner: ASGIApp | None = None  # set by the application's first request

    def install(self, app: FastAPI) -> None:
        """Note what this application makes; behind its kept answers, which are not made."""
        app.user_middleware.append(Middleware(Noting, sizes=self))

    async def listed(self, app: FastAPI, lang: str) -> list[dict[str, Any]]:
        """Every file with what is known of it in a language."""
        stand = await self._stand()
        if stand != self._seen[0]:
            self._seen = (stand, monotonic())
        if self._due(lang) and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._make(app, lang), name="sizes of files")
        if self._task and any(self._note(one, lang) is None for one in self._files.values()):
            await asyncio.wait({self._task}, timeout=WAIT_SECONDS)
        return [self._shown(one, lang) for one in self._files.values()]

    async def listed_at(self, request: Request, lang: str, as_of: str) -> list[dict[str, Any]]:
        """Every file of a moment. Raises 422."""
        stand = (await self._at(request, as_of))._asdict()
        query = urlencode({"as_of": as_of})
        return [
            {**self._shown(one, lang, as_of), "address": f"{one.address}?{query}", **stand}
            for one in self._files.values()
        ]

    def key(self, scope: Scope) -> Key | None:
        """By what the answer to a request is noted; None for what is no file of the list."""
        file, asked = self._files.get(scope["path"]), parse_qs(scope["query_string"].decode())
        if file is None or scope["method"] != "GET" or asked.keys() - {"lang", "as_of"}:
            return None
        headers = dict(scope["headers"])
        if b"authorization" in headers:
            return None
        wished = accepted(headers.get(b"accept-language", b"").decode("latin-1"))
        return self._key(file, asked.get("lang", [wished])[0], asked.get("as_of", [""])[0])

    def _key(self, file: Listed, lang: str, as_of: str = "") -> Key:
        return file.address, lang if file.speaks else "", as_of

    def _note(self, file: Listed, lang: str, as_of: str = "") -> Note | None:
        return self._notes.get(self._key(file, lang, as_of))

    def _shown(self, file: Listed, lang: str, as_of: str = "") -> dict[str, Any]:
        note = self._note(file, lang, as_of)
        stand = note.stand if note else Stand(None, None)
        said = {"address": file.address, "media_type": file.media_type.partition(";")[0]}
        return {**said, "size": note.size if note else None, **stand._asdict()}

    def known(self, key: Key, tag: bytes) -> int | None:
        """The size of what has this tag."""
        note = self._notes.get(key)
        return note.size if note and note.tag == tag else None

    async def settled(self) -> None:
        """Wait until nothing is being made."""
        if self._task:
            await self._task

    async def stand(self) -> Stand:
        """Where the register stands."""
        return await self._stand()

    def note(self, key: Key, note: Note) -> None:
        """Keep what a file was like, and forget what was made first where that is too much."""
        self._notes.pop(key, None)
        self._notes[key] = note
        if len(self._notes) > KEPT:
            del self._notes[next(iter(self._notes))]

    def _due(self, lang: str) -> list[Listed]:
        """What nobody has asked for yet, and of a register that stands still what is older."""
        return [one for one in self._files.values() if self._is_due(self._note(one, lang))]

    def _is_due(self, note: Note | None) -> bool:
        stand, since = self._seen
        if note is None or note.stand == stand:
            return note is None
        now = monotonic()
        seldom = note.seconds > LONG and now - note.at < SELDOM
        return now - since > STILL_SECONDS and not seldom

    async def _make(self, app: FastAPI, lang: str) -> None:
        try:
            for one in self._due(lang):
                await self._made(app, one.address, lang)
        except Exception as error:
            log.warning("the size of a file is not known", reason=repr(error))

    async def _made(self, app: FastAPI, address: str, lang: str) -> None:
        """Ask for a file as a reader does, and throw it away; again while it is under way."""
        for _ in range(TRIES):
            statuses: list[int] = []

            async def throw_away(message: Message, found: list[int] = statuses) -> None:
                found.extend([message["status"]] if "status" in message else [])

            assert self.inner is not None
            await self.inner(_asking(app, address, lang), _nothing, throw_away)
            if 202 not in statuses:
                return
            await asyncio.sleep(PAUSE_SECONDS)


class Noting:
    """Middleware that notes the size of each file that is made, and tells it by HEAD."""

    def __init__(self, app: ASGIApp, sizes: Sizes) -> None:
        self._app, self._sizes = app, sizes
        sizes.inner = self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = self._sizes.key(scope) if scope["type"] == "http" else None
        if key is None:
            await self._app(scope, receive, send)
        elif scope.get("asked") == "HEAD":
            await self._app(scope, receive, self._telling(key, send))
        else:
            await self._noting(key, scope, receive, send)

    def _telling(self, key: Key, send: Send) -> Send:
        async def tell(message: Message) -> None:
            headers = dict(message.get("headers", ()))
            size = self._sizes.known(key, headers.get(b"etag", b""))
            if size is not None and message["status"] == 200 and b"content-length" not in headers:
                length = (b"content-length", str(size).encode())
                message = {**message, "headers": [*message["headers"], length]}
            await send(message)

        return tell

    async def _noting(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        began, before = monotonic(), await self._sizes.stand()
        size, tag, whole = 0, b"", False

        async def count(message: Message) -> None:
            nonlocal size, tag, whole
            if message.get("status") == 200:
                tag = _plain_tag(dict(message["headers"]))
            size += len(message.get("body", b""))
            whole = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        await self._app(scope, receive, count)
        if tag and whole and await self._sizes.stand() == before:
            now = monotonic()
            self._sizes.note(key, Note(size, tag, before, now - began, now))


def _plain_tag(headers: Mapping[bytes, bytes]) -> bytes:
    """The tag of what is sent as it is; nothing for what is packed on the way."""
    return b"" if b"content-encoding" in headers else headers.get(b"etag", b"")


def _asking(app: FastAPI, address: str, lang: str) -> Scope:
    """What the server makes of a request for a file."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "http",
        "method": "GET",
        "asked": "GET",
        "path": address,
        "raw_path": address.encode(),
        "root_path": "",
        "query_string": f"lang={lang}".encode(),
        "headers": [(b"host", b"localhost")],
        "client": None,
        "server": ("localhost", 80),
        "state": {},
        "app": app,
        "request_id": clock.request_id(),
    }


async def _nothing() -> Message:
    """The body of a request that has none; nobody goes away."""
    return {"type": "http.request", "body": b"", "more_body": False}


def router(prefix: str) -> APIRouter:
    """The list of a service."""
    made = web.router(prefix, "exports")

    @made.get(
        "/files",
        operation_id="listFiles",
        summary="The files that can be downloaded, with size and date",
        response_model=FileSizes,
        responses=documented(example=EXAMPLE),
    )
    async def files(
        request: Request, _caller: Callers, lang: Languages, as_of: AsOf = None
    ) -> Response:
        """As each was when it was last made; no size: it has not been made since the start.
        `as_of`: the files of that moment, with their addresses.
        """
        sizes: Sizes = request.app.state.sizes
        if as_of is None:
            items = await sizes.listed(request.app, lang)
        else:
            items = await sizes.listed_at(request, lang, as_of)
        return web.answer(request, {"items": items, "next": None}, live=True)

    return made

"""Ready-made answers: what depends only on address, language and position is made once and given as bytes, before routing."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from starlette.types import Message, Scope, Send

from kernel.db import Lookup
from kernel.errors import Unavailable

TRUSTED_SECONDS = 0.05  # how long a position is used without asking again, as long as nothing newer was answered here
AHEAD_SECONDS = 0.02  # how long before that it is asked for again, so that nobody has to wait for the answer
LARGEST, LARGEST_OF_ALL = 1024 * 1024, 32 * 1024 * 1024
SMALLEST_PACKED = 600

Headers = list[tuple[bytes, bytes]]
Key = tuple[str, bytes, bytes]  # path, query, Accept-Language


@dataclass(slots=True)
class Made:
    """One answer: the route it came from (for the metrics), its headers, its bytes; packed once somebody can read that."""

    route: Any
    headers: Headers
    tag: bytes
    body: bytes
    packed: tuple[Headers, bytes] | None = None

    def for_(self, asked: Mapping[bytes, bytes]) -> tuple[int, Headers, bytes]:
        """(status, headers, body) for whoever asks with these headers."""
        headers, body = self.headers, self.body
        if len(body) >= SMALLEST_PACKED and b"gzip" in asked.get(b"accept-encoding", b""):
            headers, body = self.packed = self.packed or _packed(self)
        if (known := asked.get(b"if-none-match")) is not None and _known(self.tag, known):
            return 304, [header for header in headers if header[0] != b"content-length"], b""
        return 200, headers, body


def key_of(scope: Scope, asked: Mapping[bytes, bytes]) -> Key | None:
    """What the answer to this request is kept under; None where it may depend on more."""
    if scope["method"] != "GET" or b"authorization" in asked:
        return None
    return scope["path"], scope["query_string"], asked.get(b"accept-language", b"")


class ReadyMade:
    """The kept answers of a service. `version` tells what all of them depend on; when it moves they are dropped."""

    def __init__(self, version: Callable[[], Awaitable[Hashable]]) -> None:
        async def fetch(_keys: object) -> dict[str, Hashable]:
            return {"": await version()}

        self._asking = Lookup(fetch)
        self._version: Hashable = None
        self._until = 0.0
        self._newer = 0  # how often an answer went out that may tell of a newer version
        self._ahead: asyncio.Task[bool] | None = None
        self._answers: dict[Key, Made] = {}
        self._bytes = 0

    async def find(self, key: Key | None) -> Made | None:
        """The kept answer, None when there is none; where the version is not known to hold, it is asked for first."""
        if key is None:
            return None
        if (left := self._until - monotonic()) <= 0:
            if not await self._ask():
                return None
        elif left < AHEAD_SECONDS and (self._ahead is None or self._ahead.done()):
            self._ahead = asyncio.create_task(self._ask(), name="ready-made")
        return self._answers.get(key)

    async def _ask(self) -> bool:
        """Learn the version; what was kept for another one is dropped. False: the database cannot answer now."""
        began, newer = monotonic(), self._newer
        try:
            version = await self._asking.find("")
        except Unavailable:
            return False
        if version != self._version:
            self._answers.clear()
            self._bytes, self._version = 0, version
        if newer == self._newer:  # else whoever asks from now on may have seen an answer that is newer than this
            self._until = began + TRUSTED_SECONDS
        return True

    def keeping(self, scope: Scope, key: Key | None, send: Send) -> Send:
        """Sends on an answer that is made now, and keeps it where its door said that it may be (`scope["keep"]`)."""
        version = self._version if monotonic() < self._until else None
        headers: Headers | None = None

        async def sent_on(message: Message) -> None:
            nonlocal headers
            if message["type"] == "http.response.start":
                self._until, self._newer = 0.0, self._newer + 1  # it may tell of a newer version: nothing older is given after it
                if message["status"] == 200 and key and version is not None and scope.get("keep"):
                    headers = list(message["headers"])
            elif message["type"] == "http.response.body" and key and headers is not None and not message.get("more_body"):
                self._keep(key, version, Made(scope.get("route"), headers, dict(headers)[b"etag"], message["body"]))
            await send(message)

        return sent_on

    def _keep(self, key: Key, version: Hashable, made: Made) -> None:
        """Keep an answer that was made for a version, if that still holds."""
        if version != self._version or len(made.body) > LARGEST:
            return
        if self._bytes + 2 * len(made.body) > LARGEST_OF_ALL:
            self._answers.clear()
            self._bytes = 0
        self._answers[key] = made
        self._bytes += 2 * len(made.body)  # with room for the packed one


def _packed(made: Made) -> tuple[Headers, bytes]:
    """Compressed: another representation, so with another ETag."""
    body = gzip.compress(made.body, 6)
    own = {b"etag": made.tag[:-1] + b'-gzip"', b"content-length": b"%d" % len(body)}
    headers = [(name, own.get(name, value + b", Accept-Encoding" if name == b"vary" else value)) for name, value in made.headers]
    return [*headers, (b"content-encoding", b"gzip")], body


def _known(tag: bytes, header: bytes) -> bool:
    """Whether an `If-None-Match` names this answer, in either representation."""
    named = (part.strip().removeprefix(b"W/") for part in header.split(b","))
    return header in (tag, b"*") or not {tag, tag[:-1] + b'-gzip"', b"*"}.isdisjoint(named)

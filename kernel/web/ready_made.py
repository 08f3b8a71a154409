"""Ready-made answers: what depends only on address, language and position is made once and given as bytes, before routing."""

import gzip
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from starlette.types import Message, Scope, Send

from kernel.db import Gather
from kernel.errors import Unavailable

TRUSTED_SECONDS = 0.05  # how long a position is used without asking again, as long as nothing newer was answered here
LARGEST, LARGEST_OF_ALL = 1024 * 1024, 32 * 1024 * 1024
SMALLEST_PACKED = 600

Headers = list[tuple[bytes, bytes]]
Key = tuple[str, bytes, bytes]  # path, query, Accept-Language


@dataclass(slots=True)
class _Made:
    """One answer: the route it came from (for the metrics), its headers, its bytes; packed once somebody can read that."""

    route: Any
    headers: Headers
    tag: bytes
    body: bytes
    packed: bytes | None = None


class ReadyMade:
    """The kept answers of a service. `version` tells what all of them depend on; when it moves they are dropped."""

    def __init__(self, version: Callable[[], Awaitable[Hashable]]) -> None:
        async def fetch(_keys: object) -> dict[str, Hashable]:
            return {"": await version()}

        self._asking = Gather(fetch)
        self._version: Hashable = None
        self._until = 0.0
        self._answers: dict[Key, _Made] = {}
        self._bytes = 0

    async def give(self, scope: Scope, asked: Mapping[bytes, bytes], send: Send) -> Send | None:
        """Answer from what is kept, and return None; else where the answer is to be sent that is made now."""
        if scope["method"] != "GET" or b"authorization" in asked or not (monotonic() < self._until or await self._looked()):
            return _Keeping(self, self._version, None, scope, send)
        key = (scope["path"], scope["query_string"], asked.get(b"accept-language", b""))
        made = self._answers.get(key)
        if made is None:
            return _Keeping(self, self._version, key, scope, send)
        scope["route"] = made.route
        packed = b"gzip" in asked.get(b"accept-encoding", b"") and len(made.body) >= SMALLEST_PACKED
        headers, body = (made.headers, made.body) if not packed else _packed(made)
        if _known(made.tag, asked.get(b"if-none-match", b"")):
            await send({"type": "http.response.start", "status": 304, "headers": [h for h in headers if h[0] != b"content-length"]})
            await send({"type": "http.response.body", "body": b""})
        else:
            await send({"type": "http.response.start", "status": 200, "headers": list(headers)})
            await send({"type": "http.response.body", "body": body})
        return None

    async def _looked(self) -> bool:
        """Whether the version is known; what was kept for another one is dropped."""
        began = monotonic()
        try:
            version = await self._asking.find("")
        except Unavailable:
            return False
        if version != self._version:
            self._answers.clear()
            self._bytes, self._version = 0, version
        self._until = began + TRUSTED_SECONDS
        return True

    def look_again(self) -> None:
        """An answer goes out that may tell of a newer version: nothing older is given after it."""
        self._until = 0.0

    def keep(self, key: Key, version: Hashable, made: _Made) -> None:
        """Keep an answer that was made for a version, if that still holds."""
        if version != self._version or len(made.body) > LARGEST:
            return
        if self._bytes + 2 * len(made.body) > LARGEST_OF_ALL:
            self._answers.clear()
            self._bytes = 0
        self._answers[key] = made
        self._bytes += 2 * len(made.body)  # with room for the packed one


class _Keeping:
    """Sends an answer on, and keeps it where its door said that it may be (`scope["keep"]`)."""

    def __init__(self, kept: ReadyMade, version: Hashable, key: Key | None, scope: Scope, send: Send) -> None:
        self._kept, self._version, self._key, self._scope, self._send = kept, version, key, scope, send
        self._headers: Headers | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._kept.look_again()
            if message["status"] == 200 and self._key and self._scope.get("keep"):
                self._headers = list(message["headers"])
        elif message["type"] == "http.response.body" and self._key and self._headers is not None and not message.get("more_body"):
            tag = dict(self._headers)[b"etag"]
            self._kept.keep(self._key, self._version, _Made(self._scope.get("route"), self._headers, tag, message["body"]))
        await self._send(message)


def _packed(made: _Made) -> tuple[Headers, bytes]:
    """Compressed: another representation, so with another ETag."""
    if made.packed is None:
        made.packed = gzip.compress(made.body, 6)
    own = {b"etag": made.tag[:-1] + b'-gzip"', b"content-length": b"%d" % len(made.packed)}
    headers = [(name, own.get(name, value + b", Accept-Encoding" if name == b"vary" else value)) for name, value in made.headers]
    return [*headers, (b"content-encoding", b"gzip")], made.packed


def _known(tag: bytes, header: bytes) -> bool:
    """Whether an `If-None-Match` names this answer, in either representation."""
    if not header:
        return False
    return header.strip() == b"*" or not {tag, tag[:-1] + b'-gzip"'}.isdisjoint(part.strip().removeprefix(b"W/") for part in header.split(b","))

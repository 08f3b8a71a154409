"""Cached responses: a public answer that depends only on address, language and version is rendered
once and sent as bytes, before routing.
"""

import gzip
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from sys import getsizeof
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kernel import tracing
from kernel.db import SharedRead
from kernel.errors import Unavailable
from kernel.web.language import accepted
from kernel.web.middleware import PROBES

TRUSTED_SECONDS = 0.05
LARGEST, LARGEST_OF_ALL = 1024 * 1024, 3 * 1024 * 1024
SMALLEST_PACKED = 600
PLACE = 200  # in the dictionary of answers

Headers = list[tuple[bytes, bytes]]
Key = tuple[str, bytes, str]  # path, query, language


@dataclass(slots=True)
class CachedResponse:
    """One answer: the route it came from (for the metrics), its headers, its bytes; packed once
    somebody can read that.
    """

    route: Any
    headers: Headers
    tag: bytes
    body: bytes
    packed: tuple[Headers, bytes] | None = None

    def for_(self, asked: Mapping[bytes, bytes]) -> tuple[Message, Message]:
        """Head and body of the answer to whoever asks with these headers."""
        status, (headers, body) = 200, self._form(asked.get(b"accept-encoding", b""))
        if _known(self.tag, asked.get(b"if-none-match", b"")):
            headers = [header for header in headers if header[0] != b"content-length"]
            status, body = 304, b""
        head = {"type": "http.response.start", "status": status, "headers": headers}
        return head, {"type": "http.response.body", "body": body}

    def _form(self, accepted: bytes) -> tuple[Headers, bytes]:
        """Headers and body as they are, or packed for whoever can read that."""
        if len(self.body) < SMALLEST_PACKED or not takes_gzip(accepted):
            return self.headers, self.body
        self.packed = self.packed or _packed(self)
        return self.packed


class ResponseCache:
    """The layer that keeps public answers of a service.

    `version` tells what all of them depend on; when it moves they are dropped.
    """

    def __init__(
        self, app: ASGIApp, version: Callable[[], Awaitable[object]], trusted: float | None = None
    ) -> None:
        """`trusted`: for how many seconds a version is used without asking again, as long as
        nothing newer was answered here; TRUSTED_SECONDS when it is None.
        """
        self._app = app
        self._shared_version = SharedRead(version, TRUSTED_SECONDS if trusted is None else trusted)
        self._version: object = None
        self._answers: dict[Key, CachedResponse] = {}
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # of a header that stands twice the first counts, as it does for the routes
        asked = dict(reversed(scope["headers"]))
        key = _key(scope, asked)
        if key and (made := await self._find(key)):
            scope["route"] = made.route
            was_packed, messages = made.packed, made.for_(asked)
            if made.packed and not was_packed:
                self._bytes += len(made.packed[1])
            for message in messages:
                await send(message)
        else:
            await self._app(scope, receive, self._caching(scope, key, send))

    def _caching(self, scope: Scope, key: Key | None, send: Send) -> Send:
        """Sends on an answer that is made now, and keeps it where its route said that it may be
        (`scope["keep"]`).
        """
        # the answer will be of this version or of a later one, never of an earlier one
        version, head = self._version, list[Message]()

        async def caching(message: Message) -> None:
            if message["type"] == "http.response.start":
                # it may tell of a newer version: nothing older is given after it
                self._shared_version.forget()
                head[:] = [message]
            elif key and scope.get("keep") and version == self._version:
                self._keep_made(key, scope, head[0], message["body"])
            await send(message)

        return caching

    async def _find(self, key: Key) -> CachedResponse | None:
        """The kept answer; None when there is none, or when the database cannot say whether it
        holds.
        """
        try:
            version = await self._shared_version.get()
        except Unavailable:
            return None
        if version != self._version:
            self._clear()
        self._version = version
        return self._answers.get(key)

    def _clear(self) -> None:
        self._answers.clear()
        self._bytes = 0

    def _keep_made(self, key: Key, scope: Scope, head: Message, body: bytes) -> None:
        if head["status"] == 200 and len(body) <= LARGEST:
            tag = dict(head["headers"])[b"etag"]
            self._keep(key, CachedResponse(scope.get("route"), head["headers"], tag, body))

    def _keep(self, key: Key, made: CachedResponse) -> None:
        size = _cost(key, made)
        if self._bytes + size > LARGEST_OF_ALL:
            self._clear()
        self._answers[key] = made
        self._bytes += size


def _key(scope: Scope, asked: Mapping[bytes, bytes]) -> Key | None:
    """What the answer to this request is kept under; None where it may depend on more, for probes,
    and where every request is traced.
    """
    reads = scope["method"] == "GET" and b"authorization" not in asked
    if not reads or scope["path"].endswith(PROBES) or tracing.on():
        return None
    languages = asked.get(b"accept-language", b"").decode("latin-1")
    return scope["path"], scope["query_string"], accepted(languages)


def _cost(key: Key, made: CachedResponse) -> int:
    """The memory of a kept answer, with its key, its place, and both forms of its headers."""
    texts = [*key, made.tag, *(text for header in made.headers for text in header)]
    objects = [key, made, made.headers, *made.headers, *texts]
    return PLACE + 2 * sum(map(getsizeof, objects)) + getsizeof(made.body)


def takes_gzip(accepted: bytes) -> bool:
    """Whether an `Accept-Encoding` names gzip, or every coding, with a weight that is not 0."""
    if accepted in (b"gzip, deflate", b"gzip, deflate, br, zstd", b""):  # what nearly all send
        return bool(accepted)
    weights = dict(map(_weighed, accepted.lower().split(b",")))
    return weights.get(b"gzip", weights.get(b"*", False))


def _weighed(coding: bytes) -> tuple[bytes, bool]:
    name, _, parameters = coding.partition(b";")
    return name.strip(), not re.fullmatch(rb"\s*q\s*=\s*0(\.0*)?\s*", parameters)


def _packed(made: CachedResponse) -> tuple[Headers, bytes]:
    """Compressed: another representation, so with another ETag."""
    body = gzip.compress(made.body, 6)
    own = {b"etag": made.tag[:-1] + b'-gzip"', b"content-length": b"%d" % len(body)}
    headers = [(name, own.get(name, value)) for name, value in made.headers]
    return [*headers, (b"content-encoding", b"gzip")], body


def _known(tag: bytes, header: bytes) -> bool:
    """Whether an `If-None-Match` names this answer, in either representation."""
    named = (part.strip().removeprefix(b"W/") for part in header.split(b","))
    return header in (tag, b"*") or not {tag, tag[:-1] + b'-gzip"', b"*"}.isdisjoint(named)

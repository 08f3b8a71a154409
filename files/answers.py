"""Answers that are files: whole ones, and those that are sent while they are made."""

import hashlib
import re
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, cast

from anyio import CancelScope
from fastapi import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Send

from kernel.web.answers import PRIVATE, PUBLIC, etag_matches
from kernel.web.language import wished
from kernel.web.problems import documented
from kernel.web.response_cache import takes_gzip

Pieces = AsyncGenerator[bytes, None]  # what a file is made by
LEVEL, GZIP = 6, 31  # of zlib: how much it tries, and the form it writes
TEXT = re.compile(r"text/|application/([\w.-]+\+)?(jsonl?|xml|csv)\b")  # what is worth packing


@dataclass(frozen=True, slots=True)
class About:
    """What an answer says of its file: media type, name, and tag; `private`: it depends on the
    caller. `lang`: its language, the one asked for unless given.
    """

    media_type: str
    name: str
    tag: str
    private: bool = False
    lang: str | None = None

    @property
    def packs(self) -> bool:
        """Whether it may be sent packed: it is text, and no secret can be guessed by its size."""
        return not self.private and TEXT.match(self.media_type) is not None


def tag_of(*parts: Any) -> str:
    """The ETag of a file that these say everything about."""
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def headers(request: Request, about: About) -> dict[str, str]:
    """The headers of a file."""
    return {
        "ETag": about.tag,
        "Cache-Control": PRIVATE if about.private else PUBLIC,
        "Vary": "Authorization, Accept-Language" + (", Accept-Encoding" if about.packs else ""),
        "Content-Language": about.lang or wished(request),
        "Content-Disposition": f'attachment; filename="{about.name}"',
    }


def known(request: Request, about: About) -> bool:
    """Whether the caller has this file."""
    named = request.headers.get("if-none-match", "")
    return etag_matches(named, about.tag) or etag_matches(named, _packed_tag(about))


def _packed_tag(about: About) -> str:
    return about.tag[:-1] + '-gzip"'


def file(
    request: Request, content: bytes, media_type: str, name: str, lang: str | None = None
) -> Response:
    """A public file of this name, or 304 where the caller has it."""
    about = About(media_type, name, f'"{hashlib.sha256(content).hexdigest()[:32]}"', lang=lang)
    if known(request, about):
        return Response(None, 304, headers(request, about))
    return Response(content, 200, headers(request, about), about.media_type)


class Streamed(StreamingResponse):
    """A file that is made as it is sent, and not further once its caller has gone: what makes it
    gives back what it holds then, such as a connection.
    """

    async def stream_response(self, send: Send) -> None:
        """Send it; the end of its maker waits for nobody."""
        try:
            await super().stream_response(send)
        finally:
            with CancelScope(shield=True):
                await cast(Pieces, self.body_iterator).aclose()


def stream(request: Request, about: About, pieces: Callable[[], AsyncIterator[bytes]]) -> Response:
    """A file sent piece by piece while it is made, packed for who can read that."""
    if (alone := head_alone(request, about)) is not None:
        return alone
    body = _packed(pieces()) if _packs(request, about) else pieces()
    return Streamed(body, 200, _streamed(request, about), about.media_type)


def head_alone(request: Request, about: About) -> Response | None:
    """The answer to who has the file, or asks by HEAD: for these nothing need be made."""
    if known(request, about):
        return Response(None, 304, _streamed(request, about))
    if request.scope.get("asked") != "HEAD":
        return None
    return StreamingResponse(_nothing(), 200, _streamed(request, about), about.media_type)


def _packs(request: Request, about: About) -> bool:
    return about.packs and takes_gzip(request.headers.get("accept-encoding", "").encode())


def _streamed(request: Request, about: About) -> dict[str, str]:
    """The headers of a file that is sent piece by piece: packed, it has a tag of its own."""
    if not _packs(request, about):
        return headers(request, about)
    own = {"ETag": _packed_tag(about), "Content-Encoding": "gzip"}
    return headers(request, about) | own


async def _packed(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
    async with aclosing(cast(Pieces, pieces)):
        async for piece in pieces:
            if packed := packer.compress(piece):
                yield packed
    yield packer.flush()


async def _nothing() -> AsyncIterator[bytes]:
    for piece in tuple[bytes, ...]():
        yield piece


def documented_file(media_type: str, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route whose answer is such a file."""
    content = {media_type.partition(";")[0]: {"schema": {"type": "string"}}}
    return {200: {"description": "A file", "content": content}, **documented(*statuses)}

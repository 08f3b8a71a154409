"""Answers that are files: whole ones, and those that are sent while they are made."""

import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from kernel.web.answers import PRIVATE, PUBLIC, etag_matches
from kernel.web.language import wished
from kernel.web.problems import documented


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


def tag_of(*parts: Any) -> str:
    """The ETag of a file that these say everything about."""
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def headers(request: Request, about: About) -> dict[str, str]:
    """The headers of a file."""
    return {
        "ETag": about.tag,
        "Cache-Control": PRIVATE if about.private else PUBLIC,
        "Vary": "Authorization, Accept-Language",
        "Content-Language": about.lang or wished(request),
        "Content-Disposition": f'attachment; filename="{about.name}"',
    }


def known(request: Request, about: About) -> bool:
    """Whether the caller has this file."""
    return etag_matches(request.headers.get("if-none-match", ""), about.tag)


def file(request: Request, content: bytes, media_type: str, name: str) -> Response:
    """A public file of this name, or 304 where the caller has it."""
    about = About(media_type, name, f'"{hashlib.sha256(content).hexdigest()[:32]}"')
    if known(request, about):
        return Response(None, 304, headers(request, about))
    return Response(content, 200, headers(request, about), about.media_type)


def stream(request: Request, about: About, pieces: Callable[[], AsyncIterator[bytes]]) -> Response:
    """A file sent piece by piece while it is made."""
    return head_alone(request, about) or _streaming(request, about, pieces())


def head_alone(request: Request, about: About) -> Response | None:
    """The answer to who has the file, or asks by HEAD: for these nothing need be made."""
    if known(request, about):
        return Response(None, 304, headers(request, about))
    return _streaming(request, about, _nothing()) if request.scope.get("asked") == "HEAD" else None


def _streaming(request: Request, about: About, body: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(body, 200, headers(request, about), about.media_type)


async def _nothing() -> AsyncIterator[bytes]:
    for piece in tuple[bytes, ...]():
        yield piece


def documented_file(media_type: str, *statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route whose answer is such a file."""
    content = {media_type.partition(";")[0]: {"schema": {"type": "string"}}}
    return {200: {"description": "A file", "content": content}, **documented(*statuses)}

"""Answers that are files."""

import hashlib
from typing import Any

from fastapi import Request
from starlette.responses import Response

from kernel.web.answers import PUBLIC, etag_matches
from kernel.web.language import wished
from kernel.web.problems import documented


def file(request: Request, content: bytes, media_type: str, name: str) -> Response:
    """A public file of this name, or 304 where the caller has it."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": PUBLIC,
        "Vary": "Authorization, Accept-Language",
        "Content-Language": wished(request),
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    if etag_matches(request.headers.get("if-none-match", ""), tag):
        return Response(None, 304, headers)
    return Response(content, 200, headers, media_type)


def documented_file(media_type: str) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route whose answer is such a file."""
    content = {media_type.partition(";")[0]: {"schema": {"type": "string"}}}
    return {200: {"description": "A file", "content": content}, **documented()}

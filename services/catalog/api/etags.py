"""ETags of things that can be changed: those of their representations, so that what a caller read
in any language can be matched.
"""

import hashlib
from collections.abc import Callable

from fastapi import Request

from contracts.codes import LANGUAGES
from kernel.web import json_bytes, require_match
from services.catalog.schemas.rendered import Rendered


def etag_of(data: Rendered) -> str:
    """The strong ETag that reading this representation gives."""
    return f'"{hashlib.sha256(json_bytes(data)).hexdigest()[:32]}"'


def require_if_match(request: Request, render: Callable[[str], Rendered]) -> None:
    """Check `If-Match` against the thing in each language. Raises 428 or 412."""
    tags = [etag_of(render(lang)) for lang in LANGUAGES]
    sent = {part.strip() for part in request.headers.get("if-match", "").split(",")}
    require_match(request, next((tag for tag in tags if tag in sent), tags[0]))

"""Pages by cursor: opaque, bound to the list it came from, stable under concurrent writes because
it names a place, not a number.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query, Request

from contracts.texts import UNREADABLE
from kernel.errors import unreadable

Limit = Annotated[int, Query(ge=1, le=500)]
LONGEST_CURSOR = 2_000
Cursor = Annotated[str | None, Query()]


def _scope(request: Request) -> str:
    """A cursor belongs to one list: its path and its filters, not its page size or language."""
    kept = sorted(
        (k, v)
        for k, v in request.query_params.multi_items()
        if k not in ("cursor", "limit", "lang")
    )
    return hashlib.sha256(json.dumps([request.url.path, kept]).encode()).hexdigest()[:12]


def cursor_of(request: Request, after: Sequence[Any]) -> str:
    """The cursor of the place `after` in the list this request asks for."""
    text = json.dumps([_scope(request), *after], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode_cursor(request: Request, cursor: str | None, *types: type) -> list[Any] | None:
    """The place a cursor names, its parts being of `types`.

    Raises 400 for a cursor that is not one of this list's.
    """
    if cursor is None:
        return None
    if len(cursor) > LONGEST_CURSOR:
        raise unreadable("The cursor cannot be read.")
    try:
        scope, *after = json.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
    except (ValueError, TypeError, RecursionError):
        raise unreadable("The cursor cannot be read.") from None
    fits = len(after) == len(types) and all(
        type(a) is t and _storable(a) for a, t in zip(after, types, strict=False)
    )
    if scope != _scope(request) or not fits:
        raise unreadable("The cursor belongs to another list.")
    return list(after)


def _storable(part: Any) -> bool:
    """Cursors can be forged: a number fits the database, a text is readable."""
    return not UNREADABLE.search(part) if isinstance(part, str) else abs(part) < 2**63


def page_links(
    request: Request, items: Sequence[Any], after: Sequence[Any] | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """`{"items","next"}` and the `Link` header of a page; `after`: where the next one begins (None:
    this was the last).
    """
    if after is None:
        return {"items": items, "next": None}, {}
    query = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
    url = f"{request.url.path}?{urlencode([*query, ('cursor', cursor_of(request, after))])}"
    return {"items": items, "next": url}, {"Link": f'<{url}>; rel="next"'}

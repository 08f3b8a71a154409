"""Pages by cursor: opaque, bound to the list it came from, stable under concurrent writes because
it names a place, not a number.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request

from contracts.texts import UNREADABLE
from kernel.errors import unreadable

Limit = Annotated[int, Query(ge=1, le=500)]
LONGEST_CURSOR = 2_000
Cursor = Annotated[str | None, Query()]
Row = TypeVar("Row", bound=Mapping[Any, Any])


def _scope(request: Request) -> str:
    """A cursor belongs to one list: its path and its filters, not its page size or language."""
    given = request.query_params.multi_items()
    kept = sorted(pair for pair in given if pair[0] not in ("cursor", "limit", "lang"))
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
    scope, *after = _decoded(cursor)
    if scope != _scope(request) or not _fits(after, types):
        raise unreadable("The cursor belongs to another list.")
    return after


def _decoded(cursor: str) -> list[Any]:
    """The scope and the place. Raises 400."""
    try:
        scope, *after = json.loads(_bytes(cursor))
    except (ValueError, TypeError, RecursionError):
        raise unreadable("The cursor cannot be read.") from None
    return [scope, *after]


def _bytes(cursor: str) -> bytes:
    if len(cursor) > LONGEST_CURSOR:
        raise ValueError("too long")
    return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)


def _fits(after: Sequence[Any], types: Sequence[type]) -> bool:
    """Whether the parts of a place are of these types and can be looked for."""
    return [type(part) for part in after] == [*types] and all(map(_storable, after))


def _storable(part: Any) -> bool:
    """Cursors can be forged: a number fits the database, a text is readable."""
    return not UNREADABLE.search(part) if isinstance(part, str) else abs(part) < 2**63


def cut(rows: Sequence[Row], limit: int, *place: str) -> tuple[Sequence[Row], list[Any] | None]:
    """A page of rows, of which one more was read, and where the next begins, by these columns."""
    page = rows[:limit]
    return page, [page[-1][name] for name in place] if len(rows) > limit else None


def page_links(
    request: Request, items: Sequence[Any], after: Sequence[Any] | None
) -> tuple[dict[str, Any], dict[str, str]]:
    """`{"items","next"}` and the `Link` header of a page; `after`: where the next one begins (None:
    this was the last).
    """
    if after is None:
        return {"items": items, "next": None}, {}
    url = _address(request, cursor_of(request, after))
    return {"items": items, "next": url}, {"Link": f'<{url}>; rel="next"'}


def _address(request: Request, cursor: str) -> str:
    """The address of another page of this list."""
    query = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    return f"{request.url.path}?{urlencode([*query, ('cursor', cursor)])}"

"""Pages of lists that depend on the caller."""

from collections.abc import Sequence
from typing import Any, TypeVar

from fastapi import Request
from starlette.responses import Response

from kernel import web

Row = TypeVar("Row")
#: The items of a page, and where the next one begins; None: this is the last.
Part = tuple[Sequence[dict[str, Any]], Sequence[Any] | None]


def answer(
    request: Request, items: Sequence[dict[str, Any]], after: Sequence[Any] | None
) -> Response:
    """A page; `after`: where the next one begins, None: this was the last."""
    data, headers = web.page_links(request, items, after)
    return web.answer(request, data, private=True, headers=headers)


def number(request: Request, cursor: str | None) -> int:
    """The number after which a page begins. Raises 400."""
    (after,) = web.decode_cursor(request, cursor, int) or [0]
    return int(after)


def last(rows: Sequence[Row], limit: int) -> Row | None:
    """The last row of a page, where others follow it."""
    return rows[limit - 1] if len(rows) > limit else None

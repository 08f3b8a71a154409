"""Pages of lists that depend on the caller."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request
from starlette.responses import Response

from kernel import web
from kernel.web.paging import Cursor, Limit

Row = TypeVar("Row")
#: The items of a page, and where the next one begins; None: this is the last.
Part = tuple[Sequence[dict[str, Any]], Sequence[Any] | None]
AsOf = Annotated[
    str | None, Query(max_length=40, description="A position, or an RFC 3339 instant that is past")
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of a list is asked for, and of which moment (None: as things stand)."""

    limit: int
    cursor: str | None = None
    as_of: str | None = None


async def asked(limit: Limit = 50, cursor: Cursor = None, as_of: AsOf = None) -> Asked:
    """The part that a request asks for."""
    return Asked(limit, cursor, as_of)


Parts = Annotated[Asked, Depends(asked)]


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

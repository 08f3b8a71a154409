"""The first submissions of a list, as things stand or as they stood, for answers that hold them."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import Request

from kernel.auth import Caller
from services.reports.api import as_of as then
from services.reports.api import dependencies
from services.reports.store import lists, reading
from services.reports.store.lists import Wanted

MOST = 500  # of each list
PAGE, MOST_PAGES = 500, 6  # of a list that is looked through


async def first(
    request: Request, caller: Caller, wanted: Wanted, position: int | None
) -> list[dict[str, Any]]:
    """Those that this caller may see, the latest change first; of a position those that were public
    then.
    """
    items, _ = await some(request, caller, wanted, position, MOST)
    return items


async def some(
    request: Request, caller: Caller, wanted: Wanted, position: int | None, limit: int
) -> tuple[list[dict[str, Any]], bool]:
    """No more than so many of them, and whether there are others."""
    if position is not None:
        items, before = await then.items_at(request, caller, wanted, position, None, limit)
        return items, before is not None
    shown, last = await _page(request, caller, wanted, None, limit)
    return shown, last is not None


async def such(
    request: Request, caller: Caller, wanted: Wanted, holds: Callable[[dict[str, Any]], bool]
) -> list[dict[str, Any]]:
    """The first of which something holds, looked for among a few thousand."""
    found: list[dict[str, Any]] = []
    after: Sequence[Any] | None = None
    for _ in range(MOST_PAGES):
        items, after = await _page(request, caller, wanted, after, PAGE)
        found += filter(holds, items)
        if after is None or len(found) >= MOST:
            break
    return found[:MOST]


async def _page(
    request: Request, caller: Caller, wanted: Wanted, after: Sequence[Any] | None, limit: int
) -> tuple[list[dict[str, Any]], Sequence[Any] | None]:
    """Those after a place of the list, and the place of the last where others follow."""
    reader = dependencies.reader(caller)
    async with dependencies.snapshot(request) as connection:
        rows = await lists.page(connection, reader, wanted, after, limit)
        ids = [id_ for _, id_ in rows[:limit]]
        ids = ids[: await reading.fitting(connection, reader, ids)]
        submissions = await reading.get_submissions(connection, ids)
    shown = [dependencies.item(request, each, caller) for each in submissions]
    return shown, rows[len(ids) - 1] if len(rows) > len(ids) else None

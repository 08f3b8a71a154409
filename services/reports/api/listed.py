"""The first submissions of a list, as things stand or as they stood, for answers that hold them."""

from typing import Any

from fastapi import Request

from kernel.auth import Caller
from services.reports.api import as_of as then
from services.reports.api import dependencies
from services.reports.store import lists, reading
from services.reports.store.lists import Wanted

MOST = 500  # of each list


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
        items, last = await then.items_at(request, caller, wanted, position, None, limit)
        return items, last is not None
    reader = dependencies.reader(caller)
    async with dependencies.snapshot(request) as connection:
        rows = await lists.page(connection, reader, wanted, None, limit)
        ids = [id_ for _, id_ in rows[:limit]]
        ids = ids[: await reading.fitting(connection, reader, ids)]
        submissions = await reading.get_submissions(connection, ids)
    shown = [dependencies.item(request, each, caller) for each in submissions]
    return shown, len(rows) > len(ids)

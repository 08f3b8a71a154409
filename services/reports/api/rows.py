"""Submissions read one batch after the other, as a caller may see them: for exports of any length.

Which they are is read at once; what each says is read with its batch. One that cannot be read any
more is told as such and takes no other away.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, is_dataclass
from typing import Any

from fastapi import Request

from kernel import logging
from kernel.auth import Caller
from kernel.db import THREADED
from services.reports.api import as_of, dependencies
from services.reports.api.listing import Listing
from services.reports.domain.submission import Submission
from services.reports.store import lists, reading, then

BATCH = 100  # submissions
IDS = 5_000  # that are read together
FOR_THE_CALLER = ("allowed", "similar", "links", "as_of")  # of an answer, not of the submission
UNREADABLE = "unreadable"

Item = dict[str, Any]

log = logging.get("exports")


async def batches(request: Request, caller: Caller, listing: Listing) -> AsyncIterator[list[Item]]:
    """The submissions that are asked for, as objects with the position that published each."""
    found = _then(request, caller, listing) if listing.position is not None else None
    async for items in found or _now(request, caller, listing):
        yield await _placed(request, items)
        await asyncio.sleep(0)


async def _then(request: Request, caller: Caller, listing: Listing) -> AsyncIterator[list[Item]]:
    before, position = None, listing.position or 0
    while True:
        items, before = await as_of.items_at(
            request, caller, listing.wanted, position, before, BATCH
        )
        yield items
        if before is None:
            return


async def _now(request: Request, caller: Caller, listing: Listing) -> AsyncIterator[list[Item]]:
    for some in await _found(request, caller, listing):
        ids = some.split()
        for start in range(0, len(ids), BATCH):
            yield await _items(request, caller, ids[start : start + BATCH])


async def _found(request: Request, caller: Caller, listing: Listing) -> list[str]:
    """The ids of all of them at one moment. Those that are read together are one text: a million
    take 37 MB so, and a hundred more as texts of their own.
    """
    reader, found = dependencies.reader(caller), list[str]()
    after: tuple[str, str] | None = None
    async with dependencies.snapshot(request, THREADED) as connection:
        while True:
            rows = await lists.page(connection, reader, listing.wanted, after, IDS)
            found.append(" ".join(id_ for _, id_ in rows[:IDS]))
            if len(rows) <= IDS:
                return found
            after = rows[IDS - 1]


async def _items(request: Request, caller: Caller, ids: Sequence[str]) -> list[Item]:
    try:
        async with dependencies.snapshot(request, THREADED) as connection:
            return _shown(request, caller, await reading.get_submissions(connection, ids))
    except (ValueError, TypeError, LookupError):
        if len(ids) == 1:
            log.exception("submission cannot be exported", submission=ids[0])
            return [{"id": ids[0], "state": UNREADABLE}]
    return [one for id_ in ids for one in await _items(request, caller, [id_])]


def _shown(request: Request, caller: Caller, submissions: Sequence[Submission]) -> list[Item]:
    """What the caller may see of them; some may be hidden since they were found."""
    reviewer = dependencies.reviews(caller)
    return [
        dependencies.item(request, one, caller)
        for one in submissions
        if one.role(caller.actor, reviewer=reviewer) is not None
    ]


async def _placed(request: Request, items: Sequence[Item]) -> list[Item]:
    """Each with the position of its publication, and without what is for the caller alone."""
    pairs = [(one["id"], one["revision"]) for one in items if one.get("revision")]
    async with dependencies.snapshot(request) as connection:
        placed = await then.positions(connection, pairs)
    return [_plain(one, placed.get((one["id"], one.get("revision", 0)))) for one in items]


def _plain(item: Item, position: int | None) -> Item:
    kept = {name: value for name, value in item.items() if name not in FOR_THE_CALLER}
    decision = kept.get("decision")
    if is_dataclass(decision) and not isinstance(decision, type):
        kept["decision"] = asdict(decision)
    return {**kept, "position": position}

"""Moments that reads can ask for: positions of the ledger, or instants."""

from collections.abc import Sequence

from contracts import topics
from kernel.eventlog import EventLog, Stored
from kernel.web import moments

WAIT = 5.0  # seconds for what is there
AT_ONCE = 20  # records: one that was published twice stands behind its position


async def instant_of(log: EventLog, as_of: str) -> str:
    """The stamp of an instant, or of when a position was given; before the first one: nothing.

    Raises 422: unreadable, or not yet there.
    """
    if not moments.is_position(as_of):
        return moments.past_instant(as_of)
    return await _recorded(log, int(as_of)) if int(as_of) else ""


async def _recorded(log: EventLog, position: int) -> str:
    offset, end = position - 1, await log.end(topics.REPORTS)
    while offset < end:
        some = await log.read(topics.REPORTS, offset, AT_ONCE, WAIT)
        if stamp := _stamp(some, position):
            return stamp
        offset = some[-1].offset + 1 if some else end
    raise moments.out_of_range("The ledger is not that long.")


def _stamp(some: Sequence[Stored], position: int) -> str | None:
    """When a position was given, where one of these has it."""
    records = (each.record for each in some)
    given = (one.headers["ce_recordedtime"] for one in records if one.position == position)
    return next(given, None)

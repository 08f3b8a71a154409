"""Moments that reads can ask for: positions of the ledger, or instants."""

from contracts import topics
from kernel import clock
from kernel.errors import Invalid, invalid
from kernel.eventlog import EventLog

WAIT = 5.0  # seconds for what is there
AT_ONCE = 20  # records: one that was published twice stands behind its position


async def instant_of(log: EventLog, as_of: str) -> str:
    """The stamp of an instant, or of when a position was given; before the first one: nothing.

    Raises 422: unreadable, or not yet there.
    """
    if as_of.isascii() and as_of.isdigit():
        return await _recorded(log, int(as_of)) if int(as_of) else ""
    try:
        instant = clock.stamp(clock.parse(as_of))
    except (ValueError, OverflowError):
        detail = "A position or an RFC 3339 date-time with an offset is needed."
        raise invalid(Invalid("/as_of", "wrong_form", detail)) from None
    if instant > clock.stamp():
        raise _beyond("This instant has not come yet.")
    return instant


async def _recorded(log: EventLog, position: int) -> str:
    offset, end = position - 1, await log.end(topics.REPORTS)
    while offset < end:
        some = await log.read(topics.REPORTS, offset, AT_ONCE, WAIT)
        for one in some:
            if one.record.position == position:
                return one.record.headers["ce_recordedtime"]
        offset = some[-1].offset + 1 if some else end
    raise _beyond("The ledger is not that long.")


def _beyond(detail: str) -> Exception:
    return invalid(Invalid("/as_of", "out_of_range", detail))

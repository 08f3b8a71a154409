"""The event log seam: append records at their positions, read them back in order.

Three adapters: database, memory, kafka.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

REPEATED = 1000  # records at the end of a topic that may be repeats which arrived late


class Record(NamedTuple):
    """One event as the log carries it:

    `headers` are CloudEvents attributes (`ce_*`), `value` canonical JSON text.
    """

    topic: str
    position: int
    key: str
    headers: dict[str, str]
    value: str


class Stored(NamedTuple):
    """A record as read back.

    `offset` is the adapter's own address of it; the next read starts at `offset + 1`.
    """

    offset: int
    record: Record


class EventLog(Protocol):
    """What every adapter promises (and `tests/kernel/eventlog/behaviour.py` checks of each).

    Records of a topic come back in the order they were appended; what `append` returned from is
    durable. Appending the same event at the same position again changes nothing a consumer could
    see twice by position.
    """

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def append(self, topic: str, records: Sequence[Record]) -> None:
        """Make records durable, in this order.

        Raises Unavailable (retry) or LogConflict (another event stands there).
        """

    async def read(self, topic: str, offset: int, limit: int, wait: float) -> list[Stored]:
        """Up to `limit` records from `offset` on; waits up to `wait` seconds for the first.

        Raises Unavailable, or LogTruncated where the log begins after `offset`.
        """

    async def end(self, topic: str) -> int:
        """The offset the next record will get; 0 for an empty topic."""


async def furthest(log: EventLog, topic: str, wait: float) -> int | None:
    """The furthest position in a topic; 0 for an empty one, None where its end cannot be read now.

    It need not be the last record's: the batch of a relay that was paused and replaced arrives
    behind what was published meanwhile. Raises LogTruncated where the log was cut shortly before
    its end.
    """
    end = await log.end(topic)
    offset, found = max(0, end - REPEATED), 0
    while offset < end:
        records = await log.read(topic, offset, end - offset, wait)
        if not records:
            return None
        found = max(found, *(stored.record.position for stored in records))
        offset = records[-1].offset + 1
    return found

"""The event log in memory: for tests, and as the plainest statement of what a log is."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from kernel.errors import LogConflict
from kernel.eventlog import Record, Stored


class MemoryLog:
    """Positions are offsets + 1; nothing survives the process."""

    def __init__(self) -> None:
        self._topics: dict[str, list[Record]] = defaultdict(list)
        self._appended = asyncio.Condition()

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def append(self, topic: str, records: Sequence[Record]) -> None:
        log = self._topics[topic]
        for record in records:
            if record.position <= len(log):
                _same(log[record.position - 1], record)
            elif record.position == len(log) + 1:
                log.append(record)
            else:
                raise LogConflict(
                    f"{topic}: position {record.position} would leave a hole after {len(log)}"
                )
        async with self._appended:
            self._appended.notify_all()

    async def read(self, topic: str, offset: int, limit: int, wait: float) -> list[Stored]:
        log = self._topics[topic]
        if offset >= len(log):
            try:
                async with asyncio.timeout(wait), self._appended:
                    await self._appended.wait_for(lambda: offset < len(log))
            except TimeoutError:
                return []
        return [Stored(offset + i, record) for i, record in enumerate(log[offset : offset + limit])]

    async def end(self, topic: str) -> int:
        return len(self._topics[topic])


def _same(held: Record, given: Record) -> None:
    if held.headers["ce_id"] != given.headers["ce_id"]:
        raise LogConflict(
            f"{given.topic}: position {given.position} holds event {held.headers['ce_id']}, not "
            f"{given.headers['ce_id']}"
        )

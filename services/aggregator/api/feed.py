"""The live feed behind the stream: each update is found once for all who follow, from the log, and
the latest ones are kept for them.

A follower is a position and no more. One that is behind the updates at hand reads on in the log,
however far back that is; found there, an update is shared with all who catch up.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from contracts import topics
from kernel import logging
from kernel.consumer import Delivery
from kernel.consumer.delivery import decode
from kernel.db import Database
from kernel.errors import PoisonMessage, Problem, Unavailable
from kernel.eventlog import EventLog, furthest
from services.aggregator import errors
from services.aggregator.api.updates import EventId, Update, Updates, Values
from services.aggregator.domain.lifecycle import COUNTED
from services.aggregator.settings import Settings

WANTED = COUNTED | {"reports.catalogue_noted"}
POLL_SECONDS, RETRY_SECONDS, LOG_SECONDS = 0.05, 1.0, 1.0
PAGE = 200  # records of the log at once
KEPT_BYTES = 4 * 1024 * 1024  # of updates at hand, and as much of those found again

log = logging.get("stream")

BEGINNING = EventId(0)
Folded = Callable[[], Awaitable[int]]


def _busy(_update: Update) -> bool:
    return False


@dataclass(eq=False, slots=True)
class Follower:
    """One stream: after which position it goes on, and what wakes it. `since`: the event after
    which it began. `missing`: the position that the client asked for where no event has it.
    `sending`: something is on its way to the client; `patience` ends when that takes too long.
    `idle`: all is sent; `push` then sends one update at once, or says that it cannot.
    """

    address: str
    position: int
    since: EventId = BEGINNING
    missing: int | None = None
    sending: bool = False
    waited: int | None = None
    patience: asyncio.Timeout = field(default_factory=lambda: asyncio.timeout(None))
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    beat: bool = False
    closed: bool = False
    idle: bool = False
    push: Callable[[Update], bool] = _busy

    def offer(self, update: Update) -> None:
        """There is an update: an idle stream is sent it at once, any other finds it in its turn;
        one that has asked for what comes later is sent nothing.
        """
        if update.position <= self.position:
            return
        if self.idle and not self.awake.is_set() and self.push(update):
            self.position = update.position
        else:
            self.wake()

    def wake(self) -> None:
        """There may be something to send."""
        self.awake.set()

    def close(self) -> None:
        """End its stream."""
        self.closed = True
        self.awake.set()
        if self.sending:
            self.patience.reschedule(0)

    def look(self) -> None:
        """Let its patience end where what was on its way at the last look still is."""
        if self.sending and self.position == self.waited:
            self.patience.reschedule(0)
        self.waited = self.position if self.sending else None


class Kept:
    """Updates by position, the latest ones that fit; all from one position on."""

    def __init__(self, since: int) -> None:
        self.since, self.until = since, since  # every update after the one, up to the other
        self._updates: deque[Update] = deque()
        self._bytes = 0

    def add(self, update: Update) -> None:
        """Keep the next one."""
        self.until = update.position
        if not update.events:
            return
        self._updates.append(update)
        self._bytes += update.size
        while self._bytes > KEPT_BYTES:
            oldest = self._updates.popleft()
            self.since, self._bytes = oldest.position, self._bytes - oldest.size

    def after(self, position: int) -> list[Update]:
        """Those after a position, oldest first."""
        found = []
        for update in reversed(self._updates):
            if update.position <= position:
                break
            found.append(update)
        return found[::-1]


class Feed:
    """The followers of one process, and the updates that they are sent."""

    def __init__(
        self, db: Database, eventlog: EventLog, updates: Updates, folded: Folded, settings: Settings
    ) -> None:
        """`folded`: the last position that answers include."""
        self._db, self._log, self._updates = db, eventlog, updates
        self._folded, self.settings = folded, settings
        self._followers: set[Follower] = set()
        self._kept = Kept(0)
        self._found: dict[int, Update] = {}  # for those who catch up
        self._finding = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def join(self, address: str, after: EventId | None) -> Follower:
        """Begin to follow after an event, or after the last position that is folded; there too
        where the log does not go as far as the event.

        Raises 429 where the address holds too many streams, 503 where this process does.
        """
        self._admit(address)
        now = await self._folded()
        missing = after.position if after and await self._is_beyond(after.position, now) else None
        since = EventId(now) if after is None or missing else after
        follower = Follower(address, since.begun, since, missing)
        self._admit(address)  # others may have come meanwhile
        if self._task is None or self._task.done():
            self._kept = Kept(now)
            self._task = asyncio.create_task(self._run(), name="stream")
        self._followers.add(follower)
        return follower

    async def _is_beyond(self, position: int, folded: int) -> bool:
        """Whether no event has that position yet. What is in the log is folded before long."""
        if position <= folded:
            return False
        last = await furthest(self._log, topics.REPORTS, LOG_SECONDS)
        return last is not None and max(last, folded) < position

    def _admit(self, address: str) -> None:
        if len(self._followers) >= self.settings.streams:
            raise errors.no_stream_left()
        most = self.settings.streams_per_address
        if self._held_by(address) >= most:
            raise errors.too_many_streams(most)

    def _held_by(self, address: str) -> int:
        return sum(one.address == address for one in self._followers)

    def leave(self, follower: Follower) -> None:
        """Follow no longer. The last one to leave ends the work."""
        self._followers.discard(follower)
        if not self._followers:
            self._stop()

    def _stop(self) -> None:
        if self._task:
            self._task.cancel()
            self._task = None
        self._found.clear()

    async def updates(self, follower: Follower) -> AsyncIterator[list[Update]]:
        """What comes after the follower's position, some updates at a time; nothing in them: it is
        time for a heartbeat. Ends when the follower is closed, or has fallen behind what is kept.
        """
        while follower.position < self._kept.since and not follower.closed:
            async for update in self._earlier(follower.position, self._kept.since):
                follower.position = update.position
                if update.events or follower.beat:
                    follower.beat = False
                    yield [update] if update.events else []
        while follower.position >= self._kept.since and not follower.closed:
            follower.awake.clear()
            if some := self._kept.after(follower.position):
                follower.position = some[-1].position
                yield some
            elif follower.beat:
                follower.beat = False
                yield []
            else:
                follower.idle = True
                await follower.awake.wait()
                follower.idle = False

    async def _run(self) -> None:
        """Find updates as positions are folded, and give a heartbeat, until nobody follows."""
        beside = [asyncio.create_task(self._beat()), asyncio.create_task(self._look())]
        known: Values = {}
        try:
            while True:
                try:
                    await self._go_on(known)
                except (Unavailable, Problem) as error:
                    log.warning("the stream waits", reason=str(error))
                    await asyncio.sleep(RETRY_SECONDS)
        except Exception:
            log.exception("the stream failed")
            for follower in self._followers:
                follower.close()
        finally:
            for task in beside:
                task.cancel()

    async def _go_on(self, known: Values) -> None:
        """Find what has been folded since the last position, or wait for it."""
        commits, kept = self._db.commits, self._kept
        until = await self._folded()
        if until <= kept.until:
            await self._db.changed(commits, POLL_SECONDS)
        async for delivery in self._deliveries(kept.until, until):
            update = await self._updates.of(delivery, known)
            kept.add(update)
            for follower in self._followers:
                follower.offer(update)
        kept.until = max(kept.until, until)

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.settings.stream_heartbeat_seconds)
            for follower in self._followers:
                follower.beat = True
                follower.wake()

    async def _look(self) -> None:
        """Find clients that do not read."""
        while True:
            await asyncio.sleep(self.settings.stream_patience_seconds)
            for follower in self._followers:
                follower.look()

    async def _earlier(self, after: int, until: int) -> AsyncIterator[Update]:
        """The updates between two positions, found again; the last one stands at `until`."""
        async for delivery in self._deliveries(after, until):
            async with self._finding:
                update = self._found.get(delivery.record.position)
                if update is None:
                    update = await self._updates.of(delivery)
                    self._keep_found(update)
            yield update
        yield Update(until, ())

    def _keep_found(self, update: Update) -> None:
        self._found[update.position] = update
        while self._found_bytes() > KEPT_BYTES:
            del self._found[next(iter(self._found))]

    def _found_bytes(self) -> int:
        return sum(one.size for one in self._found.values())

    async def _deliveries(self, after: int, until: int) -> AsyncIterator[Delivery]:
        """The events between two positions that may change a value: those that count, and the first
        of each day.
        """
        offset, day, position = after, "", after  # no event stands before its position
        while position < until:
            page = await self._log.read(topics.REPORTS, offset, PAGE, LOG_SECONDS)
            for stored in page:
                offset = stored.offset + 1
                if not position < stored.record.position <= until:
                    continue
                position = stored.record.position
                with suppress(PoisonMessage):  # such a message is parked and changes nothing
                    delivery = decode(stored.record, WANTED)
                    today = (delivery.envelope.recordedtime or "")[:10]
                    if delivery.envelope.type in WANTED or today != day:
                        yield delivery
                    day = today

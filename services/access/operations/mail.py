"""The workers of mail: one sends what is queued, one notices that a cycle is about to close.

A notice is marked before it is handed over, and again when it was: so it is never handed over
twice. Where the sender dies between the two, a file is written again (it is the same file), and
what a mail server may have had is `uncertain` and not sent again.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from kernel import clock, logging
from kernel.db import Database, Tx
from kernel.errors import DuplicateKey, Unavailable
from kernel.lease import Lease, LeaseTimes
from services.access import tables
from services.access.clients.mail import NotSent, Refused, Transport, Uncertain
from services.access.commands import notices as commands
from services.access.domain import notices as domain
from services.access.domain import unsubscribing
from services.access.formats.messages import Letterhead, message
from services.access.store import actors, focal_points
from services.access.store import notices as store

# long enough for every step of a conversation with a mail server
TIMES = LeaseTimes(held=60.0, renew=5.0)
IDLE_SECONDS, SOON_SECONDS, LOOK_SECONDS = 1.0, 0.2, 60.0
ON_ITS_WAY = ("sending", "uncertain")
CANCELLED = {"state": "cancelled", "next_at": None}

log = logging.get("mail")


class Mailer:
    """Sends one notice after the other; of several processes one does."""

    def __init__(
        self, db: Database, transport: Transport, head: Letterhead, pepper: str, owner: str
    ) -> None:
        self._db, self._transport, self._head, self._pepper = db, transport, head, pepper
        self._owner = owner
        self._lease = Lease(db, tables.mail, {"name": "mail"}, owner, {}, TIMES)

    async def run(self) -> None:
        """Until cancelled."""
        await self._lease.work(self._recover, self._step)

    async def idle(self) -> bool:
        """Whether nothing waits to be sent now, and nothing is on its way."""
        async with self._db.read() as connection:
            return not await store.any_unsent(connection, clock.stamp())

    async def _recover(self) -> None:
        """Decide about what was on its way when the sender before this one ended."""
        again = self._transport.repeatable
        state, next_at = ("queued", clock.stamp()) if again else ("uncertain", None)
        await self._db.write(store.recover, state, next_at)

    async def _step(self) -> None:
        before = self._db.commits
        notice = await self._next()
        if notice is None:
            await self._db.changed(before, IDLE_SECONDS)
            await asyncio.sleep(SOON_SECONDS)
        else:
            await self._deliver(notice)

    async def _next(self) -> dict[str, Any] | None:
        async with self._db.read() as connection:
            return await store.next_waiting(connection, clock.stamp())

    async def _deliver(self, notice: Mapping[str, Any]) -> None:
        reader, names = await self._reader(notice)
        if reader is None:
            await self._db.write(store.move, notice["id"], ("queued",), CANCELLED)
        else:
            await self._db.write(self._mark, notice)
            await _finished(self._send(notice, reader, names))

    async def _send(
        self, notice: Mapping[str, Any], reader: Mapping[str, Any], names: Mapping[str, str]
    ) -> None:
        after = await self._hand_over(notice, reader, names)
        await self._db.write(store.move, notice["id"], ON_ITS_WAY, after)
        log.info("notice", id=notice["id"], kind=notice["kind"], **_logged(after))

    async def _reader(
        self, notice: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any] | None, Mapping[str, str]]:
        """The focal point, unless it has ended or unsubscribed meanwhile, and its actor's names."""
        async with self._db.read() as connection:
            row = await focal_points.one(connection, notice["focal_point"])
            names = await actors.names(connection, notice["actor"])
        return (row if row is not None and _reads(row, notice["kind"]) else None), names

    def _mark(self, tx: Tx, notice: Mapping[str, Any]) -> None:
        """On its way: fenced, so that two processes never hand over the same one."""
        self._lease.set(tx, {"owner": self._owner})
        attempts = notice["attempts"] + 1
        values = {"state": "sending", "attempts": attempts, "next_at": None}
        store.move(tx, notice["id"], ("queued",), values)

    async def _hand_over(
        self, notice: Mapping[str, Any], reader: Mapping[str, Any], names: Mapping[str, str]
    ) -> dict[str, Any]:
        """Send it; returns what it is afterwards."""
        full = {**notice, "unsubscribe": self._unsubscribe(notice)}
        try:
            await self._transport.send(message(full, reader, names, self._head))
        except (Uncertain, NotSent) as error:
            return _failed(error, notice["attempts"] + 1)
        return {"state": "sent", "reason": None, "sent_at": clock.stamp()}

    def _unsubscribe(self, notice: Mapping[str, Any]) -> str:
        focal_point, kind = notice["focal_point"], notice["kind"]
        proof = unsubscribing.proof(self._pepper, focal_point, kind)
        return f"{self._head.links}/access/unsubscribe/{focal_point}/{kind}/{proof}"


async def _finished(work: Coroutine[Any, Any, None]) -> None:
    """Do this to its end even when the process is asked to stop meanwhile."""
    task = asyncio.create_task(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _failed(error: Uncertain | NotSent, attempts: int) -> dict[str, Any]:
    """What a notice is after an attempt that failed."""
    if isinstance(error, Uncertain):
        return {"state": "uncertain", "reason": str(error)}
    if isinstance(error, Refused):
        return {"state": "undeliverable", "reason": str(error)}
    return _again(attempts, str(error))


def _logged(after: Mapping[str, Any]) -> dict[str, Any]:
    return {name: after[name] for name in ("state", "reason") if after[name] is not None}


def _reads(row: Mapping[str, Any], kind: str) -> bool:
    return focal_points.reader(row).reads(kind, clock.today().isoformat())


def _again(attempts: int, reason: str) -> dict[str, Any]:
    """Queued for the next attempt, or given up."""
    pause = domain.pause(attempts)
    if pause is None:
        return {"state": "undeliverable", "reason": reason}
    return {"state": "queued", "reason": reason, "next_at": clock.stamp(clock.now() + pause)}


class Reminders:
    """Reminds of cycles that close in 30 and in 7 days."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.remind()
            except Unavailable as error:
                log.warning("reminders wait", reason=str(error))
            await asyncio.sleep(LOOK_SECONDS)

    async def idle(self) -> bool:
        """It waits for days, nobody waits for it."""
        return True

    async def remind(self) -> None:
        """Queue the reminders of today, each once for all processes and days."""
        for occasion in await self._due():
            async with self._db.read() as connection:
                readers = await focal_points.readers(connection, clock.today().isoformat())
            with suppress(DuplicateKey):  # another process has just done it
                await self._db.write(commands.remind, occasion, readers)

    async def _due(self) -> list[domain.Occasion]:
        today = clock.today()
        async with self._db.read() as connection:
            cycles = _closing(today, await store.open_cycles(connection))
            done = await store.reminded(connection, set(cycles))
            there = await actors.there(connection, today.isoformat())
        return [_reminder(name, cycles[name], there) for name in cycles if name not in done]


def _closing(today: date, cycles: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """The cycles of which is reminded today, by the names of the occasions."""
    days = [(domain.reminder(today, each["opened_on"], each["closes_on"]), each) for each in cycles]
    return {f"closing:{each['id']}:{each['closes_on']}:{n}": each for n, each in days if n}


def _reminder(
    name: str, cycle: Mapping[str, Any], there: Sequence[domain.Actor]
) -> domain.Occasion:
    return domain.Occasion(name, "cycle_closing", *domain.of_cycle(cycle, there))

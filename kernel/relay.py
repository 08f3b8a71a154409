"""The relay: gives outbox rows dense positions, links them into the hash chain, publishes them in
that order.

    rows without position ──assign (one guarded commit)──▶ rows with position
                          ──append to the log──▶ mark published

It reads rows that have no position, never "id > last": a cursor over a serial loses rows that
commit late. Assigning and marking carry the lease's epoch, so a relay that was paused and replaced
can do neither; publishing twice is harmless. While it holds the lease nobody else moves the head,
so it is read once; what was published is marked with the next positions.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Table, Update, bindparam, select, update

from kernel import clock, failpoints, tracing
from kernel.chain import GENESIS, digest, link
from kernel.db import Database, Tx
from kernel.errors import LogConflict
from kernel.eventlog import EventLog, furthest
from kernel.lease import Lease, LeaseTimes
from kernel.outbox import record
from kernel.tables import KernelTables

GIVEN = ("seq", "recordedtime", "digest", "hash", "previous_hash")  # what a row gets here
LARGEST_BATCH = 500
POLL_SECONDS = 0.1
LAST_SECONDS = 5.0
FIRST = {"assigned": 0, "published": 0, "head": GENESIS, "recordedtime": ""}

# columns of the head by those of the last row that got a position
OF_LAST = {"assigned": "seq", "head": "hash", "recordedtime": "recordedtime"}

Row = dict[str, Any]  # of the outbox


class Relay:
    """Relays one service's outbox to one topic for as long as it holds the lease."""

    def __init__(
        self,
        db: Database,
        tables: KernelTables,
        topic: str,
        eventlog: EventLog,
        owner: str,
        *,
        times: LeaseTimes = LeaseTimes(),  # noqa: B008 - frozen
        batch: int = LARGEST_BATCH,
        poll: float = POLL_SECONDS,
        last: float = LAST_SECONDS,
    ) -> None:
        """`batch`: the most rows that get positions in one commit. Seconds: `poll`, how often rows
        of another process are looked for; `last`, how long the topic's last record is waited for.
        """
        self._db, self._tables, self._topic, self._log = db, tables, topic, eventlog
        self._poll, self._last = poll, last
        self._lease = Lease(db, tables.relay, {"id": 1}, owner, FIRST, times)
        # the table's row, but for `published`, which may be ahead of it
        self._head: dict[str, Any] = {}
        self._marked = 0  # the `published` of the table's row
        self._without_position, self._with_position = _pages(tables.outbox, batch)
        self._give = _give(tables.outbox)

    async def run(self) -> None:
        """Work, or stand by, until cancelled.

        Outside trouble is retried; anything else ends the worker loudly.
        """
        await self._lease.work(self._begin, self._turn)

    async def hold(self) -> None:
        """Return when the lease is ours and the head is known."""
        await self._lease.hold(self._begin)

    async def _turn(self) -> None:
        commits = self._db.commits
        if not await self.step():
            await self._db.changed(commits, self._poll)

    async def step(self) -> bool:
        """Publish what has a position, then give positions to what has none.

        Returns whether there was anything to do.
        """
        head = self._head
        rows = (
            await self._unpublished(head["published"])
            if head["published"] < head["assigned"]
            else await self._assign(head)
        )
        if rows:
            await self._publish(head, rows)
        elif head["published"] > self._marked:
            await self._db.write(self._lease.set, {"published": head["published"]})
            self._marked = head["published"]
            failpoints.point("relay.marked", self._topic)
        return bool(rows)

    async def idle(self) -> bool:
        """Whether every row has a position and is published, by whoever relays."""
        outbox, relay = self._tables.outbox, self._tables.relay
        waiting = select(outbox.c.n).where(outbox.c.seq.is_(None)).limit(1)
        async with self._db.read() as connection:
            if (await connection.execute(waiting)).first() is not None:
                return False
            head = (await connection.execute(select(relay.c.assigned, relay.c.published))).first()
        return head is None or head.assigned == head.published

    async def _begin(self) -> None:
        self._head = dict((await self._db.fetch(select(self._tables.relay)))[0]._mapping)
        self._marked = self._head["published"]
        await self._refuse_another_ledger(self._head["assigned"], self._head["published"])

    async def _refuse_another_ledger(self, assigned: int, published: int) -> None:
        """A topic that goes beyond our last position holds what this database has never given: it
        was restored by hand, or is another's. One that ends before what was published has lost
        records. Raises LogConflict.
        """
        position = await furthest(self._log, self._topic, self._last)
        if position is None:
            return
        if position > assigned:
            raise LogConflict(
                f"{self._topic} goes to position {position}, this ledger to "
                f"{assigned}: nothing is published. "
                "Restore with `python -m system restore`, or give the relay a topic of its "
                "own (`reports republish`)."
            )
        if position < published:
            raise LogConflict(
                f"{self._topic} ends at position {position}, but {published} were published: the "
                "log has lost records. Fill it again when it is empty (`python -m system refill "
                f"{self._topic}`), or restore."
            )

    async def _unpublished(self, published: int) -> list[Row]:
        rows = await self._db.fetch(self._with_position, {"published": published})
        return [dict(row._mapping) for row in rows]

    async def _assign(self, head: dict[str, Any]) -> list[Row]:
        """Give the next positions, in one commit guarded by the epoch."""
        rows = [dict(row._mapping) for row in await self._db.fetch(self._without_position)]
        if not rows:
            return []
        _chain(head, rows)
        await self._db.write(self._number, head, rows)
        self._marked = head["published"]
        last = rows[-1]
        head |= {name: last[column] for name, column in OF_LAST.items()}
        failpoints.point("relay.positioned", self._topic)
        return rows

    def _number(self, tx: Tx, head: dict[str, Any], rows: Sequence[Row]) -> None:
        values = {name: rows[-1][column] for name, column in OF_LAST.items()}
        values["published"] = head["published"]
        self._lease.set(tx, values, assigned=head["assigned"])
        given = [
            {"row_n": row["n"], **{f"new_{name}": row[name] for name in GIVEN}} for row in rows
        ]
        tx.execute_many(self._give, given)

    async def _publish(self, head: dict[str, Any], rows: Sequence[dict[str, Any]]) -> None:
        links = [row["traceparent"] for row in rows if row["traceparent"]]
        with (
            self._db.metrics.publish.time(),
            tracing.span(f"publish {self._topic}", "producer", links=links, events=len(rows)),
        ):
            await self._log.append(self._topic, [record(row, self._topic) for row in rows])
        head["published"] = rows[-1]["seq"]
        failpoints.point("relay.published", self._topic)


def _pages(outbox: Table, size: int) -> tuple[Select[Any], Select[Any]]:
    """The next rows without a position, and the next ones with one after `published`."""
    rows = select(outbox).limit(size)
    with_position = rows.where(outbox.c.seq > bindparam("published"))
    return (
        rows.where(outbox.c.seq.is_(None)).order_by(outbox.c.n),
        with_position.order_by(outbox.c.seq),
    )


def _give(outbox: Table) -> Update:
    """The update that gives one row what it gets here."""
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in GIVEN}
    return update(outbox).where(outbox.c.n == bindparam("row_n")).values(values)


def _chain(head: dict[str, Any], rows: Sequence[Row]) -> None:
    """Give rows the positions after the head's, one instant, and their links of the hash chain."""
    recorded, previous = max(clock.stamp(), head["recordedtime"]), head["head"]
    for position, row in enumerate(rows, start=head["assigned"] + 1):
        row["seq"], row["recordedtime"], row["previous_hash"] = position, recorded, previous
        row["digest"] = digest(row["payload"], row["id"], row["salt"], row["type"])
        row["hash"] = previous = link(previous, position, recorded, row["digest"])

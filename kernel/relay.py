"""The relay: gives outbox rows dense positions, links them into the hash chain, publishes them in
that order.

    rows without position ──assign (one guarded commit)──▶ rows with position ──append to the log──▶
    mark published

It reads rows that have no position, never "id > last": a cursor over a serial loses rows that
commit late. Assigning and marking carry the lease's epoch, so a relay that was paused and replaced
can do neither; publishing twice is harmless. While it holds the lease nobody else moves the head,
so it is read once; what was published is marked with the next positions.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, update

from kernel import clock, failpoints, tracing
from kernel.chain import GENESIS, digest, link
from kernel.db import Database, Tx
from kernel.errors import LogConflict
from kernel.eventlog import EventLog
from kernel.lease import Lease
from kernel.outbox import COLUMNS, record
from kernel.tables import KernelTables

GIVEN = ("seq", "recordedtime", "digest", "hash", "previous_hash")  # what a row gets here
LARGEST_BATCH = 500
POLL_SECONDS = 0.1  # how often rows written by another process are looked for
LAST_SECONDS = 5.0  # how long the last record of the topic is waited for
FIRST = {"assigned": 0, "published": 0, "head": GENESIS, "recordedtime": ""}


class Relay:
    """Relays one service's outbox to one topic for as long as it holds the lease."""

    def __init__(
        self, db: Database, tables: KernelTables, topic: str, eventlog: EventLog, owner: str
    ) -> None:
        self._db, self._tables, self._topic, self._log = db, tables, topic, eventlog
        self._lease = Lease(db, tables.relay, {"id": 1}, owner, FIRST)
        # as the table has it but for `published`, which may be ahead of it
        self._head: dict[str, Any] = {}
        self._marked = 0
        relay, outbox = tables.relay, tables.outbox
        rows = select(*(outbox.c[name] for name in COLUMNS)).limit(LARGEST_BATCH)
        self._all_of_head = select(relay)
        self._without_position = rows.where(outbox.c.seq.is_(None)).order_by(outbox.c.n)
        self._with_position = rows.where(outbox.c.seq > bindparam("published")).order_by(
            outbox.c.seq
        )
        names: dict[str, Any] = {name: bindparam(f"new_{name}") for name in GIVEN}
        self._give = update(outbox).where(outbox.c.n == bindparam("row_n")).values(names)

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
            await self._db.changed(commits, POLL_SECONDS)

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
        async with self._db.read() as connection:
            waiting = (
                await connection.execute(select(outbox.c.n).where(outbox.c.seq.is_(None)).limit(1))
            ).first()
            head = (await connection.execute(select(relay.c.assigned, relay.c.published))).first()
        return waiting is None and (head is None or head.assigned == head.published)

    async def _begin(self) -> None:
        self._head = dict((await self._db.fetch(self._all_of_head))[0]._mapping)
        self._marked = self._head["published"]
        await self._refuse_another_ledger(self._head["assigned"])

    async def _refuse_another_ledger(self, assigned: int) -> None:
        """A topic that goes beyond our last position holds what this database has never given: it
        was restored by hand, or is another's.
        """
        if end := await self._log.end(self._topic):
            found = await self._log.read(self._topic, end - 1, 1, LAST_SECONDS)
            if found and found[0].record.position > assigned:
                raise LogConflict(
                    f"{self._topic} goes to position {found[0].record.position}, this ledger to "
                    f"{assigned}: nothing is published. "
                    "Restore with `python -m system restore`, or give the relay a topic of its "
                    "own (`reports republish`)."
                )

    async def _unpublished(self, published: int) -> list[dict[str, Any]]:
        return [
            dict(row._mapping)
            for row in await self._db.fetch(self._with_position, {"published": published})
        ]

    async def _assign(self, head: dict[str, Any]) -> list[dict[str, Any]]:
        """Give the next positions, in one commit guarded by the epoch."""
        rows = [dict(row._mapping) for row in await self._db.fetch(self._without_position)]
        if not rows:
            return []
        recorded = max(clock.stamp(), head["recordedtime"])
        previous = head["head"]
        for position, row in enumerate(rows, start=head["assigned"] + 1):
            digest_ = digest(row["payload"], row["id"], row["salt"], row["type"])
            row |= {
                "seq": position,
                "recordedtime": recorded,
                "digest": digest_,
                "previous_hash": previous,
            }
            previous = row["hash"] = link(previous, position, digest_)
        await self._db.write(self._number, head, rows)
        self._marked = head["published"]
        head |= {"assigned": rows[-1]["seq"], "head": rows[-1]["hash"], "recordedtime": recorded}
        failpoints.point("relay.positioned", self._topic)
        return rows

    def _number(self, tx: Tx, head: dict[str, Any], rows: Sequence[dict[str, Any]]) -> None:
        last = rows[-1]
        values = {
            "assigned": last["seq"],
            "head": last["hash"],
            "recordedtime": last["recordedtime"],
            "published": head["published"],
        }
        self._lease.set(tx, values, assigned=head["assigned"])
        tx.execute_many(
            self._give,
            [{"row_n": row["n"], **{f"new_{name}": row[name] for name in GIVEN}} for row in rows],
        )

    async def _publish(self, head: dict[str, Any], rows: Sequence[dict[str, Any]]) -> None:
        links = [row["traceparent"] for row in rows if row["traceparent"]]
        with (
            self._db.metrics.publish.time(),
            tracing.span(f"publish {self._topic}", "producer", links=links, events=len(rows)),
        ):
            await self._log.append(self._topic, [record(row, self._topic) for row in rows])
        head["published"] = rows[-1]["seq"]
        failpoints.point("relay.published", self._topic)

"""The applier of a consumer: sorts a batch, has it projected, and commits offset and effect
together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kernel import clock, failpoints, parking
from kernel.consumer.delivery import Delivery, Rejected
from kernel.consumer.offsets import progress
from kernel.consumer.projector import Projector
from kernel.consumer.reader import Batch
from kernel.db import Database, Tx
from kernel.eventlog import Record
from kernel.lease import Lease
from kernel.parking import Parked
from kernel.tables import KernelTables


@dataclass(slots=True)
class Sorted:
    """A batch, each record once: what is delivered, what is parked, and the last record of either.

    A relay that died before it marked what it had published publishes some again: a record at or
    below `position` is a repeat and stands nowhere here.
    """

    position: int
    deliveries: list[Delivery] = field(default_factory=list)
    parked: list[Parked] = field(default_factory=list)
    last: Record | None = None


class Projected(NamedTuple):
    """A batch that is ready to be committed."""

    next_offset: int
    sorted: Sorted
    effect: Callable[[Tx], None]


class Applier:
    """Applies batches under a lease whose row holds the next offset and the last position.

    That row is compared and set in the transaction of the effect.
    """

    def __init__(
        self,
        name: str,
        topic: str,
        db: Database,
        tables: KernelTables,
        projector: Projector,
        lease: Lease,
    ) -> None:
        self._name, self._topic, self._db, self._tables = name, topic, db, tables
        self._projector, self._lease = projector, lease
        self.next_offset = 0
        self._position = 0
        # keys with a parked message, by its position: nobody but the owner of the lease parks
        self._blocked: dict[str, int] = {}

    async def restart(self) -> None:
        """Read from the database where to go on."""
        row = await progress(self._db, self._tables, self._name, self._topic)
        self.next_offset, self._position = row["next_offset"], row["position"]
        self._blocked = await parking.blocked_keys(self._db, self._tables, self._name, self._topic)

    async def project(self, batch: Batch) -> Projected:
        """Sort a batch and project it; what the projector rejects is parked, and the rest is
        projected again.
        """
        rejected: dict[int, str] = {}  # reasons by position
        while True:
            parts = self._sort(batch, rejected)
            try:
                effect = await self._projector(parts.deliveries)
            except Rejected as error:
                rejected[error.delivery.record.position] = str(error)
            else:
                return Projected(batch[-1][0].offset + 1, parts, effect)

    async def apply(self, projected: Projected) -> None:
        """Commit offset, parked messages and effect. Raises StaleWrite when the lease was lost,
        DuplicateKey, Unavailable.
        """
        failpoints.point("consumer.folded", self._topic)
        await self._db.write(self._queue, projected)
        failpoints.point("consumer.committed", self._topic)
        self.next_offset, self._position = projected.next_offset, projected.sorted.position
        for message in projected.sorted.parked:
            self._blocked.setdefault(message.record.key, message.record.position)

    def _sort(self, batch: Batch, rejected: Mapping[int, str]) -> Sorted:
        parts, blocked = Sorted(self._position), dict(self._blocked)
        for (_, record), decoded in batch:
            if record.position <= parts.position:
                continue
            parts.position, parts.last = record.position, record
            if record.key in blocked:
                reason = f"waits behind position {blocked[record.key]}"
                parts.parked.append(Parked(record, reason, waiting=True))
            elif isinstance(decoded, Delivery) and record.position not in rejected:
                parts.deliveries.append(decoded)
            else:
                reason = rejected.get(record.position) or str(decoded)
                parts.parked.append(Parked(record, reason, waiting=False))
                blocked[record.key] = record.position
        return parts

    def _queue(self, tx: Tx, projected: Projected) -> None:
        self._lease.set(tx, self._row(projected), position=self._position)
        parking.park(tx, self._tables, self._name, projected.sorted.parked)
        projected.effect(tx)

    def _row(self, projected: Projected) -> dict[str, Any]:
        parts = projected.sorted
        row = {
            "next_offset": projected.next_offset,
            "position": parts.position,
            "seen_at": clock.stamp(),
        }
        headers: Mapping[str, str] = parts.last.headers if parts.last else {}
        if recorded := headers.get("ce_recordedtime"):  # a parked message may lack it
            row["recordedtime"] = recorded[:27]
        return row

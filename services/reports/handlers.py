"""The events of the catalogue keep this service's replica, and the ledger notes how far that has
come: so everybody who reads the ledger knows what was in force at each position.
"""

from collections.abc import Callable, Sequence
from functools import partial

from contracts.catalog import ActorChanged, EditionPublished
from kernel.consumer import Delivery
from kernel.db import Database, Tx
from services.reports import commands
from services.reports.store import ledger, replica


class FollowCatalogue:
    """The projector of the replica.

    An edition is noted, and every change of an actor after the first one. The notes of the ledger
    say themselves which was the last, so a replica that is filled anew repeats none.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    async def __call__(self, deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        """What these events change, as a command."""
        async with self._db.read() as connection:
            first = await replica.first_position(connection)
            noted = await ledger.last_noted(connection)
        to_note = [position for position in in_force(deliveries, first) if position > noted]
        return partial(apply_events, deliveries=deliveries, to_note=to_note)


def in_force(deliveries: Sequence[Delivery], first: int | None) -> list[int]:
    """The positions of these events from the first edition on; `first`: its position, where it came
    earlier.
    """
    positions = []
    for position, data in ((one.record.position, one.data) for one in deliveries):
        if isinstance(data, EditionPublished):
            first = min(position, first or position)
        if first is not None and position >= first:
            positions.append(position)
    return positions


def apply_events(tx: Tx, deliveries: Sequence[Delivery], to_note: Sequence[int]) -> None:
    """Queue the rows of the replica, and a note for each of these positions."""
    for delivery in deliveries:
        if isinstance(delivery.data, EditionPublished):
            replica.put_edition(tx, delivery.data, delivery.record.position)
        elif isinstance(delivery.data, ActorChanged):
            replica.put_actor(tx, delivery.data)
    for position in to_note:
        commands.note_catalogue(tx, position)

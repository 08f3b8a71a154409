"""Notices are queued for the focal points whom an occasion concerns."""

from collections.abc import Iterable

from kernel import clock
from kernel.db import Tx
from services.access.domain.notices import FocalPoint, Occasion
from services.access.store import notices as store


def queue(tx: Tx, occasion: Occasion, readers: Iterable[FocalPoint]) -> None:
    """A notice for each focal point of the actors that it concerns, unless it wants none."""
    at = clock.stamp()
    for reader in _told(occasion, readers, at[:10]):
        _queue(tx, occasion, reader, at)


def _told(occasion: Occasion, readers: Iterable[FocalPoint], on: str) -> Iterable[FocalPoint]:
    """Who is told on a day. Who is entered twice for an actor is told once."""
    told: dict[tuple[str, str], FocalPoint] = {}
    for reader in readers:
        if reader.actor in occasion.actors and reader.reads(occasion.kind, on):
            told.setdefault((reader.actor, reader.email.casefold()), reader)
    return told.values()


def _queue(tx: Tx, occasion: Occasion, reader: FocalPoint, at: str) -> None:
    store.add(
        tx,
        {
            "id": clock.uuid7(),
            "occasion": occasion.name,
            "kind": occasion.kind,
            "actor": reader.actor,
            "focal_point": reader.id,
            "about": dict(occasion.about(reader.actor)),
            "state": "queued",
            "attempts": 0,
            "reason": None,
            "created_at": at,
            "next_at": at,
            "sent_at": None,
        },
    )


def remind(tx: Tx, occasion: Occasion, readers: Iterable[FocalPoint]) -> None:
    """Queue a reminder, once. DuplicateKey when that was done."""
    store.claim_reminder(tx, occasion.name, clock.stamp())
    queue(tx, occasion, readers)

"""The events of the catalogue: they keep this service's copy of it, with its history."""

from contracts.catalog import ActorChanged, EditionPublished
from contracts.envelope import Envelope
from kernel.consumer import Handler
from kernel.db import Tx
from services.aggregator.store import replica


def edition_published(tx: Tx, data: EditionPublished, envelope: Envelope) -> None:
    """Take in an edition's structure."""
    replica.add_edition(tx, data, envelope.position)


def actor_changed(tx: Tx, data: ActorChanged, envelope: Envelope) -> None:
    """Take in an actor's record."""
    replica.add_actor(tx, data, envelope.position)


HANDLERS: dict[str, Handler] = {
    EditionPublished.type: edition_published,
    ActorChanged.type: actor_changed,
}

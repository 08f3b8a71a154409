"""The events of the catalogue: they keep this service's copy of it."""

from contracts.catalog import ActorChanged, EditionPublished
from contracts.envelope import Envelope
from kernel.consumer import Handler
from kernel.db import Tx
from services.aggregator.store import replica


def edition_published(tx: Tx, data: EditionPublished, _envelope: Envelope) -> None:
    """Take in an edition's structure."""
    replica.put_edition(tx, data)


def actor_changed(tx: Tx, data: ActorChanged, _envelope: Envelope) -> None:
    """Take in an actor."""
    replica.put_actor(tx, data)


HANDLERS: dict[str, Handler] = {
    EditionPublished.type: edition_published,
    ActorChanged.type: actor_changed,
}

"""The handlers of the catalogue's events, which keep this service's replica."""

from contracts.catalog import ActorChanged, EditionPublished
from contracts.envelope import Envelope
from kernel.consumer import Handler
from kernel.db import Tx
from services.reports.store import replica


def edition_published(tx: Tx, data: EditionPublished, _envelope: Envelope) -> None:
    """Replace an edition."""
    replica.put_edition(tx, data)


def actor_changed(tx: Tx, data: ActorChanged, _envelope: Envelope) -> None:
    """Replace an actor."""
    replica.put_actor(tx, data)


HANDLERS: dict[str, Handler] = {
    EditionPublished.type: edition_published,
    ActorChanged.type: actor_changed,
}

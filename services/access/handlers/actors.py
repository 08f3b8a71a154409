"""Handlers of the catalogue's events: actors, so that a key speaks only for one that exists."""

from contracts.catalog import ActorChanged
from contracts.envelope import Envelope
from kernel.consumer import Handler
from kernel.db import Tx
from services.access.store import actors as store


def actor_changed(tx: Tx, data: ActorChanged, _envelope: Envelope) -> None:
    """Save an actor in the replica."""
    store.put(tx, data)


HANDLERS: dict[str, Handler] = {ActorChanged.type: actor_changed}

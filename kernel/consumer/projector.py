"""A projector: what a consumer makes of its deliveries."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from contracts.envelope import Envelope
from kernel.consumer.delivery import Delivery
from kernel.db import Tx

#: Reads what it needs, then returns the command that queues the effect of these deliveries, in
#: order. May raise Rejected.
Projector = Callable[[Sequence[Delivery]], Awaitable[Callable[[Tx], None]]]
#: Queues the effect of one event of a type.
Handler = Callable[[Tx, Any, Envelope], None]


def dispatch_by_type(handlers: Mapping[str, Handler]) -> Projector:
    """A projector that reads nothing: one handler per event type, other types are passed over."""

    async def project(deliveries: Sequence[Delivery]) -> Callable[[Tx], None]:
        def command(tx: Tx) -> None:
            for delivery in deliveries:
                if handler := handlers.get(delivery.envelope.type):
                    handler(tx, delivery.data, delivery.envelope)

        return command

    return project

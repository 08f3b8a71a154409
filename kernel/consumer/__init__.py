"""The consumer: reads a topic in order and applies each event exactly once.

    log ──Reader (read ahead, decode)──▶ batch ──Applier (sort, park, project, commit)──▶ database

The offset and the effect are one commit, guarded by the lease's epoch. Errors are decided: outside
trouble is retried, what is undecodable or impossible is parked with its reason (and later events of
its key wait behind it), anything else stops the consumer loudly.
"""

from kernel.consumer.delivery import Delivery, Rejected, decode
from kernel.consumer.offsets import progress
from kernel.consumer.projector import Handler, Projector, dispatch_by_type
from kernel.consumer.runner import Consumer

__all__ = [
    "Consumer",
    "Delivery",
    "Handler",
    "Projector",
    "Rejected",
    "decode",
    "dispatch_by_type",
    "progress",
]

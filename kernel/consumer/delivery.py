"""A delivery: one record of the log, decoded."""

from collections.abc import Collection
from typing import NamedTuple

from pydantic import ValidationError

from contracts import events as registry
from contracts.envelope import Envelope
from contracts.events import Data, UnknownEvent
from kernel.errors import PoisonMessage
from kernel.eventlog import Record


class Delivery(NamedTuple):
    """One decoded event; `data` is None where the consumer wants none of its type."""

    record: Record
    envelope: Envelope
    data: Data | None


class Rejected(PoisonMessage):
    """`PoisonMessage`, with the delivery it is about."""

    def __init__(self, delivery: Delivery, reason: str) -> None:
        super().__init__(reason)
        self.delivery = delivery


def decode(record: Record, wanted: Collection[str] | None = None) -> Delivery:
    """A record as a delivery, with its data where its type is wanted (None: every type is).

    Raises PoisonMessage when it is not an event that this code knows.
    """
    try:
        envelope = Envelope.from_headers(record.headers)
        type_, version = envelope.type, envelope.typeversion
        if wanted is not None and type_ not in wanted and registry.is_newest(type_, version):
            return Delivery(record, envelope, None)
        return Delivery(record, envelope, registry.decode_text(type_, version, record.value))
    except UnknownEvent as error:
        raise PoisonMessage(f"unknown event: {error}") from error
    except (ValidationError, ValueError, RecursionError) as error:
        raise PoisonMessage(f"undecodable: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    """The first three mistakes, without the values that were sent."""
    if not isinstance(error, ValidationError):
        return str(error)
    mistakes = error.errors(include_url=False, include_input=False, include_context=False)[:3]
    return "; ".join(f"{'/'.join(map(str, one['loc']))}: {one['msg']}" for one in mistakes)

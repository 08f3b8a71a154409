"""What both Kafka adapters share: how a topic is made, how a record stands in a message, and what a
truncated log says.
"""

import re
from collections.abc import Iterable

from contracts import topics
from kernel.errors import LogConflict, LogTruncated
from kernel.eventlog import Record, Stored

COPIES = 3  # of every topic, where there are so many brokers
BATCH_BYTES = 512 * 1024
LARGEST_MESSAGE = 4 * 1024 * 1024  # an event may be larger than Kafka's default of 1 MiB
OURS = re.compile(r"[0-9]{1,18} [^\0]{0,64}")  # position and key as columns hold them
# a topic nobody wrote a contract for is kept, too
SETTINGS = {"max.message.bytes": str(LARGEST_MESSAGE), "retention.ms": "-1"}


def settings(topic: str) -> dict[str, str]:
    """The settings a topic is made with."""
    return {**SETTINGS, **topics.SETTINGS.get(topic, {})}


def headers(record: Record) -> list[tuple[str, bytes]]:
    """Headers in CloudEvents' binary mode."""
    return [(name, value.encode()) for name, value in record.headers.items()]


def stored(
    topic: str,
    offset: int,
    key: bytes | None,
    value: bytes | None,
    given: Iterable[tuple[str, bytes]],
) -> Stored:
    """A message as a record; bytes that are no UTF-8 stay visible, so that it is found undecodable
    and parked with them.

    Raises LogConflict where it could not even be parked: its position or key is nothing that a
    relay writes.
    """
    named = {name: (part or b"").decode(errors="backslashreplace") for name, part in given}
    key_text, value_text = (
        (part or b"").decode(errors="backslashreplace") for part in (key, value)
    )
    position = named.get("ce_position", "")
    if not OURS.fullmatch(f"{position} {key_text}"):
        raise LogConflict(
            f"{topic}: the message at offset {offset} has no position and key of ours: something "
            "else than a relay writes here"
        )
    return Stored(offset, Record(topic, int(position), key_text, named, value_text))


def truncated(error: Exception) -> LogTruncated:
    """The loud end of a reader whose next offset is gone, with the way out."""
    return LogTruncated(
        f"the log does not hold the offset that comes next ({error}): make the topic whole "
        "(`python -m system reports republish`), "
        "then `python -m system aggregator rebuild`"
    )

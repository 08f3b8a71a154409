"""Which topics of the event log are filled anew from the restored ledgers."""

import asyncio

from contracts import topics
from kernel.db.backup import rewind_topic
from kernel.errors import LogConflict
from kernel.eventlog import EventLog, Record
from system.backup.archive import LedgerEnd, Manifest
from system.resources import SERVICES, Settings, WrongUse, event_log, log_database

OWNERS = {topics.CATALOG: "catalog", topics.ACCESS: "access", topics.REPORTS: "reports"}
READ_SECONDS = 10.0


async def topics_to_fill(settings: Settings, manifest: Manifest) -> list[str]:
    """The topics that have to be filled anew.

    Raises WrongUse when one holds what the archive does not: a log that goes on where the archive
    ends would have each of those positions twice, with different events, and consumers would pass
    over the new ones as repeats.
    """
    if log_database(settings):
        return [] if manifest.holds_log else list(OWNERS)
    log = event_log(settings)
    await log.start()
    try:
        return [topic for topic in OWNERS if not await continues(log, topic, manifest)]
    finally:
        await log.stop()


async def continues(log: EventLog, topic: str, manifest: Manifest) -> bool:
    """True: the topic ends with the very event at which the archive ends; False: it is empty.

    Raises WrongUse otherwise.
    """
    end = await log.end(topic)
    if end == 0:
        return False
    last, archived = await _last(log, topic, end), manifest.ledger.get(topic)
    if last and archived == LedgerEnd(position=last.position, event=last.headers.get("ce_id")):
        return True
    raise _goes_on(topic, last, archived)


async def _last(log: EventLog, topic: str, end: int) -> Record | None:
    """The last record of a topic; None when it cannot be read."""
    try:
        stored = await log.read(topic, end - 1, 1, READ_SECONDS)
    except LogConflict as error:
        raise WrongUse(str(error)) from None
    return stored[0].record if stored else None


def _goes_on(topic: str, last: Record | None, archived: LedgerEnd | None) -> WrongUse:
    ends = f"position {last.position}" if last else "something unreadable"
    return WrongUse(
        f"the topic {topic} ends at {ends}, the archive at "
        f"{archived.position if archived else 'an unknown position'}: "
        "keep what the topic holds (docs/runbooks/restore.md), then delete it or name another "
        "Kafka in EVENT_LOG_URL"
    )


def refill(settings: Settings, topic: str) -> None:
    """Have a topic that has lost everything filled again. Raises WrongUse for one that holds
    records, or that nobody owns.
    """
    if topic not in OWNERS:
        raise WrongUse(f"{topic} is none of {', '.join(OWNERS)}")
    asyncio.run(_refill(settings, topic))


async def _refill(settings: Settings, topic: str) -> None:
    log = event_log(settings)
    try:
        await log.start()
        end = await log.end(topic)
    finally:
        await log.stop()
    if end:
        raise WrongUse(f"{topic} holds records: only an empty topic is filled again")
    await rewind(settings, topic)


async def rewind(settings: Settings, topic: str) -> None:
    """Have the owner of a topic publish its whole ledger again, and everybody read it again."""
    for service in SERVICES:
        await rewind_topic(settings.url(service), service, topic, own=OWNERS[topic] == service)

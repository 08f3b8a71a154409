"""Backup and restore of the whole system: every database as of one instant, with its secrets, in
one archive; into empty databases only.
"""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from contracts import topics
from kernel import clock
from kernel.db import migrating
from kernel.db.backup import Head, rewind_topic
from kernel.db.engines import is_sqlite
from kernel.errors import LogConflict, Unavailable
from kernel.eventlog import EventLog
from system import migrations
from system.backup import archive as archives
from system.backup.postgresql import Postgresql
from system.backup.sqlite import Sqlite
from system.resources import SERVICES, Settings, WrongUse, event_log, log_database

OWNERS = {topics.CATALOG: "catalog", topics.ACCESS: "access", topics.REPORTS: "reports"}
READ_SECONDS = 10.0
BOOTSTRAP, PEPPER = "bootstrap.key", "pepper"

Store = Sqlite | Postgresql


def backup(settings: Settings, archive: Path) -> list[str]:
    """Write an archive of every database and the secrets, beside running processes; returns the
    names it holds.
    """
    try:
        return asyncio.run(_backup(settings, archive))
    except Unavailable as error:
        raise WrongUse(f"a database does not answer: {error}") from None
    except OSError as error:
        raise WrongUse(f"{archive} cannot be written: {error.strerror or error}") from None


def restore(settings: Settings, archive: Path) -> list[str]:
    """Put an archive into empty databases and an event log that holds nothing else; returns the
    names restored.
    """
    try:
        return asyncio.run(_restore(settings, archive))
    except Unavailable as error:
        raise WrongUse(f"the database or the event log does not answer: {error}") from None
    except OSError as error:
        raise WrongUse(f"{archive} cannot be restored: {error.strerror or error}") from None


def stores(settings: Settings) -> list[Store]:
    """Every database of this installation with the services in it; the one that holds the log
    first.
    """
    urls: dict[str, list[str]] = {}
    if log := log_database(settings):
        urls[log] = ["eventlog"]
    for service in SERVICES:
        urls.setdefault(settings.url(service), []).append(service)
    return [
        (Sqlite if is_sqlite(url) else Postgresql)(url, tuple(services))
        for url, services in urls.items()
    ]


async def _backup(settings: Settings, archive: Path) -> list[str]:
    found = stores(settings)
    if all(isinstance(store, Sqlite) and not store.path.exists() for store in found):
        raise WrongUse(f"there is nothing to back up in {settings.data_dir}")
    with tempfile.TemporaryDirectory(dir=archive.parent) as made:
        folder = Path(made)
        private = _secrets(settings, folder)
        revisions = {
            service: await _revision(store.url, service)
            for store in found
            for service in store.services
        }
        ends = await _copy(found, folder)
        manifest = archives.Manifest(
            made=clock.stamp(),
            files=[*(store.file for store in found), *private],
            databases=[
                archives.Held(file=store.file, kind=store.kind, services=list(store.services))
                for store in found
            ],
            revisions=revisions,
            ledger=ends,
        )
        archives.pack(folder, manifest, archive)
    return manifest.files


async def _revision(url: str, service: str) -> str:
    found = await migrating.revision(url, service)
    if found is None:
        raise WrongUse(
            f"the tables of {service} are not where the settings say: there is nothing to back up"
        )
    return found


async def _copy(found: list[Store], folder: Path) -> dict[str, archives.End]:
    """Copy each database as it was at one instant, so that none has heard what another has not yet
    said.

    Consumers stand still while the states are fixed, the log's before those of the services that
    fill it; nobody waits for the copying.
    """
    async with AsyncExitStack() as views:
        heads: dict[str, Head] = {}
        async with AsyncExitStack() as pauses:
            if len(found) > 1:
                for store in found:
                    await pauses.enter_async_context(store.still())
            for store in found:
                heads |= await views.enter_async_context(store.view())
        for store in found:
            await asyncio.to_thread(store.copy, folder)
    none = Head(0, None)
    ends = {topic: heads.get(service, none) for topic, service in OWNERS.items()}
    return {
        topic: archives.End(position=head.position, event=head.event)
        for topic, head in ends.items()
    }


def _secrets(settings: Settings, folder: Path) -> list[str]:
    """Put the pepper (wherever it is set) and the administrator's first key into the folder.

    A pepper is never made here.
    """
    given = settings.key_pepper
    path = settings.key_pepper_file or settings.data_dir / PEPPER
    if not given and not path.exists():
        raise WrongUse(
            f"the key pepper is not in {path}: set KEY_PEPPER or KEY_PEPPER_FILE as the services "
            "have it; without it no key works again"
        )
    (folder / PEPPER).write_text((given or path.read_text().strip()) + "\n")
    if not settings.bootstrap_key.exists():
        return [PEPPER]
    archives.place(settings.bootstrap_key, folder / BOOTSTRAP)
    return [PEPPER, BOOTSTRAP]


async def _restore(settings: Settings, archive: Path) -> list[str]:
    manifest = archives.read_manifest(archive)
    targets = _targets(settings, manifest)
    for store in targets:
        if not await store.empty():
            raise WrongUse(
                f"there are tables of {', '.join(store.services)} already: restore into empty "
                "databases and an empty DATA_DIR"
            )
    anew = await _topics_to_fill(settings, manifest)
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as made:
        folder = Path(made)
        archives.unpack(archive, manifest.files, folder)
        _check_pepper(settings, folder)
        for store in targets:
            await asyncio.to_thread(store.load, folder)
        for topic in anew:
            for service in SERVICES:
                await rewind_topic(
                    settings.url(service), service, topic, own=OWNERS[topic] == service
                )
        _place_secrets(settings, manifest, folder)
    return [
        name
        for name in manifest.files
        if name in {BOOTSTRAP, PEPPER, *(store.file for store in targets)}
    ]


def _targets(settings: Settings, manifest: archives.Manifest) -> list[Store]:
    """For each database of the archive, the one here that takes it.

    Raises WrongUse where this installation is laid out differently.
    """
    targets: list[Store] = []
    for held in manifest.databases:
        newer = [
            name
            for name in held.services
            if manifest.revisions.get(name, "") > migrations.head(name)
        ]
        if newer:
            raise WrongUse(
                "the archive is of a newer release than this one (tables of "
                f"{', '.join(newer)}): restore it with that release"
            )
        own = [name for name in held.services if name != "eventlog"]
        log = log_database(settings)
        if not own and not log:
            continue  # the log is Kafka now: it is filled from the ledgers
        urls = {settings.url(name) for name in own} | (
            {log} if log and "eventlog" in held.services else set()
        )
        store = (Sqlite if held.kind == "sqlite" else Postgresql)(urls.pop(), tuple(held.services))
        if urls or is_sqlite(store.url) != (held.kind == "sqlite"):
            raise WrongUse(
                f"the archive holds {', '.join(held.services)} in one {held.kind} database: set "
                "DATABASE_URL and its kin accordingly"
            )
        targets.append(store)
    return targets


async def _topics_to_fill(settings: Settings, manifest: archives.Manifest) -> list[str]:
    """The topics that have to be filled anew from the restored ledgers. Raises WrongUse when one
    holds what the archive does not.

    A log that goes on where the archive ends would have each of those positions twice, with
    different events, and consumers would pass over the new ones as repeats.
    """
    if log_database(settings):
        kept = any("eventlog" in held.services for held in manifest.databases)
        return [] if kept else list(OWNERS)
    log = event_log(settings)
    await log.start()
    try:
        return [
            topic
            for topic in OWNERS
            if not await _continues(log, topic, manifest.ledger.get(topic))
        ]
    finally:
        await log.stop()


async def _continues(log: EventLog, topic: str, kept: archives.End | None) -> bool:
    """True: the topic ends with the very event at which the archive ends; False: it is empty.

    Raises WrongUse otherwise.
    """
    end = await log.end(topic)
    if end == 0:
        return False
    try:
        stored = await log.read(topic, end - 1, 1, READ_SECONDS)
    except LogConflict as error:
        raise WrongUse(str(error)) from None
    last = stored[0].record if stored else None
    if last and kept and (last.position, last.headers.get("ce_id")) == (kept.position, kept.event):
        return True
    ends = f"position {last.position}" if last else "something unreadable"
    raise WrongUse(
        f"the topic {topic} ends at {ends}, the archive at "
        f"{kept.position if kept else 'an unknown position'}: "
        "keep what the topic holds (docs/runbooks/restore.md), then delete it or name another "
        "Kafka in EVENT_LOG_URL"
    )


def _check_pepper(settings: Settings, folder: Path) -> None:
    """A pepper that is set from outside must be the archive's, else no key would work."""
    path = settings.key_pepper_file
    given = settings.key_pepper or (path.read_text().strip() if path and path.exists() else "")
    if given and (folder / PEPPER).exists() and given != (folder / PEPPER).read_text().strip():
        raise WrongUse(
            "KEY_PEPPER or KEY_PEPPER_FILE is not the archive's: no key would work. Unset it to "
            "take the archive's"
        )


def _place_secrets(settings: Settings, manifest: archives.Manifest, folder: Path) -> None:
    if PEPPER in manifest.files and not settings.key_pepper:
        archives.place(folder / PEPPER, settings.key_pepper_file or settings.data_dir / PEPPER)
    if BOOTSTRAP in manifest.files:
        archives.place(folder / BOOTSTRAP, settings.bootstrap_key)

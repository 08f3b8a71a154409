"""Backup and restore of the whole system: every database as of one instant, with its secrets, in
one archive; into empty databases only.
"""

import asyncio
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from kernel import clock
from kernel.db import migrating
from kernel.db.backup import Head
from kernel.errors import Unavailable
from system.backup import archive as archives
from system.backup import ledgers, secrets, stores
from system.backup.sqlite import Sqlite
from system.backup.stores import Store
from system.resources import Settings, WrongUse


def backup(settings: Settings, archive: Path) -> list[str]:
    """Write an archive of every database and the secrets, beside running processes; returns the
    names it holds. Raises WrongUse.
    """
    with _one_line("a database does not answer", f"{archive} cannot be written"):
        return asyncio.run(_backup(settings, archive))


def restore(settings: Settings, archive: Path) -> list[str]:
    """Put an archive into empty databases and an event log that holds nothing else; returns the
    names restored. Raises WrongUse.
    """
    silent = "the database or the event log does not answer"
    with _one_line(silent, f"{archive} cannot be restored"):
        return asyncio.run(_restore(settings, archive))


def refill(settings: Settings, topic: str) -> None:
    """Have the owner of a topic publish its whole ledger to the empty log, and everybody read it
    again. Raises WrongUse.
    """
    silent = "the database or the event log does not answer"
    with _one_line(silent, f"{topic} cannot be filled"):
        ledgers.refill(settings, topic)


@contextmanager
def _one_line(unavailable: str, unwritable: str) -> Iterator[None]:
    """Errors from outside as WrongUse, each with its reason after these words."""
    try:
        yield
    except Unavailable as error:
        raise WrongUse(f"{unavailable}: {error}") from None
    except OSError as error:
        raise WrongUse(f"{unwritable}: {error.strerror or error}") from None


async def _backup(settings: Settings, archive: Path) -> list[str]:
    databases = stores.databases(settings)
    if all(isinstance(store, Sqlite) and not store.path.exists() for store in databases):
        raise WrongUse(f"there is nothing to back up in {settings.data_dir}")
    with tempfile.TemporaryDirectory(dir=archive.parent) as name:
        manifest = await _filled(settings, databases, Path(name))
        archives.pack(Path(name), manifest, archive)
    return manifest.files


async def _filled(
    settings: Settings, databases: Sequence[Store], folder: Path
) -> archives.Manifest:
    """The manifest of a folder that holds the secrets and the copies then."""
    secret_files = secrets.copy(settings, folder)
    revisions = await _revisions(databases)
    ends = _ledger_ends(await _copy(databases, folder))
    return _manifest(databases, secret_files, revisions, ends)


def _manifest(
    databases: Sequence[Store],
    secret_files: list[str],
    revisions: dict[str, str],
    ends: dict[str, archives.LedgerEnd],
) -> archives.Manifest:
    return archives.Manifest(
        made=clock.stamp(),
        files=[*(store.file for store in databases), *secret_files],
        databases=[_archived(store) for store in databases],
        revisions=revisions,
        ledger=ends,
    )


def _archived(store: Store) -> archives.ArchivedDatabase:
    services = list(store.services)
    return archives.ArchivedDatabase(file=store.file, kind=store.kind, services=services)


async def _revisions(databases: Sequence[Store]) -> dict[str, str]:
    return {
        service: await _revision(store.url, service)
        for store in databases
        for service in store.services
    }


async def _revision(url: str, service: str) -> str:
    revision = await migrating.revision(url, service)
    if revision is None:
        raise WrongUse(
            f"the tables of {service} are not where the settings say: there is nothing to back up"
        )
    return revision


async def _copy(databases: Sequence[Store], folder: Path) -> dict[str, Head]:
    """Copy each database as it was at one instant, so that none has applied an event that another
    has not published yet; returns where each service's ledger ends in the copies.

    Consumers stand still while the snapshots are taken, the log's before those of the services that
    fill it; nobody waits for the copying.
    """
    async with AsyncExitStack() as snapshots:
        heads = await _snapshot(databases, snapshots)
        for store in databases:
            await asyncio.to_thread(store.copy, folder)
    return heads


async def _snapshot(databases: Sequence[Store], snapshots: AsyncExitStack) -> dict[str, Head]:
    heads: dict[str, Head] = {}
    async with AsyncExitStack() as pauses:
        if len(databases) > 1:
            for store in databases:
                await pauses.enter_async_context(store.still())
        for store in databases:
            heads |= await snapshots.enter_async_context(store.view())
    return heads


def _ledger_ends(heads: dict[str, Head]) -> dict[str, archives.LedgerEnd]:
    """Where the ledger of each topic ends, from those of the services."""
    empty = Head(0, None)
    return {
        topic: archives.LedgerEnd(**heads.get(service, empty)._asdict())
        for topic, service in ledgers.OWNERS.items()
    }


async def _restore(settings: Settings, archive: Path) -> list[str]:
    manifest = archives.read_manifest(archive)
    databases = stores.targets(settings, manifest)
    await _check_empty(databases)
    topics = await ledgers.topics_to_fill(settings, manifest)
    with tempfile.TemporaryDirectory(dir=settings.data_dir) as name:
        archives.unpack(archive, manifest, Path(name))
        await _put(settings, databases, topics, Path(name))
        secrets.place(settings, manifest.files, Path(name))
    return _restored(manifest, databases)


async def _put(
    settings: Settings, databases: Sequence[Store], topics: Iterable[str], folder: Path
) -> None:
    """The databases of a folder, and what of the log their owners are to fill again."""
    secrets.check_pepper(settings, folder)
    await _load(databases, folder)
    for topic in topics:
        await ledgers.rewind(settings, topic)


async def _check_empty(databases: Sequence[Store]) -> None:
    for store in databases:
        if not await store.empty():
            raise WrongUse(
                f"there are tables of {', '.join(store.services)} already: restore into empty "
                "databases and an empty DATA_DIR"
            )


async def _load(databases: Sequence[Store], folder: Path) -> None:
    for store in databases:
        await asyncio.to_thread(store.load, folder)


def _restored(manifest: archives.Manifest, databases: Sequence[Store]) -> list[str]:
    """The names of the archive's files that were put somewhere."""
    names = {secrets.BOOTSTRAP, secrets.PEPPER, *(store.file for store in databases)}
    return [name for name in manifest.files if name in names]

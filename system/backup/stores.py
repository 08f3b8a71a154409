"""The databases of an installation: which are backed up, and which an archive goes into."""

from kernel.db.engines import is_sqlite
from system import migrations
from system.backup.archive import ArchivedDatabase, Manifest
from system.backup.postgresql import Postgresql
from system.backup.sqlite import Sqlite
from system.resources import SERVICES, Settings, WrongUse, log_database

LOG = "eventlog"
KINDS: dict[str, type[Sqlite] | type[Postgresql]] = {"sqlite": Sqlite, "postgresql": Postgresql}

Store = Sqlite | Postgresql


def databases(settings: Settings) -> list[Store]:
    """Every database of this installation with the services in it; the one that holds the log
    first.
    """
    services_by_url: dict[str, list[str]] = {}
    if log := log_database(settings):
        services_by_url[log] = [LOG]
    for service in SERVICES:
        services_by_url.setdefault(settings.url(service), []).append(service)
    return [_store(url, services) for url, services in services_by_url.items()]


def _store(url: str, services: list[str]) -> Store:
    return KINDS[_kind(url)](url, tuple(services))


def _kind(url: str) -> str:
    return "sqlite" if is_sqlite(url) else "postgresql"


def targets(settings: Settings, manifest: Manifest) -> list[Store]:
    """For each database of the archive, the one here that takes it.

    A database that holds the log alone has none when the log is Kafka now: Kafka is filled from the
    ledgers. Raises WrongUse where this installation is laid out differently or is older.
    """
    for database in manifest.databases:
        _check_revisions(database, manifest)
    return [
        _target(database, urls)
        for database in manifest.databases
        if (urls := _urls(settings, database))
    ]


def _check_revisions(database: ArchivedDatabase, manifest: Manifest) -> None:
    newer = [
        service
        for service in database.services
        if manifest.revisions.get(service, "") > migrations.head(service)
    ]
    if newer:
        raise WrongUse(
            "the archive is of a newer release than this one (tables of "
            f"{', '.join(newer)}): restore it with that release"
        )


def _urls(settings: Settings, database: ArchivedDatabase) -> set[str]:
    """Where the services of an archived database have their tables here."""
    urls = {settings.url(service) for service in database.services if service != LOG}
    if LOG in database.services and (log := log_database(settings)):
        urls.add(log)
    return urls


def _target(database: ArchivedDatabase, urls: set[str]) -> Store:
    url, *others = urls
    if others or _kind(url) != database.kind:
        raise WrongUse(
            f"the archive holds {', '.join(database.services)} in one {database.kind} database: "
            "set DATABASE_URL and its kin accordingly"
        )
    return _store(url, database.services)

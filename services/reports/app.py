"""The front door of reports: its application and its background work."""

from dataclasses import dataclass, field

import httpx2
from fastapi import FastAPI

from contracts import topics
from kernel import auth
from kernel.auth import KeyPolicy, Keyring
from kernel.consumer import Consumer
from kernel.db import Database
from kernel.eventlog import EventLog
from kernel.relay import Relay
from kernel.run import Worker
from kernel.web import create, include
from kernel.web.health import HealthChecks
from kernel.web.idempotency import sweeper
from kernel.web.limits import Rates
from services.reports import tables
from services.reports.api import (
    activities,
    actors,
    asyncapi,
    beside,
    brief,
    contributions,
    cycle_statements,
    cycles,
    decisions,
    dependencies,
    dossiers,
    exports,
    fund,
    import_errors,
    imports,
    kinds,
    ledger,
    modalities,
    overviews,
    records,
    statements,
    submissions,
    template_files,
    transitions,
)
from services.reports.api.dependencies import Resources
from services.reports.handlers import FollowCatalogue
from services.reports.operations import Operations
from services.reports.operations.dossiers import DossierMaker
from services.reports.operations.imports import Importer, Retention
from services.reports.settings import Settings
from services.reports.store import replica


@dataclass(frozen=True, slots=True)
class Needs:
    """What reports works with. `client`: its base is the public address of all services, as whose
    reader dossiers are made; without it none is.
    """

    db: Database
    log: EventLog
    pepper: str
    owner: str
    rates: Rates = field(default_factory=Rates)
    keys: KeyPolicy = field(default_factory=KeyPolicy)
    settings: Settings = field(default_factory=Settings)
    client: httpx2.AsyncClient | None = None


FOLLOWED = {topics.CATALOG: replica.CONSUMER, topics.ACCESS: "keys"}
#: Whose routes the application has, in the order of its document.
PARTS = (
    exports,
    submissions,
    transitions,
    decisions,
    records,
    statements,
    import_errors,
    imports,
    cycles,
    contributions,
    dossiers,
    cycle_statements,
    beside,
    activities,
    actors,
    brief,
    modalities,
    overviews,
    fund,
    ledger,
    kinds,
    template_files,
    asyncapi,
)


def build(needs: Needs) -> FastAPI:
    """The application; starts nothing."""
    keyring = _keyring(needs)
    resources = dependencies.create_resources(needs.db, keyring, needs.settings)
    app = create("reports", "Reports", "/reports", _health(needs, resources), needs.rates)
    app.state.resources = resources
    app.state.operations = Operations(needs.db, needs.log, needs.owner)
    include(app, *(part.router for part in PARTS), exports.states, exports.listed)
    app.state.sizes = exports.file_sizes(needs.db)
    app.state.sizes.install(app)
    return app


def _keyring(needs: Needs) -> Keyring:
    return Keyring(needs.db, tables.kernel, needs.pepper, needs.keys)


def _health(needs: Needs, resources: Resources) -> HealthChecks:
    async def edition() -> bool:
        return (await resources.replica.catalogue()).edition is not None

    place = (needs.db, tables.kernel, needs.log, resources.keyring, topics.REPORTS)
    return HealthChecks(*place, FOLLOWED, {"edition": edition})


def workers(needs: Needs) -> list[Worker]:
    """The relay, the consumers of the catalogue and of the keys, the sweeper of idempotency
    records, and who imports rows and makes dossiers.
    """
    relay = Relay(needs.db, tables.kernel, topics.REPORTS, needs.log, needs.owner)
    keys = auth.follower(needs.db, tables.kernel, needs.log, needs.owner)
    catalogue = _follower(needs)
    return [
        Worker("reports relay", relay.run, relay.idle),
        Worker("reports keys", keys.run, keys.idle),
        Worker("reports catalogue", catalogue.run, catalogue.idle),
        sweeper("reports", needs.db, tables.kernel),
        Importer(needs.db, _keyring(needs), needs.owner).worker(),
        Retention(needs.db).worker(),
        *_makers(needs),
    ]


def _follower(needs: Needs) -> Consumer:
    """The consumer of the catalogue."""
    where = (topics.CATALOG, needs.db, tables.kernel, needs.log)
    return Consumer(replica.CONSUMER, *where, FollowCatalogue(needs.db), needs.owner)


def _makers(needs: Needs) -> list[Worker]:
    if needs.client is None:
        return []
    return [DossierMaker(needs.db, needs.client, needs.settings.public_url).worker()]


__all__ = ["Needs", "build", "workers"]

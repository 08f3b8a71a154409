"""A process of reports without its routes: what it works with, its background work, its probes, and
what it offers to the command line.
"""

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
from kernel.web import create
from kernel.web.health import HealthChecks
from kernel.web.idempotency import sweeper
from kernel.web.limits import Rates
from services.reports import tables
from services.reports.handlers import FollowCatalogue
from services.reports.operations import Operations
from services.reports.operations.dossiers import DossierMaker
from services.reports.operations.imports import Importer, Retention
from services.reports.settings import Settings
from services.reports.store.replica import CONSUMER, Replica

FOLLOWED = {topics.CATALOG: CONSUMER, topics.ACCESS: "keys"}


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


def probes(needs: Needs) -> FastAPI:
    """The application without its routes."""
    return application(needs, create_keyring(needs), Replica(needs.db))


def application(needs: Needs, keyring: Keyring, replica: Replica) -> FastAPI:
    """The application before its routes are added."""

    async def edition() -> bool:
        return (await replica.catalogue()).edition is not None

    place = (needs.db, tables.kernel, needs.log, keyring, topics.REPORTS)
    health = HealthChecks(*place, FOLLOWED, {"edition": edition})
    return create("reports", "Reports", "/reports", health, needs.rates)


def create_keyring(needs: Needs) -> Keyring:
    """The keys of callers."""
    return Keyring(needs.db, tables.kernel, needs.pepper, needs.keys)


def operations(needs: Needs) -> Operations:
    """What an operator does with the ledger."""
    return Operations(needs.db, needs.log, needs.owner)


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
        Importer(needs.db, create_keyring(needs), needs.owner).worker(),
        Retention(needs.db).worker(),
        *_makers(needs),
    ]


def _follower(needs: Needs) -> Consumer:
    """The consumer of the catalogue."""
    where = (topics.CATALOG, needs.db, tables.kernel, needs.log)
    return Consumer(CONSUMER, *where, FollowCatalogue(needs.db), needs.owner)


def _makers(needs: Needs) -> list[Worker]:
    if needs.client is None:
        return []
    return [DossierMaker(needs.db, needs.client, needs.settings.public_url).worker()]

"""A process of the catalogue without its routes: what it works with, its background work, its
probes, and what it offers to the command line.
"""

from dataclasses import dataclass, field

from fastapi import FastAPI

from contracts import topics
from kernel.auth import KeyPolicy, Keyring, follower
from kernel.consumer import Consumer, dispatch_by_type
from kernel.db import Database
from kernel.eventlog import EventLog
from kernel.relay import Relay
from kernel.run import Worker
from kernel.web import create
from kernel.web.health import HealthChecks
from kernel.web.idempotency import sweeper
from kernel.web.limits import Rates
from services.catalog import tables
from services.catalog.handlers import CONSUMER, HANDLERS
from services.catalog.operations import Operations
from services.catalog.settings import Settings
from services.catalog.store.reading import Snapshots

TITLE = "Catalogue of the programme"


@dataclass(frozen=True)
class Needs:
    """What the catalogue works with."""

    db: Database
    log: EventLog
    pepper: str
    owner: str
    rates: Rates = field(default_factory=Rates)
    keys: KeyPolicy = field(default_factory=KeyPolicy)
    settings: Settings = field(default_factory=Settings)


def probes(needs: Needs) -> FastAPI:
    """The application without its routes."""
    return application(needs, Snapshots(needs.db))


def application(needs: Needs, snapshots: Snapshots) -> FastAPI:
    """The application before its routes are added."""
    health = _health_checks(needs, snapshots)
    return create("catalog", TITLE, "/catalog", health, needs.rates, snapshots.revision)


def _health_checks(needs: Needs, snapshots: Snapshots) -> HealthChecks:
    async def edition_loaded() -> bool:
        return (await snapshots.current()).current is not None

    keyring = Keyring(needs.db, tables.kernel, needs.pepper, needs.keys)
    follows = {topics.ACCESS: "keys", topics.REPORTS: CONSUMER}
    own = (needs.db, tables.kernel, needs.log, keyring, topics.CATALOG)
    return HealthChecks(*own, follows, {"edition": edition_loaded})


def operations(needs: Needs) -> Operations:
    """What an operator does with the catalogue."""
    return Operations(needs.db, Snapshots(needs.db), needs.settings.programme)


def workers(needs: Needs) -> list[Worker]:
    """The relay of the catalogue, the followers of the keys and of adopted proposals, the sweeper
    of old answers.
    """
    relay = Relay(needs.db, tables.kernel, topics.CATALOG, needs.log, needs.owner)
    keys, proposals = follower(needs.db, tables.kernel, needs.log, needs.owner), _proposals(needs)
    return [
        Worker("catalog relay", relay.run, relay.idle),
        Worker("catalog keys", keys.run, keys.idle),
        Worker("catalog proposals", proposals.run, proposals.idle),
        sweeper("catalog", needs.db, tables.kernel),
    ]


def _proposals(needs: Needs) -> Consumer:
    """The follower of adopted proposals."""
    db, log, project = needs.db, needs.log, dispatch_by_type(HANDLERS)
    wanted = frozenset(HANDLERS)
    return Consumer(CONSUMER, topics.REPORTS, db, tables.kernel, log, project, needs.owner, wanted)

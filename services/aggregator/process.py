"""A process of the aggregator without its routes: what it works with, its background work, its
probes, and what it offers to the command line.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from fastapi import FastAPI

from contracts import topics
from kernel import auth
from kernel.auth import KeyPolicy, Keyring
from kernel.consumer import Consumer, dispatch_by_type
from kernel.db import Database
from kernel.eventlog import EventLog
from kernel.run import Worker
from kernel.web import create
from kernel.web.health import HealthChecks
from kernel.web.limits import Rates
from services.aggregator import tables
from services.aggregator.handlers import catalogue, follow
from services.aggregator.operations import Operations, Rebuild, Retry, Verification
from services.aggregator.settings import Settings
from services.aggregator.store import replica

FOLLOWED = {topics.CATALOG: replica.CONSUMER, topics.ACCESS: "keys"}


@dataclass(frozen=True, slots=True)
class Needs:
    """What the aggregator works with."""

    db: Database
    log: EventLog
    pepper: str
    owner: str
    rates: Rates = field(default_factory=Rates)
    keys: KeyPolicy = field(default_factory=KeyPolicy)
    settings: Settings = field(default_factory=Settings)


def probes(needs: Needs) -> FastAPI:
    """The application without its routes."""
    return application(needs, create_keyring(needs), replica.Replica(needs.db))


def application(
    needs: Needs,
    keyring: Keyring,
    structure: replica.Replica,
    version: Callable[[], Awaitable[object]] | None = None,
) -> FastAPI:
    """The application before its routes are added; `version`: what its answers depend on."""

    async def edition() -> bool:
        return await structure.catalogue() is not None

    place = (needs.db, tables.kernel, needs.log, keyring, topics.REPORTS)
    health = HealthChecks(*place, FOLLOWED, {"edition": edition})
    return create("aggregator", "Indicators", "/indicators", health, needs.rates, version)


def create_keyring(needs: Needs) -> Keyring:
    """The keys of callers."""
    return Keyring(needs.db, tables.kernel, needs.pepper, needs.keys)


def operations(needs: Needs) -> Operations:
    """What an operator does with the indicators."""
    consumer = partial(follow.consumer, needs.db, needs.log)
    # a worker has gone over to another generation when it has looked, and its batch has ended
    pause = 2 * needs.settings.look_seconds
    rebuild = Rebuild(needs.db, needs.log, needs.owner, consumer, pause)
    verification = Verification(needs.db, needs.log, replica.Replica(needs.db))
    return Operations(rebuild, verification, Retry(needs.db, rebuild))


def workers(needs: Needs) -> list[Worker]:
    """The fold, and the followers of the keys and of the catalogue."""
    fold = follow.Fold(needs.db, needs.log, needs.owner, needs.settings.look_seconds)
    keys = auth.follower(needs.db, tables.kernel, needs.log, needs.owner)
    copy = Consumer(
        replica.CONSUMER,
        topics.CATALOG,
        needs.db,
        tables.kernel,
        needs.log,
        dispatch_by_type(catalogue.HANDLERS),
        needs.owner,
    )
    return [
        Worker("aggregator fold", fold.run, fold.idle),
        Worker("aggregator keys", keys.run, keys.idle),
        Worker("aggregator catalogue", copy.run, copy.idle),
    ]

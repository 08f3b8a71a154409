"""The front door of the aggregator."""

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
from kernel.web import create, include
from kernel.web.health import HealthChecks
from kernel.web.limits import Rates
from services.aggregator import tables
from services.aggregator.api import (
    citation,
    dependencies,
    descriptions,
    evidence,
    exports,
    history,
    sdmx,
    state,
    stream,
    values,
    years,
)
from services.aggregator.api.feed import Feed
from services.aggregator.api.updates import Updates
from services.aggregator.handlers import catalogue, follow
from services.aggregator.operations import Operations, Rebuild, Retry, Verification
from services.aggregator.settings import Settings
from services.aggregator.store import replica


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


#: Whose routes the application has, in the order of its document.
PARTS = (state, values, evidence, history, years, citation, exports, descriptions, stream)


def build(needs: Needs) -> FastAPI:
    """The application; starts nothing."""
    keyring = Keyring(needs.db, tables.kernel, needs.pepper, needs.keys)
    resources = dependencies.Resources(
        needs.db, needs.log, keyring, replica.Replica(needs.db), needs.settings
    )

    async def edition() -> bool:
        return await resources.replica.catalogue() is not None

    followed = {topics.CATALOG: replica.CONSUMER, topics.ACCESS: "keys"}
    health = HealthChecks(
        needs.db, tables.kernel, needs.log, keyring, topics.REPORTS, followed, {"edition": edition}
    )
    app = create(
        "aggregator",
        "Indicators",
        "/indicators",
        health,
        needs.rates,
        partial(dependencies.version, resources),
    )
    app.state.resources = resources
    app.state.feed = _feed(needs, resources.replica)
    app.state.operations = _operations(needs, resources.replica)
    include(app, *(part.router for part in PARTS), exports.states, exports.listed)
    include(app, *sdmx.ROUTERS)
    app.state.sizes = exports.file_sizes(needs.db)
    app.state.sizes.install(app)
    return app


def _feed(needs: Needs, structure: replica.Replica) -> Feed:
    async def folded() -> int:
        return (await dependencies.folded(needs.db))[1]

    return Feed(needs.db, needs.log, Updates(needs.db, structure), folded, needs.settings)


def _operations(needs: Needs, structure: replica.Replica) -> Operations:
    consumer = partial(follow.consumer, needs.db, needs.log)
    # a worker has gone over to another generation when it has looked, and its batch has ended
    pause = 2 * needs.settings.look_seconds
    rebuild = Rebuild(needs.db, needs.log, needs.owner, consumer, pause)
    verification = Verification(needs.db, needs.log, structure)
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


__all__ = ["Needs", "build", "workers"]

"""The front door of the aggregator."""

from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace

from fastapi import FastAPI

from contracts import topics
from kernel import auth
from kernel.auth import Keyring
from kernel.consumer import Consumer, dispatch_by_type
from kernel.db import Database
from kernel.eventlog import EventLog
from kernel.run import Worker
from kernel.web import create
from kernel.web.health import HealthChecks
from kernel.web.limits import Rates
from services.aggregator import tables
from services.aggregator.api import dependencies, state, values
from services.aggregator.handlers.fold import CATALOGUE
from services.aggregator.handlers.maintenance import Fold, Maintenance
from services.aggregator.handlers.verify import Verifier
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
    settings: Settings = field(default_factory=Settings)


def build(needs: Needs) -> FastAPI:
    """The application; starts nothing."""
    keyring = Keyring(needs.db, tables.kernel, needs.pepper)
    resources = dependencies.Resources(
        needs.db, needs.log, keyring, replica.Replica(needs.db), needs.settings
    )

    async def edition() -> bool:
        return await resources.replica.structure() is not None

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
    maintenance = Maintenance(needs.db, needs.log, needs.owner)
    app.state.commands = {
        "rebuild": maintenance.rebuild,
        "verify": Verifier(needs.db, needs.log, resources.replica).verify,
        "retry": maintenance.retry,
    }
    app.state.operations = SimpleNamespace(**app.state.commands)
    app.include_router(state.router)
    app.include_router(values.router)
    return app


def workers(needs: Needs) -> list[Worker]:
    """The fold, and the followers of the keys and of the catalogue."""
    fold = Fold(needs.db, needs.log, needs.owner)
    keys = auth.follower(needs.db, tables.kernel, needs.log, needs.owner)
    catalogue = Consumer(
        replica.CONSUMER,
        topics.CATALOG,
        needs.db,
        tables.kernel,
        needs.log,
        dispatch_by_type(CATALOGUE),
        needs.owner,
    )
    return [
        Worker("aggregator fold", fold.run, fold.idle),
        Worker("aggregator keys", keys.run, keys.idle),
        Worker("aggregator catalogue", catalogue.run, catalogue.idle),
    ]


__all__ = ["Needs", "build", "workers"]

"""The application of access and its background workers."""

import base64
import hashlib
from dataclasses import dataclass, field
from functools import partial

from cryptography.fernet import Fernet
from fastapi import FastAPI

from contracts import topics
from kernel.auth import KeyPolicy, Keyring
from kernel.consumer import Consumer, Projector, dispatch_by_type
from kernel.db import Database
from kernel.eventlog import EventLog
from kernel.relay import Relay
from kernel.run import Worker
from kernel.web import IdempotentWrites, create, include
from kernel.web.health import HealthChecks
from kernel.web.idempotency import sweeper
from kernel.web.limits import Rates
from services.access import tables
from services.access.api import audit, focal_points, keys, last_use, notices, unsubscribe
from services.access.api.dependencies import Resources
from services.access.clients.mail import transport
from services.access.formats.messages import Letterhead
from services.access.handlers.actors import HANDLERS
from services.access.handlers.notices import WANTED, FollowReports
from services.access.operations.keys import Operations
from services.access.operations.mail import Mailer, Reminders
from services.access.operations.retention import Retention
from services.access.settings import Settings
from services.access.store import actors
from services.access.store import keys as store

FOLLOWER, NOTICES = "catalog", "notices"


@dataclass(frozen=True, slots=True)
class Needs:
    """What access works with."""

    db: Database
    log: EventLog
    pepper: str
    owner: str
    rates: Rates = field(default_factory=Rates)
    keys: KeyPolicy = field(default_factory=KeyPolicy)
    settings: Settings = field(default_factory=Settings)


def build(needs: Needs) -> FastAPI:
    """The application; starts nothing."""
    keyring = Keyring(needs.db, tables.kernel, needs.pepper, _own_policy(needs))
    app = create("access", "Access", "/access", _health_checks(needs, keyring), needs.rates)
    app.state.resources = _resources(needs, keyring)
    app.state.operations = Operations(needs.db, keyring, needs.pepper, needs.keys.env)
    _add_routes(app)
    return app


def _add_routes(app: FastAPI) -> None:
    include(app, *(part.router for part in (keys, audit, focal_points, notices)))
    app.add_route(last_use.PATH, last_use.record_last_use, methods=["POST"])
    app.add_route(unsubscribe.PATH, unsubscribe.unsubscribe, methods=["GET", "POST"])


def _own_policy(needs: Needs) -> KeyPolicy:
    """The use of keys here is written where that of the others goes."""

    async def save(uses: dict[str, str]) -> None:
        await needs.db.write(store.save_last_use, uses)

    return needs.keys._replace(report=save)


def _resources(needs: Needs, keyring: Keyring) -> Resources:
    cipher = Fernet(base64.urlsafe_b64encode(_secret(needs.pepper)))
    writes = IdempotentWrites(needs.db, tables.kernel, cipher, by_key=True)
    return Resources(needs.db, keyring, needs.pepper, needs.keys.env, needs.settings, writes)


def _health_checks(needs: Needs, keyring: Keyring) -> HealthChecks:
    follows = {topics.CATALOG: FOLLOWER, topics.REPORTS: NOTICES}
    loaded = {"actors": partial(_actors_loaded, needs.db)}
    return HealthChecks(needs.db, tables.kernel, needs.log, keyring, topics.ACCESS, follows, loaded)


async def _actors_loaded(db: Database) -> bool:
    async with db.read() as connection:
        return await actors.any_actor(connection)


def _secret(pepper: str) -> bytes:
    """The key under which stored answers are encrypted, 32 bytes.

    Its prefix may not change: answers that are stored already could not be read any more.
    """
    return hashlib.sha256(f"kept {pepper}".encode()).digest()


def workers(needs: Needs) -> list[Worker]:
    """The relay of access, the consumers of actors and of what notices are about, the sender of
    mail, the reminders, what forgets people, and the sweeper of old answers.
    """
    relay = Relay(needs.db, tables.kernel, topics.ACCESS, needs.log, needs.owner)
    actors = _consumer(needs, FOLLOWER, topics.CATALOG, dispatch_by_type(HANDLERS))
    return [
        Worker("access relay", relay.run, relay.idle),
        Worker("access actors", actors.run, actors.idle),
        *_notices(needs),
        sweeper("access", needs.db, tables.kernel),
    ]


def _consumer(
    needs: Needs, name: str, topic: str, project: Projector, *types: frozenset[str]
) -> Consumer:
    """What reads a topic; `types`: those it wants, all unless they are given."""
    db, log = needs.db, needs.log
    return Consumer(name, topic, db, tables.kernel, log, project, needs.owner, *types)


def _notices(needs: Needs) -> list[Worker]:
    told = _consumer(needs, NOTICES, topics.REPORTS, FollowReports(needs.db), WANTED)
    mailer, reminders = _mailer(needs), Reminders(needs.db)
    retention = Retention(needs.db, needs.settings.focal_point_days)
    return [
        Worker("access notices", told.run, told.idle),
        Worker("access mail", mailer.run, mailer.idle),
        Worker("access reminders", reminders.run, reminders.idle),
        retention.worker(),
    ]


def _mailer(needs: Needs) -> Mailer:
    out = transport(needs.settings.mail, needs.settings.mail_folder)
    head = Letterhead(needs.settings.sender, needs.settings.links)
    return Mailer(needs.db, out, head, needs.pepper, needs.owner)


__all__ = ["Needs", "build", "workers"]

"""The application of access and its background workers."""

import base64
import hashlib
from dataclasses import dataclass, field

from cryptography.fernet import Fernet
from fastapi import FastAPI

from contracts import topics
from kernel.auth import KeyPolicy, Keyring
from kernel.consumer import Consumer, dispatch_by_type
from kernel.db import Database
from kernel.eventlog import EventLog
from kernel.relay import Relay
from kernel.run import Worker
from kernel.web import IdempotentWrites, create
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
    app.include_router(keys.router)
    app.include_router(audit.router)
    app.include_router(focal_points.router)
    app.include_router(notices.router)
    app.add_route(last_use.PATH, last_use.record_last_use, methods=["POST"])
    app.add_route(unsubscribe.PATH, unsubscribe.unsubscribe, methods=["GET", "POST"])
    return app


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
    async def actors_loaded() -> bool:
        async with needs.db.read() as connection:
            return await actors.any_actor(connection)

    follows = {topics.CATALOG: FOLLOWER, topics.REPORTS: NOTICES}
    loaded = {"actors": actors_loaded}
    return HealthChecks(needs.db, tables.kernel, needs.log, keyring, topics.ACCESS, follows, loaded)


def _secret(pepper: str) -> bytes:
    """The key under which stored answers are encrypted, 32 bytes.

    Its prefix may not change: answers that are stored already could not be read any more.
    """
    return hashlib.sha256(f"kept {pepper}".encode()).digest()


def workers(needs: Needs) -> list[Worker]:
    """The relay of access, the consumers of actors and of what notices are about, the sender of
    mail, the reminders, what forgets people, and the sweeper of old answers.
    """
    db, log, handle = needs.db, needs.log, dispatch_by_type(HANDLERS)
    relay = Relay(db, tables.kernel, topics.ACCESS, log, needs.owner)
    actors = Consumer(FOLLOWER, topics.CATALOG, db, tables.kernel, log, handle, needs.owner)
    return [
        Worker("access relay", relay.run, relay.idle),
        Worker("access actors", actors.run, actors.idle),
        *_notices(needs),
        sweeper("access", db, tables.kernel),
    ]


def _notices(needs: Needs) -> list[Worker]:
    db, log, settings = needs.db, needs.log, needs.settings
    follow = FollowReports(db)
    told = Consumer(NOTICES, topics.REPORTS, db, tables.kernel, log, follow, needs.owner, WANTED)
    out = transport(settings.mail, settings.mail_folder)
    head = Letterhead(settings.sender, settings.links)
    mailer, reminders = Mailer(db, out, head, needs.pepper, needs.owner), Reminders(db)
    retention = Retention(db, settings.focal_point_days)
    return [
        Worker("access notices", told.run, told.idle),
        Worker("access mail", mailer.run, mailer.idle),
        Worker("access reminders", reminders.run, reminders.idle),
        Worker("access retention", retention.run, retention.idle),
    ]


__all__ = ["Needs", "build", "workers"]

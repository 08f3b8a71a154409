"""A process of access without its routes: what it works with, its background work, its probes, and
what it offers to the command line.
"""

from dataclasses import dataclass, field
from functools import partial

from fastapi import FastAPI

from contracts import topics
from kernel.auth import KeyPolicy, Keyring
from kernel.consumer import Consumer, Projector, dispatch_by_type
from kernel.db import Database
from kernel.eventlog import EventLog
from kernel.relay import Relay
from kernel.run import Worker
from kernel.web import create
from kernel.web.health import HealthChecks
from kernel.web.idempotency import sweeper
from kernel.web.limits import Rates
from services.access import tables
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


def probes(needs: Needs) -> FastAPI:
    """The application without its routes."""
    return application(needs, create_keyring(needs))


def application(needs: Needs, keyring: Keyring) -> FastAPI:
    """The application before its routes are added."""
    return create("access", "Access", "/access", _health_checks(needs, keyring), needs.rates)


def create_keyring(needs: Needs) -> Keyring:
    """The keys of callers."""
    return Keyring(needs.db, tables.kernel, needs.pepper, _own_policy(needs))


def _own_policy(needs: Needs) -> KeyPolicy:
    """The use of keys here is written where that of the others goes."""

    async def save(uses: dict[str, str]) -> None:
        await needs.db.write(store.save_last_use, uses)

    return needs.keys._replace(report=save)


def _health_checks(needs: Needs, keyring: Keyring) -> HealthChecks:
    follows = {topics.CATALOG: FOLLOWER, topics.REPORTS: NOTICES}
    loaded = {"actors": partial(_actors_loaded, needs.db)}
    return HealthChecks(needs.db, tables.kernel, needs.log, keyring, topics.ACCESS, follows, loaded)


async def _actors_loaded(db: Database) -> bool:
    async with db.read() as connection:
        return await actors.any_actor(connection)


def operations(needs: Needs) -> Operations:
    """What an operator does with keys."""
    return Operations(needs.db, create_keyring(needs), needs.pepper, needs.keys.env)


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

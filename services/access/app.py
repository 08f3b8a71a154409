"""The front door of access."""

import base64
import hashlib
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from fastapi import FastAPI
from pydantic import ValidationError

from contracts import topics
from kernel import clock
from kernel.auth import Keyring
from kernel.consumer import Consumer, dispatch_by_type
from kernel.db import Database
from kernel.errors import StaleWrite, invalid, not_found
from kernel.eventlog import EventLog
from kernel.relay import Relay
from kernel.run import Worker
from kernel.web import create, include
from kernel.web.health import HealthChecks
from kernel.web.idempotency import sweeper
from kernel.web.limits import Rates
from kernel.web.problems import invalid_fields
from services.access import api, commands, domain, errors, store, tables
from services.access.handlers import HANDLERS
from services.access.schemas import KeyBody
from services.access.settings import Settings

ADMINISTRATOR = ["keys:admin", "audit:read", "programme:edit"]
FOLLOWER = "catalog"


@dataclass(frozen=True, slots=True)
class Needs:
    """What access works with."""

    db: Database
    log: EventLog
    pepper: str
    owner: str
    rates: Rates = field(default_factory=Rates)
    settings: Settings = field(default_factory=Settings)


def build(needs: Needs) -> FastAPI:
    """The application; starts nothing."""
    keyring = Keyring(needs.db, tables.kernel, needs.pepper)
    sealing = Fernet(
        base64.urlsafe_b64encode(hashlib.sha256(f"kept {needs.pepper}".encode()).digest())
    )
    resources = api.Resources(
        needs.db, keyring, needs.pepper, needs.settings, sealing, api.LastUseRecorder(needs.db)
    )

    async def actors() -> bool:
        async with needs.db.read() as connection:
            return await store.any_actor(connection)

    health = HealthChecks(
        needs.db,
        tables.kernel,
        needs.log,
        keyring,
        topics.ACCESS,
        {topics.CATALOG: FOLLOWER},
        {"actors": actors},
    )
    app = create("access", "Access", "/access", health, needs.rates)
    app.state.resources = resources
    app.state.commands = _commands(resources)
    include(app, api.router)
    return app


def _commands(resources: api.Resources) -> dict[str, Callable[..., Awaitable[Any]]]:
    """What the command line may do here; it acts for nobody, and the audit says so."""

    async def bootstrap(path: Path) -> str | None:
        """The first administrator's key, when there is no key at all.

        The file is there before the key is valid.
        """
        async with resources.db.read() as connection:
            if await store.any_key(connection):
                return None
        key = commands.fresh(resources.settings.key_env)
        _write_secret(path, key.text)
        grant = commands.Grant(None, ADMINISTRATOR, [], None, "bootstrap administrator")
        try:
            await resources.db.write(commands.issue, resources.pepper, key, grant, None)
        except Exception:
            # A commit whose answer was lost may have taken place: its key's file must stay. One
            # that cannot be asked about may have, too.
            async with resources.db.read() as connection:
                if not await store.any_key(connection):
                    _remove_secret(path)
            raise
        return key.text

    async def issue(
        actor: str | None,
        scopes: list[str],
        expires_at: str | None,
        label: str,
        networks: list[str],
    ) -> dict[str, Any]:
        given = {
            "actor": actor,
            "scopes": scopes,
            "expires_at": expires_at,
            "label": label,
            "networks": networks,
        }
        try:
            body = KeyBody.model_validate(given)
        except ValidationError as error:
            raise invalid(*invalid_fields(error.errors(include_url=False))) from None
        grant = await api.grant_of(
            resources.db, body.actor, list(body.scopes), body.expires_at, body.label, body.networks
        )
        return await resources.db.write(
            commands.issue,
            resources.pepper,
            commands.fresh(resources.settings.key_env),
            grant,
            None,
        )

    async def rotate(key_id: str, overlap_hours: int) -> dict[str, Any]:
        old = await _existing(key_id)
        if domain.state(old["expires_at"], old["revoked_at"], clock.stamp()) != "active":
            raise errors.not_active(key_id)
        try:
            return await resources.db.write(api.rotation, resources, old, overlap_hours, None)
        except StaleWrite:
            raise errors.not_active(key_id) from None
        finally:
            resources.keyring.forget(key_id)

    async def revoke(key_id: str) -> None:
        if (await _existing(key_id))["revoked_at"] is None:
            with suppress(StaleWrite):  # somebody else has just revoked it
                await resources.db.write(commands.revoke, key_id, None)
        resources.keyring.forget(key_id)

    async def _existing(key_id: str) -> dict[str, Any]:
        async with resources.db.read() as connection:
            row = await store.key(connection, key_id)
        if row is None:
            raise not_found(f"There is no key {key_id}.")
        return row

    return {"bootstrap": bootstrap, "issue": issue, "rotate": rotate, "revoke": revoke}


def _write_secret(path: Path, text: str) -> None:
    """Whole or not at all, readable by the owner alone."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)  # one left by a crash: its mode would be kept
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _remove_secret(path: Path) -> None:
    """A key that was not recorded opens nothing: its file would mislead."""
    path.unlink(missing_ok=True)


def workers(needs: Needs) -> list[Worker]:
    """The relay of access, the follower of the actors, and who removes old answers."""
    relay = Relay(needs.db, tables.kernel, topics.ACCESS, needs.log, needs.owner)
    actors = Consumer(
        FOLLOWER,
        topics.CATALOG,
        needs.db,
        tables.kernel,
        needs.log,
        dispatch_by_type(HANDLERS),
        needs.owner,
    )
    return [
        Worker("access relay", relay.run, relay.idle),
        Worker("access actors", actors.run, actors.idle),
        sweeper("access", needs.db, tables.kernel),
    ]


__all__ = ["Needs", "build", "workers"]

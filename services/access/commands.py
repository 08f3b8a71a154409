"""Issue, rotate, revoke: each in one commit with its audit row and its event."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from contracts.access import KeyIssued, KeyRevoked
from kernel import auth, clock, outbox
from kernel.db import Database, Tx
from services.access import domain, errors, store, tables


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new key: its id and its text, which is shown once and never stored."""

    key_id: str
    secret: str
    text: str


@dataclass(frozen=True, slots=True)
class Grant:
    """What a key may do, for whom, from where, until when."""

    actor: str | None
    scopes: list[str]
    networks: list[str]
    expires_at: str | None
    label: str


def fresh(env: str, secret: str | None = None) -> Fresh:
    """A key of more than 128 random bits; `secret`: one already drawn."""
    key_id = clock.secret(auth.ID_LENGTH, auth.ALPHABET)
    drawn = secret or clock.secret(auth.SECRET_LENGTH, auth.ALPHABET)
    return Fresh(key_id, drawn, auth.compose(env, key_id, drawn))


async def grant_of(
    db: Database,
    actor: str | None,
    scopes: list[str],
    expires_at: str | None,
    label: str,
    networks: list[str],
) -> Grant:
    """What a new key may do. Raises 422 for an actor nobody knows, or an expiry that is not one."""
    async with db.read() as connection:
        if actor is not None and not domain.may_hold_keys(await store.kind(connection, actor)):
            raise errors.unknown_actor(actor)
    try:
        end = domain.expiry(
            clock.parse(expires_at) if expires_at is not None else None, clock.now()
        )
    except (ValueError, OverflowError) as error:
        raise errors.bad_expiry(str(error)) from None
    return Grant(actor, scopes, networks, clock.stamp(end), label)


def issue(tx: Tx, pepper: str, key: Fresh, grant: Grant, by_key: str | None) -> dict[str, Any]:
    """Record a key as its keyed hash and tell every service."""
    at = clock.stamp()
    data = KeyIssued(
        key_id=key.key_id,
        hash=auth.keyed_hash(pepper, key.secret),
        actor=grant.actor,
        scopes=grant.scopes,
        expires_at=grant.expires_at,
        networks=grant.networks,
    )
    store.add_key(tx, data, grant.label, at, by_key)
    store.add_audit(tx, at, by_key, "issue", key.key_id)
    outbox.emit(tx, tables.kernel, "access", key.key_id, data)
    return {
        "id": key.key_id,
        "key": key.text,
        "actor": grant.actor,
        "scopes": grant.scopes,
        "expires_at": grant.expires_at,
        "label": grant.label,
        "networks": grant.networks,
        "created_at": at,
    }


def rotate(
    tx: Tx, pepper: str, env: str, old: dict[str, Any], overlap_hours: int, by_key: str | None
) -> dict[str, Any]:
    """Issue a successor with the same rights; the old key ends when the overlap does."""
    now, key = clock.now(), fresh(env)
    expires_at = clock.stamp(domain.expiry(None, now))
    old_until = clock.stamp(now + timedelta(hours=overlap_hours))
    ends = domain.overlap_end(old["expires_at"], old_until)
    store.end_key(tx, old["key_id"], old["expires_at"], ends)
    store.add_audit(tx, clock.stamp(), by_key, "rotate", old["key_id"])
    outbox.emit(
        tx,
        tables.kernel,
        "access",
        old["key_id"],
        KeyIssued(
            key_id=old["key_id"],
            hash=old["hash"],
            actor=old["actor"],
            scopes=old["scopes"],
            expires_at=ends,
            networks=old["networks"],
        ),
    )
    grant = Grant(old["actor"], old["scopes"], old["networks"], expires_at, old["label"])
    return {
        **issue(tx, pepper, key, grant, by_key),
        "replaces": {"id": old["key_id"], "expires_at": ends},
    }


def revoke(tx: Tx, key_id: str, by_key: str | None) -> None:
    """End a key now, everywhere."""
    at = clock.stamp()
    store.revoke_key(tx, key_id, at)
    store.add_audit(tx, at, by_key, "revoke", key_id)
    outbox.emit(tx, tables.kernel, "access", key_id, KeyRevoked(key_id=key_id, revoked_at=at))

"""Issue, rotate, revoke: each in one commit with its audit row and its event."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple

from contracts.access import KeyIssued, KeyRevoked
from kernel import auth, clock, outbox
from kernel.db import Database, Tx
from kernel.errors import StaleWrite
from services.access import errors, tables
from services.access.domain import keys as domain
from services.access.domain.keys import Grant
from services.access.store import actors
from services.access.store import keys as store


@dataclass(frozen=True, slots=True)
class NewKey:
    """A new key: its id and its text, which is shown once and never stored."""

    key_id: str
    secret: str
    text: str


class Rotation(NamedTuple):
    """How long the old key stays valid beside its successor, and which key asks for it;
    `expires_at`: until when an administrator lets the successor live.
    """

    overlap_hours: int
    by_key: str | None
    expires_at: str | None = None


def draw_key(env: str) -> NewKey:
    """A key of more than 128 random bits."""
    key_id = clock.secret(auth.ID_LENGTH, auth.ALPHABET)
    secret = clock.secret(auth.SECRET_LENGTH, auth.ALPHABET)
    return NewKey(key_id, secret, auth.compose(env, key_id, secret))


async def checked(db: Database, asked: Grant) -> Grant:
    """What a new key may do. Raises 422 for an unknown actor or an expiry out of range."""
    if asked.actor is not None:
        async with db.read() as connection:
            kind = await actors.kind(connection, asked.actor)
        if not domain.may_hold_keys(kind):
            raise errors.unknown_actor(asked.actor)
    return replace(asked, expires_at=checked_expiry(asked.expires_at))


def checked_expiry(expires_at: str | None) -> str:
    """An expiry as it is stored; a year from now where none is given. Raises 422."""
    try:
        requested = clock.parse(expires_at) if expires_at is not None else None
        return clock.stamp(domain.expiry(requested, clock.now()))
    except (ValueError, OverflowError) as error:
        raise errors.bad_expiry(str(error)) from None


def current_state(key: dict[str, Any]) -> str:
    """active, expired or revoked, as of now."""
    return domain.state(key["expires_at"], key["revoked_at"], clock.stamp())


def issue(
    tx: Tx,
    pepper: str,
    key: NewKey,
    grant: Grant,
    by_key: str | None,
    made_from: str | None = None,
) -> dict[str, Any]:
    """Record a key as its keyed hash and publish it. Returns the key with its text."""
    origin = store.Origin(grant.label, clock.stamp(), by_key, made_from)
    event = _issued_event(key.key_id, auth.keyed_hash(pepper, key.secret), grant)
    store.add_key(tx, event, origin)
    store.add_audit(tx, origin.created_at, by_key, "issue", key.key_id)
    outbox.emit(tx, tables.kernel, "access", key.key_id, event)
    return _key_with_text(key, grant, origin.created_at)


def issue_first(tx: Tx, pepper: str, key: NewKey, grant: Grant) -> None:
    """Record the first key. DuplicateKey when another process has claimed to be first."""
    store.claim_first_key(tx, clock.stamp())
    issue(tx, pepper, key, grant, None)


def _issued_event(key_id: str, hash_: str, grant: Grant) -> KeyIssued:
    return KeyIssued(
        key_id=key_id,
        hash=hash_,
        actor=grant.actor,
        scopes=grant.scopes,
        expires_at=grant.expires_at,
        networks=grant.networks,
        line=grant.line,
    )


def _key_with_text(key: NewKey, grant: Grant, created_at: str) -> dict[str, Any]:
    return {
        "id": key.key_id,
        "key": key.text,
        "actor": grant.actor,
        "scopes": grant.scopes,
        "expires_at": grant.expires_at,
        "label": grant.label,
        "networks": grant.networks,
        "created_at": created_at,
    }


def rotate(
    tx: Tx, pepper: str, env: str, old: dict[str, Any], rotation: Rotation
) -> dict[str, Any]:
    """Issue a successor with the same rights; the old key ends when the overlap does."""
    ends = _shorten(tx, old, rotation)
    end = rotation.expires_at or _same_life(old)
    grant = replace(_same_rights(old, end), line=old["line"] or old["key_id"])
    successor = issue(tx, pepper, draw_key(env), grant, rotation.by_key, old["key_id"])
    return {**successor, "replaces": {"id": old["key_id"], "expires_at": ends}}


def _same_life(old: dict[str, Any]) -> str:
    """The end of a successor, which does not outlive what it replaces."""
    return domain.overlap_end(old["expires_at"], clock.stamp(domain.expiry(None, clock.now())))


def _overlap_end(old: dict[str, Any], hours: int) -> str:
    """The end of an old key beside its successor."""
    end = clock.stamp(clock.now() + timedelta(hours=hours))
    return domain.overlap_end(old["expires_at"], end)


def _shorten(tx: Tx, old: dict[str, Any], rotation: Rotation) -> str:
    """The end of the old key. The event of a shorter life is that of issuing: the same key with an
    earlier expiry.
    """
    key_id, ends = old["key_id"], _overlap_end(old, rotation.overlap_hours)
    store.end_key(tx, key_id, old["expires_at"], ends)
    store.add_audit(tx, clock.stamp(), rotation.by_key, "rotate", key_id)
    outbox.emit(tx, tables.kernel, "access", key_id, _issued_again(old, ends))
    return ends


def _issued_again(old: dict[str, Any], expires_at: str) -> KeyIssued:
    return _issued_event(old["key_id"], old["hash"], _same_rights(old, expires_at))


def _same_rights(old: dict[str, Any], expires_at: str) -> Grant:
    return Grant(
        old["actor"], old["scopes"], old["networks"], expires_at, old["label"], old["line"]
    )


async def revoke_line(db: Database, key_id: str, by_key: str | None) -> list[str]:
    """Revoke a key and every key that was made from it by rotation. Returns their ids."""
    revoked: list[str] = []
    while line := await _not_revoked(db, key_id):  # one may be made meanwhile
        for each in line:
            with suppress(StaleWrite):  # somebody else has just revoked it
                await db.write(revoke, each, by_key)
        revoked += line
    return revoked


async def _not_revoked(db: Database, key_id: str) -> list[str]:
    async with db.read() as connection:
        return await store.not_revoked(connection, key_id)


def revoke(tx: Tx, key_id: str, by_key: str | None) -> None:
    """End a key now, everywhere."""
    at = clock.stamp()
    store.revoke_key(tx, key_id, at)
    store.add_audit(tx, at, by_key, "revoke", key_id)
    outbox.emit(tx, tables.kernel, "access", key_id, KeyRevoked(key_id=key_id, revoked_at=at))

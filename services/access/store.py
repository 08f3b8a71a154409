"""Every SQL statement of access."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.access import KeyIssued
from contracts.catalog import ActorChanged
from kernel.auth import key_row
from kernel.db import Tx
from services.access import tables

keys = tables.keys


def add_key(tx: Tx, issued: KeyIssued, label: str, created_at: str, created_by: str | None) -> None:
    """A key, as its hash."""
    tx.insert(
        keys,
        {
            **key_row(issued),
            "label": label,
            "created_at": created_at,
            "created_by": created_by,
            "last_used_at": None,
        },
    )


def end_key(tx: Tx, key_id: str, read: str | None, expires_at: str) -> None:
    """Shorten a key's life, which was `read` as its expiry; StaleWrite when it was revoked or
    shortened meanwhile.
    """
    unchanged = keys.c.expires_at.is_(None) if read is None else keys.c.expires_at == read
    tx.execute(
        update(keys)
        .where(keys.c.key_id == key_id, keys.c.revoked_at.is_(None), unchanged)
        .values(expires_at=expires_at)
    )


def revoke_key(tx: Tx, key_id: str, at: str) -> None:
    """End a key now; StaleWrite when somebody was faster."""
    tx.execute(
        update(keys)
        .where(keys.c.key_id == key_id, keys.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def note_use(tx: Tx, used: Mapping[str, str]) -> None:
    """When keys were last used here."""
    for key_id, at in used.items():
        tx.execute(update(keys).where(keys.c.key_id == key_id).values(last_used_at=at), expect=None)


def add_audit(tx: Tx, at: str, by_key: str | None, action: str, key_id: str) -> None:
    """Who did what to which key."""
    tx.insert(tables.audit, {"at": at, "by_key": by_key, "action": action, "key_id": key_id})


def put_actor(tx: Tx, data: ActorChanged) -> None:
    """Replace an actor in the copy."""
    tx.execute(delete(tables.actors).where(tables.actors.c.code == data.code), expect=None)
    tx.insert(tables.actors, {"code": data.code, "kind": data.kind})


async def key(connection: AsyncConnection, key_id: str) -> dict[str, Any] | None:
    """One key, its lists decoded."""
    row = (await connection.execute(select(keys).where(keys.c.key_id == key_id))).mappings().first()
    return _decoded(dict(row)) if row else None


async def any_key(connection: AsyncConnection) -> bool:
    """Whether a key was ever issued."""
    return (await connection.execute(select(keys.c.key_id).limit(1))).first() is not None


async def page(
    connection: AsyncConnection,
    actor: str | None,
    state: str | None,
    now: str,
    after: Sequence[Any] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Keys, newest first."""
    statement = select(keys).order_by(keys.c.created_at.desc(), keys.c.key_id.desc()).limit(limit)
    if actor is not None:
        statement = statement.where(keys.c.actor == actor)
    if state == "revoked":
        statement = statement.where(keys.c.revoked_at.is_not(None))
    elif state == "expired":
        statement = statement.where(keys.c.revoked_at.is_(None), keys.c.expires_at <= now)
    elif state == "active":
        statement = statement.where(
            keys.c.revoked_at.is_(None), or_(keys.c.expires_at.is_(None), keys.c.expires_at > now)
        )
    if after is not None:
        statement = statement.where(tuple_(keys.c.created_at, keys.c.key_id) < tuple_(*after))
    return [_decoded(dict(row)) for row in (await connection.execute(statement)).mappings()]


def _decoded(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "scopes": json.loads(row["scopes"]), "networks": json.loads(row["networks"])}


async def audit(
    connection: AsyncConnection, before: int | None, limit: int
) -> list[dict[str, Any]]:
    """The audit, newest first; `by_actor`: whom the acting key speaks for, which never changes."""
    table = tables.audit
    who = keys.c.actor.label("by_actor")
    statement = (
        select(table, who)
        .outerjoin(keys, keys.c.key_id == table.c.by_key)
        .order_by(table.c.n.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(table.c.n < before)
    return [dict(row) for row in (await connection.execute(statement)).mappings()]


async def kind(connection: AsyncConnection, code: str) -> str | None:
    """The kind of an actor; None when access was told of none with this code."""
    found: str | None = await connection.scalar(
        select(tables.actors.c.kind).where(tables.actors.c.code == code)
    )
    return found


async def any_actor(connection: AsyncConnection) -> bool:
    """Whether the actors have reached this service."""
    return (await connection.execute(select(tables.actors.c.code).limit(1))).first() is not None

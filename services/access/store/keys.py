"""Keys and their audit."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.access import KeyIssued
from kernel.auth import key_row
from kernel.db import Tx
from services.access import tables

keys = tables.keys


def add_key(
    tx: Tx,
    issued: KeyIssued,
    label: str,
    created_at: str,
    created_by: str | None,
    made_from: str | None = None,
) -> None:
    """A key, as its hash. `made_from`: the key that it was rotated from."""
    tx.insert(
        keys,
        {
            **key_row(issued),
            "label": label,
            "created_at": created_at,
            "created_by": created_by,
            "last_used_at": None,
            "made_from": made_from,
        },
    )


def claim_first_key(tx: Tx, at: str) -> None:
    """Decide which process issues the first key, by a row of the requests that ran once. It is
    swept with them: by then there are keys.
    """
    row = {"scope": "bootstrap", "key": "first", "created_at": at, "status": 201}
    tx.claim(tables.kernel.idempotency, {**row, "request_hash": "", "headers": "[]", "body": ""})


def end_key(tx: Tx, key_id: str, before: str | None, expires_at: str) -> None:
    """Shorten a key's life, decided from its expiry `before`. StaleWrite when it was revoked or
    shortened meanwhile.
    """
    unchanged = keys.c.expires_at.is_(None) if before is None else keys.c.expires_at == before
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


def save_last_use(tx: Tx, used: Mapping[str, str]) -> None:
    """When keys were last used, whichever service says so first."""
    before = keys.c.last_used_at
    for key_id, at in used.items():
        earlier = update(keys).where(keys.c.key_id == key_id, or_(before.is_(None), before < at))
        tx.execute(earlier.values(last_used_at=at), expect=None)


def add_audit(tx: Tx, at: str, by_key: str | None, action: str, key_id: str) -> None:
    """Who did what to which key."""
    tx.insert(tables.audit, {"at": at, "by_key": by_key, "action": action, "key_id": key_id})


async def key(connection: AsyncConnection, key_id: str) -> dict[str, Any] | None:
    """One key, its lists decoded."""
    result = await connection.execute(select(keys).where(keys.c.key_id == key_id))
    row = result.mappings().first()
    return _decoded(row) if row else None


async def not_revoked(connection: AsyncConnection, key_id: str) -> list[str]:
    """Of a key and all that was made from it by rotation, those that are not revoked."""
    line = select(keys.c.key_id).where(keys.c.key_id == key_id).cte("line", recursive=True)
    line = line.union(select(keys.c.key_id).where(keys.c.made_from == line.c.key_id))
    living = select(keys.c.key_id).where(
        keys.c.key_id.in_(select(line.c.key_id)), keys.c.revoked_at.is_(None)
    )
    return list((await connection.execute(living.order_by(keys.c.created_at))).scalars())


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
    if state is not None:
        statement = statement.where(*_in_state(state, now))
    if after is not None:
        statement = statement.where(tuple_(keys.c.created_at, keys.c.key_id) < tuple_(*after))
    return [_decoded(row) for row in (await connection.execute(statement)).mappings()]


def _in_state(state: str, now: str) -> list[ColumnElement[bool]]:
    """The conditions of `domain.state` as SQL."""
    revoked_at, expires_at = keys.c.revoked_at, keys.c.expires_at
    if state == "revoked":
        return [revoked_at.is_not(None)]
    if state == "expired":
        return [revoked_at.is_(None), expires_at <= now]
    return [revoked_at.is_(None), or_(expires_at.is_(None), expires_at > now)]


def _decoded(row: RowMapping) -> dict[str, Any]:
    return {**row, "scopes": json.loads(row["scopes"]), "networks": json.loads(row["networks"])}


async def audit(
    connection: AsyncConnection, before: int | None, limit: int
) -> list[dict[str, Any]]:
    """The audit, newest first; `by_actor`: whom the acting key speaks for, which never changes."""
    table = tables.audit
    statement = (
        select(table, keys.c.actor.label("by_actor"))
        .outerjoin(keys, keys.c.key_id == table.c.by_key)
        .order_by(table.c.n.desc())
        .limit(limit)
    )
    if before is not None:
        statement = statement.where(table.c.n < before)
    return [dict(row) for row in (await connection.execute(statement)).mappings()]

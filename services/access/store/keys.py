"""Keys and their audit."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, RowMapping, Select, Table, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.access import KeyIssued
from kernel.auth import key_row
from kernel.db import Tx
from services.access import tables

keys = tables.keys
_not_revoked = keys.c.revoked_at.is_(None)


class Origin(NamedTuple):
    """Where a key comes from; `made_from`: the key that it was rotated from."""

    label: str
    created_at: str
    created_by: str | None
    made_from: str | None


class Wanted(NamedTuple):
    """The filters of a list: keys of an actor, and in a state now."""

    actor: str | None
    state: str | None
    now: str


def add_key(tx: Tx, issued: KeyIssued, origin: Origin) -> None:
    """A key, as its hash."""
    tx.insert(keys, {**key_row(issued), **origin._asdict(), "last_used_at": None})


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
    unchanged = keys.c.expires_at == before  # where it is None: IS NULL
    shorter = update(keys).where(keys.c.key_id == key_id, _not_revoked, unchanged)
    tx.execute(shorter.values(expires_at=expires_at))


def revoke_key(tx: Tx, key_id: str, at: str) -> None:
    """End a key now; StaleWrite when somebody was faster."""
    ended = update(keys).where(keys.c.key_id == key_id, _not_revoked)
    tx.execute(ended.values(revoked_at=at))


def save_last_use(tx: Tx, used: Mapping[str, str]) -> None:
    """When keys were last used, whichever service says so first."""
    before = keys.c.last_used_at
    for key_id, at in used.items():
        later = update(keys).where(keys.c.key_id == key_id, or_(before.is_(None), before < at))
        tx.execute(later.values(last_used_at=at), expect=None)


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
    living = select(keys.c.key_id).where(keys.c.key_id.in_(_line(key_id)), _not_revoked)
    return list((await connection.execute(living.order_by(keys.c.created_at))).scalars())


def _line(key_id: str) -> Select[tuple[str]]:
    """A key and all that was made from it by rotation."""
    line = select(keys.c.key_id).where(keys.c.key_id == key_id).cte("line", recursive=True)
    made = select(keys.c.key_id).where(keys.c.made_from == line.c.key_id)
    return select(line.union(made).c.key_id)


async def any_key(connection: AsyncConnection) -> bool:
    """Whether a key was ever issued."""
    return (await connection.execute(select(keys.c.key_id).limit(1))).first() is not None


async def page(
    connection: AsyncConnection, wanted: Wanted, after: Sequence[Any] | None, limit: int
) -> list[dict[str, Any]]:
    """Keys, newest first."""
    place = (keys.c.created_at, keys.c.key_id)
    statement = select(keys).order_by(*(column.desc() for column in place)).limit(limit)
    if after is not None:
        statement = statement.where(tuple_(*place) < tuple_(*after))
    rows = await connection.execute(statement.where(*_wanted(wanted)))
    return [_decoded(row) for row in rows.mappings()]


def _wanted(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The filters as SQL."""
    of_actor = [keys.c.actor == wanted.actor] if wanted.actor is not None else []
    in_state = _in_state(wanted.state, wanted.now) if wanted.state is not None else []
    return [*of_actor, *in_state]


def _in_state(state: str, now: str) -> list[ColumnElement[bool]]:
    """The conditions of `domain.state` as SQL."""
    if state == "revoked":
        return [keys.c.revoked_at.is_not(None)]
    expires_at = keys.c.expires_at
    lasts = or_(expires_at.is_(None), expires_at > now)
    return [_not_revoked, expires_at <= now if state == "expired" else lasts]


def _decoded(row: RowMapping) -> dict[str, Any]:
    return {**row, "scopes": json.loads(row["scopes"]), "networks": json.loads(row["networks"])}


async def audit(
    connection: AsyncConnection, before: int | None, limit: int
) -> list[dict[str, Any]]:
    """The audit, newest first; `by_actor`: whom the acting key speaks for, which never changes."""
    number = tables.audit.c.n
    statement = with_actors(tables.audit).order_by(number.desc()).limit(limit)
    if before is not None:
        statement = statement.where(number < before)
    return [dict(row) for row in (await connection.execute(statement)).mappings()]


def with_actors(acts: Table) -> Select[Any]:
    """What keys did, each line with the actor whom its key speaks for."""
    of_key = keys.c.key_id == acts.c.by_key
    return select(acts, keys.c.actor.label("by_actor")).outerjoin(keys, of_key)

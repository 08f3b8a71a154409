"""The replica of the actors."""

import json

from sqlalchemy import RowMapping, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.catalog import ActorChanged
from kernel.db import Tx
from services.access import errors, tables
from services.access.domain.notices import Actor

actors = tables.actors


def put(tx: Tx, data: ActorChanged) -> None:
    """Replace an actor in the replica."""
    tx.execute(delete(actors).where(actors.c.code == data.code), expect=None)
    names, periods = json.dumps(data.names), json.dumps(_periods(data))
    tx.insert(actors, {"code": data.code, "kind": data.kind, "names": names, "periods": periods})


def _periods(data: ActorChanged) -> list[tuple[str | None, str | None]]:
    """When it is there: a state in its memberships, any other from its first day to its last."""
    if data.kind == "state":
        return [(each.from_day, each.to_day) for each in data.memberships]
    return [(data.valid_from, data.valid_to)]


async def kind(connection: AsyncConnection, code: str) -> str | None:
    """The kind of an actor; None when the replica has none with this code."""
    statement = select(actors.c.kind).where(actors.c.code == code)
    actor_kind: str | None = await connection.scalar(statement)
    return actor_kind


async def require_known(connection: AsyncConnection, code: str | None) -> None:
    """Raise 422 for a filter by an actor that there is not."""
    if code is not None and await kind(connection, code) is None:
        raise errors.unknown_actor(code)


async def any_actor(connection: AsyncConnection) -> bool:
    """Whether the actors have reached this service."""
    return (await connection.execute(select(actors.c.code).limit(1))).first() is not None


async def names(connection: AsyncConnection, code: str) -> dict[str, str]:
    """The names of an actor by language; empty where none is known."""
    statement = select(actors.c.names).where(actors.c.code == code)
    found = await connection.scalar(statement)
    return dict(json.loads(found)) if found else {}


async def there(connection: AsyncConnection, on: str) -> list[Actor]:
    """The organs that exist and the states that participate on a day."""
    statement = select(actors).where(actors.c.kind.in_(("organ", "state"))).order_by(actors.c.code)
    rows = (await connection.execute(statement)).mappings()
    return [actor for row in rows if (actor := _actor(row)).there(on)]


def _actor(row: RowMapping) -> Actor:
    periods = json.loads(row["periods"] or "[]")
    return Actor(row["code"], row["kind"], [(first, out) for first, out in periods])

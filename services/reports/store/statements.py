"""Statements, queued and read back."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.reports import StatementMade, StatementWithdrawn, StatementWithheld
from kernel.db import Tx
from services.reports import tables
from services.reports.store import fragments, reading

STANDING = "standing"
#: What a statement is after each of its events.
STATES = {
    StatementMade.type: STANDING,
    StatementWithdrawn.type: "withdrawn",
    StatementWithheld.type: "withheld",
}
MOST_SUBJECTS = 500  # that one statement asks about


def add(tx: Tx, row: dict[str, Any]) -> None:
    """A statement that is made."""
    tx.insert(tables.statements, {**row, "addressees": json.dumps(row["addressees"])})


def end(tx: Tx, id_: str, state: str, at: str, *, erased: bool) -> None:
    """A standing statement is withdrawn or withheld; what is erased keeps neither text nor salt.

    Raises StaleWrite where it does not stand any more.
    """
    s = tables.statements
    gone = {"text": None, "salt": None} if erased else {}
    standing = (s.c.id == id_, s.c.state == STANDING)
    tx.execute(update(s).where(*standing).values(state=state, changed_at=at, **gone))


async def one(connection: AsyncConnection, id_: str) -> RowMapping | None:
    """A statement; None when there is none."""
    statement = select(tables.statements).where(tables.statements.c.id == id_)
    return await fragments.first(connection, statement)


async def beside_any(
    connection: AsyncConnection, subjects: Sequence[str], limit: int
) -> list[RowMapping]:
    """The statements beside any of these, oldest first."""
    s = tables.statements
    beside = select(s).where(s.c.subject.in_(subjects[:MOST_SUBJECTS])).order_by(s.c.n)
    return list((await connection.execute(beside.limit(limit))).mappings())


async def fitting(connection: AsyncConnection, subjects: Sequence[str]) -> int:
    """How many of these, from the first, one answer holds with what is said beside them."""
    s = tables.statements.c
    whole = select(s.subject, func.sum(func.length(s.text))).where(s.subject.in_(subjects))
    rows: Any = await connection.execute(whole.group_by(s.subject))
    sizes = dict(iter(rows))
    return reading.fit([int(sizes.get(subject) or 0) for subject in subjects])


async def beside_each(
    connection: AsyncConnection, subjects: Sequence[str], limit: int
) -> list[RowMapping]:
    """The first statements beside each of these, oldest first."""
    s = tables.statements
    place = func.row_number().over(partition_by=s.c.subject, order_by=s.c.n).label("place")
    placed = select(s, place).where(s.c.subject.in_(subjects)).subquery()
    first = select(placed).where(placed.c.place <= limit).order_by(placed.c.n)
    return await fragments.mappings(connection, first)


async def page(
    connection: AsyncConnection, subject: str, after: int, limit: int
) -> list[RowMapping]:
    """The statements beside a submission or a cycle, oldest first."""
    s = tables.statements
    beside = select(s).where(s.c.subject == subject, s.c.n > after)
    return await fragments.mappings(connection, beside.order_by(s.c.n).limit(limit))

"""What the statements of this room share: rows beside the event that tells of them, what comes
after a position, and many ids in several statements.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, and_, or_
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection

from services.reports import tables

Key = TypeVar("Key")
Value = TypeVar("Value")
Snapshot = AbstractAsyncContextManager[AsyncConnection]

AT_ONCE = 500  # ids in one statement

_history, _revisions, _texts = tables.history, tables.revisions, tables.texts
_outbox = tables.kernel.outbox

#: Steps, each with its event.
STEPS = _history.join(_outbox, _history.c.event == _outbox.c.id)
#: Revisions, each with the event that published it.
PUBLICATIONS = _revisions.join(_outbox, _revisions.c.published_event == _outbox.c.id)
#: Revisions, each with its last text.
REVISION_TEXTS = _revisions.join(
    _texts,
    and_(_texts.c.submission == _revisions.c.submission, _texts.c.number == _revisions.c.text),
)


def later_than(position: Any) -> ColumnElement[bool]:
    """Events after a position, or without one yet."""
    return or_(_outbox.c.seq.is_(None), _outbox.c.seq > position)


async def mappings(connection: AsyncConnection, statement: Select[Any]) -> list[RowMapping]:
    """The rows of a statement by the names of their columns."""
    return list((await connection.execute(statement)).mappings())


async def first(connection: AsyncConnection, statement: Select[Any]) -> RowMapping | None:
    """The first row of a statement; None where there is none."""
    row: RowMapping | None = (await connection.execute(statement)).mappings().first()
    return row


async def found(connection: AsyncConnection, statement: Select[Any]) -> bool:
    """Whether a statement finds anything."""
    return (await connection.execute(statement)).first() is not None


async def in_batches(
    connection: AsyncConnection,
    statement: Select[Any],
    column: ColumnElement[Any],
    values: Iterable[Any],
) -> Sequence[Row[Any]]:
    """The rows of a statement in which a column has one of these values, some values at once."""
    found: list[Row[Any]] = []
    for some in batches(values):
        found += await connection.execute(statement.where(column.in_(some)))
    return found


def batches(things: Iterable[Any]) -> Iterable[list[Any]]:
    """The things in their order, some at once."""
    ordered = iter(sorted(things))
    while some := list(islice(ordered, AT_ONCE)):
        yield some


def grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    """Values by key, in their order; under any other key none."""
    values: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        values[key].append(value)
    return values

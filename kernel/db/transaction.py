"""What a command queues: rows and guarded statements, in order, to be flushed by the kernel in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Connection, Delete, String, Table, TextClause, Update, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import sort_tables

from kernel.errors import Stale

Row = Mapping[str, Any]
POSTGRESQL = postgresql.dialect()  # type: ignore[no-untyped-call]
MANY = 4  # rows of a table that PostgreSQL is given as arrays: half of the work, on both sides


@dataclass(frozen=True, slots=True)
class Insert:
    """One row for a table."""

    table: Table
    row: Row


@dataclass(frozen=True, slots=True)
class Guarded:
    """An update or delete; `expect` rows must match, else the command is stale. None: any number."""

    statement: Update | Delete
    expect: int | None
    rows: Sequence[Row] | None = None


@dataclass(slots=True)
class Tx:
    """The writes of one command, in the order it queued them. Nothing happens before the command has returned."""

    operations: list[Insert | Guarded] = field(default_factory=list)
    emitted: bool = False

    def insert(self, table: Table, row: Row) -> None:
        """Queue a row. Raises Conflict at the write door when a row of the same identity exists."""
        self.operations.append(Insert(table, row))

    def execute(self, statement: Update | Delete, *, expect: int | None = 1) -> None:
        """Queue an update or delete that must match `expect` rows (None: any number), else Stale at the write door."""
        self.operations.append(Guarded(statement, expect))

    def execute_many(self, statement: Update | Delete, rows: Sequence[Row]) -> None:
        """Queue one statement with `bindparam`s for many rows, unguarded."""
        if rows:
            self.operations.append(Guarded(statement, None, rows))


def flush(connection: Connection, batch: Iterable[Tx]) -> None:
    """Write everything a batch of commands queued: rows of one table together, order kept wherever it can matter.

    Raises Stale; the caller then rolls back and runs the commands one by one.
    """
    waiting: dict[Table, list[Row]] = defaultdict(list)
    for tx in batch:
        for operation in tx.operations:
            if isinstance(operation, Insert):
                waiting[operation.table].append(operation.row)
            else:
                table: Any = operation.statement.table
                _insert(connection, waiting, [other for other in waiting if other is table or _kin(other, table)])
                _guarded(connection, operation)
    _insert(connection, waiting, list(waiting))


def _kin(one: Table, other: Table) -> bool:
    """Whether a foreign key leads from one of the tables to the other."""
    return any(key.column.table is other for key in one.foreign_keys) or any(key.column.table is one for key in other.foreign_keys)


def _insert(connection: Connection, waiting: dict[Table, list[Row]], tables: Sequence[Table]) -> None:
    """Write the rows of these tables, parents first; rows with the same columns in one statement."""
    for table in sort_tables(tables) if len(tables) > 1 else tables:
        for names, alike in groupby(waiting.pop(table), key=tuple):
            rows = list(alike)
            if len(rows) >= MANY and connection.dialect.name == "postgresql":
                columns = zip(*(row.values() for row in rows), strict=True)
                connection.execute(_from_arrays(table, names), dict(zip(names, map(list, columns), strict=True)))
            else:
                connection.execute(table.insert(), rows)


@cache
def _from_arrays(table: Table, names: tuple[str, ...]) -> TextClause:
    """An INSERT of any number of rows, one array a column, in their order; as text, because SQLAlchemy's ARRAY looks at every element."""
    columns = ", ".join(f'"{name}"' for name in names)
    arrays = ", ".join(f"CAST(:{name} AS {_sent_as(table.c[name])}[])" for name in names)
    given = f'unnest({arrays}) WITH ORDINALITY AS given ({columns}, "their place")'
    return text(f'INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {given} ORDER BY "their place"')  # noqa: S608 - our own names


def _sent_as(column: Column[Any]) -> str:
    """Text without a length: a cast to varchar(n) would cut what the column refuses."""
    return "TEXT" if isinstance(column.type, String) else column.type.compile(POSTGRESQL)


def _guarded(connection: Connection, operation: Guarded) -> None:
    if operation.rows is not None:
        connection.execute(operation.statement, operation.rows)
        return
    result = connection.execute(operation.statement)
    if operation.expect is not None and result.rowcount != operation.expect:
        raise Stale(f"{operation.statement.table} matched {result.rowcount} rows, not {operation.expect}")

"""What a command queues: rows and guarded statements, in order, to be flushed by the kernel in one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Delete, Table, Update
from sqlalchemy.exc import IntegrityError

from kernel.errors import Conflict, Stale

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Insert:
    """One row for a table. Every row of one table names the same columns."""

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

    Raises Stale or Conflict; the caller then rolls back and runs the commands one by one.
    """
    waiting: dict[Table, list[Row]] = defaultdict(list)
    for tx in batch:
        for operation in tx.operations:
            if isinstance(operation, Insert):
                waiting[operation.table].append(operation.row)
            else:
                _insert(connection, waiting, operation.statement.table)
                _guarded(connection, operation)
    for table in list(waiting):
        _insert(connection, waiting, table)


def _insert(connection: Connection, waiting: dict[Table, list[Row]], table: Any) -> None:
    rows = waiting.pop(table, None)
    if not rows:
        return
    try:
        connection.execute(table.insert(), rows)
    except IntegrityError as error:
        raise Conflict(f"{table.name}: {error.orig}") from error


def _guarded(connection: Connection, operation: Guarded) -> None:
    if operation.rows is not None:
        connection.execute(operation.statement, operation.rows)
        return
    result = connection.execute(operation.statement)
    if operation.expect is not None and result.rowcount != operation.expect:
        raise Stale(f"{operation.statement.table} matched {result.rowcount} rows, not {operation.expect}")

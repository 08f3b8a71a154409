"""What a command queues: rows and guarded statements, in order, to be flushed by the kernel in one
transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, Executable, Table, UpdateBase
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.schema import sort_tables

from kernel.errors import StaleWrite

Row = Mapping[str, Any]
MANY = 4  # rows of a table that PostgreSQL is given at once: half of the work, on both sides


class Insert(NamedTuple):
    """One row for a table."""

    table: Table
    row: Row


class Guarded(NamedTuple):
    """An update or delete; `expect` rows must match, else the command is stale.

    None: any number.
    """

    statement: UpdateBase
    expect: int | None
    rows: Sequence[Row] | None = None


@dataclass(slots=True, eq=False)
class Tx:
    """The writes of one command, in the order it queued them.

    Nothing happens before the command has returned.
    """

    operations: list[Insert | Guarded] = field(default_factory=list)
    claimed: Insert | None = None

    def claim(self, table: Table, row: Row) -> None:
        """Queue the one row that decides who was first: the command falls out with DuplicateKey,
        alone, when its identity is taken.
        """
        self.claimed = Insert(table, row)

    def insert(self, table: Table, row: Row) -> None:
        """Queue a row. Raises DuplicateKey at the write door when a row of its identity exists."""
        self.operations.append(Insert(table, row))

    def execute(self, statement: UpdateBase, *, expect: int | None = 1) -> None:
        """Queue a statement that must match `expect` rows (None: any number), else
        StaleWrite at the write door.
        """
        self.operations.append(Guarded(statement, expect))

    def execute_many(self, statement: UpdateBase, rows: Sequence[Row]) -> None:
        """Queue one statement with `bindparam`s for many rows, unguarded."""
        if rows:
            self.operations.append(Guarded(statement, None, rows))


def flush(connection: Connection, batch: Sequence[Tx]) -> set[Tx]:
    """Write everything a batch of commands queued: rows of one table together, order kept wherever
    it can matter.

    Returns the commands whose claim came late: nothing of them is written. Raises StaleWrite; the
    caller then rolls back and runs the commands one by one.
    """
    late = _late(connection, batch)
    waiting: dict[Table, list[Row]] = defaultdict(list)
    for operation in (each for tx in batch if tx not in late for each in tx.operations):
        if isinstance(operation, Insert):
            waiting[operation.table].append(operation.row)
        else:
            table: Any = operation.statement.table
            related = [other for other in waiting if other is table or _related(other, table)]
            _insert(connection, waiting, related)
            _guarded(connection, operation)
    _insert(connection, waiting, list(waiting))
    return late


Identity = tuple[Any, ...]


def _late(connection: Connection, batch: Iterable[Tx]) -> set[Tx]:
    """Write what the commands of a batch claim; returns those that came second, to a command of
    this process or of another one.
    """
    claims: dict[Table, dict[Identity, tuple[Tx, Row]]] = defaultdict(dict)
    late = set()
    for tx in batch:
        if tx.claimed is not None:
            table, row = tx.claimed
            identity = tuple(row[column.name] for column in table.primary_key)
            claims[table].setdefault(identity, (tx, row))
            late.add(tx)
    for table, first in claims.items():
        # the same order in every process: two that claim alike wait for one another in turn
        rows = [first[identity][1] for identity in sorted(first)]
        late -= {first[identity][0] for identity in _claim(connection, table, rows)}
    return late


def _claim(connection: Connection, table: Table, rows: Sequence[Row]) -> list[Identity]:
    """Insert the rows whose identity is free; returns those identities."""
    return [tuple(row) for row in connection.execute(_first(table, connection.dialect.name), rows)]


@cache
def _first(table: Table, dialect: str) -> Executable:
    """The INSERT of rows whose identity is free."""
    kind: Any = postgresql if dialect == "postgresql" else sqlite
    made: Executable = kind.insert(table).on_conflict_do_nothing().returning(*table.primary_key)
    return made


def _related(one: Table, other: Table) -> bool:
    """Whether a foreign key leads from one of the tables to the other."""
    return any(key.column.table is other for key in one.foreign_keys) or any(
        key.column.table is one for key in other.foreign_keys
    )


def _insert(
    connection: Connection, waiting: dict[Table, list[Row]], tables: Sequence[Table]
) -> None:
    """Write the rows of these tables, parents first; those of the same columns together."""
    for table in sort_tables(tables) if len(tables) > 1 else tables:
        for names, alike in groupby(waiting.pop(table), key=tuple):
            rows = list(alike)
            if len(rows) >= MANY and connection.dialect.name == "postgresql":
                _copy(connection, table, names, rows)
            else:
                connection.execute(table.insert(), rows)


def _copy(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Rows as PostgreSQL takes them fastest.

    Raises what an INSERT of them would raise (ValueError: what the driver cannot send).
    """
    import asyncpg  # late: on SQLite nothing of it is needed

    driver: Any = connection.connection
    records = [tuple(row.values()) for row in rows]
    try:
        driver.run_async(
            lambda raw: raw.copy_records_to_table(table.name, records=records, columns=names)
        )
    except asyncpg.IntegrityConstraintViolationError as error:
        raise IntegrityError(f"COPY {table.name}", None, error) from error
    except (asyncpg.PostgresError, ValueError) as error:
        raise DBAPIError(f"COPY {table.name}", None, error) from error


def _guarded(connection: Connection, operation: Guarded) -> None:
    if operation.rows is not None:
        connection.execute(operation.statement, operation.rows)
        return
    result = connection.execute(operation.statement)
    if operation.expect is not None and result.rowcount != operation.expect:
        raise StaleWrite(
            f"{operation.statement.table} matched {result.rowcount} rows, not {operation.expect}"
        )

"""The rows of one draft, found by filing one, and what the database alone does with the very same
rows and indexes, one transaction each.
"""

import shutil
import sqlite3
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import Table

from bench import load, reports
from bench.rounds import SECONDS, Rate
from bench.running import Ground, System, server_of
from kernel import clock
from kernel.db import engines
from services.reports import tables
from tools.components import postgres

PATH = "/reports/submissions"
# ids as long as ours, and as ours each after those before it; `n` begins with the time in µs
COUNTED = "\\set n :n + 1\n\\set fresh :n * 100 + :client_id\n"
FRESH = "'01900000-0000-7000' || :fresh"  # 36 characters
FEWEST = 7  # rows: submission, text, revision, history, outbox, idempotency record, index


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a draft; `fresh`: the columns that differ in every draft."""

    number: int
    table: str
    values: Mapping[str, Any]
    fresh: frozenset[str]

    def statement(self, fresh: str, mark: str) -> str:
        """An INSERT of this row: `fresh` stands for what differs, `mark` begins a parameter."""
        values = (
            fresh if name in self.fresh else f"{mark}row{self.number}_{name}"
            for name in self.values
        )
        return f"INSERT INTO {self.table} ({', '.join(self.values)}) VALUES ({', '.join(values)})"

    def parameters(self) -> dict[str, Any]:
        """The values of the parameters."""
        return {
            f"row{self.number}_{name}": value
            for name, value in self.values.items()
            if name not in self.fresh
        }


def of_a_draft(system: System, base: str) -> list[Row]:
    """What filing one report leaves in every table of reports, while no relay runs."""
    before = _all(system)
    key = {"Authorization": f"Bearer {system.keys['reporter']}", "Idempotency-Key": "one"}
    answer = httpx2.post(f"{base}{PATH}", json=reports.body(1), headers=key)
    answer.raise_for_status()
    id_ = answer.json()["id"]
    after = _all(system)
    found = [
        (table, values)
        for table in tables.metadata.sorted_tables
        for values in after[table.name]
        if values not in before[table.name]
    ]
    return [_row(number, *row, id_) for number, row in enumerate(found)]


def _all(system: System) -> dict[str, list[tuple[Any, ...]]]:
    names = {table.name: ", ".join(table.columns.keys()) for table in tables.metadata.sorted_tables}
    return {
        name: system.rows("reports", f"SELECT {columns} FROM {name}")
        for name, columns in names.items()
    }


def _row(number: int, table: Table, values: tuple[Any, ...], id_: str) -> Row:
    """The columns that count up are left to the database, and NULL is what is left out."""
    held = {
        column.name: value
        for column, value in zip(table.columns, values, strict=True)
        if value is not None and column.autoincrement is not True
    }
    unique = {column.name for column in table.columns if column.unique}
    fresh = {name for name, value in held.items() if value == id_ or name in unique}
    return Row(number, table.name, held, frozenset(fresh | (held.keys() & {"key"})))


class OnPostgreSQL:
    """pgbench over a copy of the installation's database."""

    def __init__(self, ground: Ground, system: System, rows: list[Row]) -> None:
        server, name = server_of(system.url)
        self._port = server.port
        self._name = server_of(ground.server().create_database(name))[1]
        self._script = system.place / "same_rows.sql"
        inserts = "".join(f"{row.statement(FRESH, ':')};\n" for row in rows)
        self._script.write_text(f"{COUNTED}BEGIN;\n{inserts}END;\n")
        self._variables = {
            name: str(value) for row in rows for name, value in row.parameters().items()
        }

    def __call__(self, seconds: int = SECONDS) -> Rate:
        variables = self._variables | {"n": str(time.time_ns() // 1_000)}
        return load.pgbench(
            postgres.binaries(), self._port, self._name, self._script, variables, seconds
        )


class OnSQLite:
    """A loop in one process over a copy of the installation's file."""

    def __init__(self, system: System, rows: list[Row]) -> None:
        self._file = Path(shutil.copy(system.data / "reports.db", system.place / "same_rows.db"))
        self._rows = [(row.statement(":fresh", ":"), row.parameters()) for row in rows]

    def __call__(self) -> Rate:
        count, began = 0, time.perf_counter()
        with closing(sqlite3.connect(self._file, isolation_level=None)) as connection:
            for pragma in engines.WRITE_PRAGMAS:
                connection.execute(pragma)
            while (passed := time.perf_counter() - began) < SECONDS:
                fresh = {"fresh": clock.uuid7()}
                connection.execute("BEGIN IMMEDIATE")
                for statement, parameters in self._rows:
                    connection.execute(statement, parameters | fresh)
                connection.execute("COMMIT")
                count += 1
        return Rate(count / passed)

"""The schema as a release's code sees it, recorded as JSON; and what a later one may not do to it.

`dev/record-schema` records.
"""

import asyncio
import importlib
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table, UniqueConstraint, inspect

from kernel.db import migrating
from system import migrations

RECORD = Path(__file__).with_name("last_release.json")
# table → {"columns": {name: {...}}, "unique": [...], "references": [...]}
Schema = dict[str, dict[str, Any]]


async def described(folder: Path) -> dict[str, Any]:
    """The schema of every service at its newest revision, read from databases that were migrated
    (SQLite).
    """
    revisions, tables = {}, {}
    for service in migrations.SERVICES:
        url = f"sqlite+aiosqlite:///{folder}/{service}.db"
        await migrations.upgrade(service, url)
        revisions[service] = migrations.head(service)
        tables |= await read(url)
    return {"revisions": revisions, "tables": dict(sorted(tables.items()))}


async def read(url: str) -> Schema:
    """The tables in a database, alembic's own left out."""
    found: list[Schema] = []
    await migrating.run(url, lambda connection: found.append(_tables(connection)))
    return found[0]


def _tables(connection: Any) -> Schema:
    metadata = MetaData()
    metadata.reflect(connection)
    looked = inspect(connection)
    return {
        name: _table(table, looked)
        for name, table in sorted(metadata.tables.items())
        if not name.endswith("_alembic_version")
    }


def _table(table: Any, looked: Any) -> dict[str, Any]:
    constraints = [
        list(c.columns.keys()) for c in table.constraints if isinstance(c, UniqueConstraint)
    ]
    indexes = [list(index.columns.keys()) for index in table.indexes if index.unique]
    return {
        "columns": {column.name: _column(column) for column in table.columns},
        "unique": sorted([list(table.primary_key.columns.keys()), *constraints, *indexes]),
        "references": sorted(
            f"{', '.join(f['constrained_columns'])} -> {f['referred_table']}"
            for f in looked.get_foreign_keys(table.name)
        ),
        "checks": sorted(check["sqltext"] for check in looked.get_check_constraints(table.name)),
    }


def _column(column: Any) -> dict[str, Any]:
    # SQLite numbers it by itself
    key = (
        column.primary_key
        and len(column.table.primary_key.columns) == 1
        and "INTEGER" in str(column.type)
    )
    return {
        "type": str(column.type),
        "nullable": column.nullable,
        "default": bool(column.server_default is not None or key),
    }


def breaches(before: Schema, after: Schema) -> list[str]:
    """What the code of the release before could not live with: one line each, empty when the later
    schema only adds.
    """
    found = []
    for name, table in before.items():
        if name not in after:
            found.append(f"{name} is gone or has another name")
            continue
        found += [f"{name}.{line}" for line in _columns(table["columns"], after[name]["columns"])]
        for kind, word in (
            ("unique", "unique"),
            ("references", "refers"),
            ("checks", "is checked"),
        ):
            found += [
                f"{name}: {what} {word} and was not before"
                for what in after[name][kind]
                if what not in table[kind]
            ]
    return found


def _columns(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    found = []
    for name, old in before.items():
        new = after.get(name)
        if new is None:
            found.append(f"{name} is gone or has another name")
        elif not _holds(new["type"], old["type"]):
            found.append(f"{name} was {old['type']} and is {new['type']}")
        elif old["nullable"] and not new["nullable"]:
            found.append(f"{name} may not be NULL any more")
        elif old["default"] and not new["default"]:
            found.append(f"{name} has lost its default")
    return found + [
        f"{name} is new, NOT NULL and has no default"
        for name, new in after.items()
        if name not in before and not _optional(new)
    ]


def _optional(column: dict[str, Any]) -> bool:
    """Whether an INSERT that does not know the column still works."""
    return bool(column["nullable"] or column["default"])


WIDER = {("INTEGER", "BIGINT"), ("SMALLINT", "INTEGER"), ("SMALLINT", "BIGINT")}


def _holds(new: str, old: str) -> bool:
    """Whether the new type holds every value of the old one, in the same form."""
    if new == old or (old, new) in WIDER:
        return True
    if old.startswith("VARCHAR("):
        return new == "TEXT" or (new.startswith("VARCHAR(") and int(new[8:-1]) >= int(old[8:-1]))
    return False


def used(tables: Schema, declared: Iterable[Table]) -> Schema:
    """The tables without what the code declares as retired (`info={"retired":

    True}` on a table or column): it neither reads nor writes it.
    """
    left = {name: {**table, "columns": dict(table["columns"])} for name, table in tables.items()}
    for table in declared:
        if table.info.get("retired"):
            del left[table.name]
            continue
        for column in table.columns:
            if column.info.get("retired"):
                del left[table.name]["columns"][column.name]
    return left


def declared() -> list[Table]:
    """Every table as the code has it."""
    modules = [
        "kernel.eventlog.database",
        *(f"services.{name}.tables" for name in migrations.SERVICES if name != "eventlog"),
    ]
    return [
        table
        for module in modules
        for table in importlib.import_module(module).metadata.sorted_tables
    ]


def main() -> None:
    """Write the record: what this release's code uses."""
    with tempfile.TemporaryDirectory() as folder:
        described_ = asyncio.run(described(Path(folder)))
    described_["tables"] = used(described_["tables"], declared())
    RECORD.write_text(json.dumps(described_, indent=1) + "\n")
    print(f"{RECORD.name}: {len(described_['tables'])} tables at {described_['revisions']}.")


if __name__ == "__main__":
    main()

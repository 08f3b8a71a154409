"""The policy: the previous release's code keeps working on the new schema for one release, so a
release only adds to it.
"""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, MetaData, Table, Text

from tests.databases import Databases
from tests.migrations import schema

RECORDED = json.loads(schema.RECORD.read_text())
SAME = {"BIGINT": "INTEGER", "BYTEA": "BLOB"}
Change = Callable[[dict[str, Any]], Any]


async def test_the_present_schema_only_adds_to_the_last_releases(tmp_path: Path) -> None:
    """A breach?

    Add now, move the data, and take the old away one release later
    (docs/decisions/0012-additive-for-one-release.md).
    """
    present = await schema.described(tmp_path)
    assert schema.breaches(RECORDED["tables"], present["tables"]) == []


async def test_postgresql_has_the_same_columns(
    tmp_path: Path, postgresql_databases: Databases
) -> None:
    """The record is read from SQLite; what it says of names, lengths and NULL holds on PostgreSQL
    too.
    """
    present = await schema.described(tmp_path)
    seen: schema.Schema = {}
    for service in present["revisions"]:
        seen |= await schema.read(postgresql_databases.url(service))
    assert _essence(seen) == _essence(present["tables"])


def _essence(tables: schema.Schema) -> dict[str, Any]:
    """Without what the two name differently: whole numbers of any width, and bytes."""
    return {
        name: {
            column: (SAME.get(told["type"], told["type"]), told["nullable"])
            for column, told in table["columns"].items()
        }
        for name, table in tables.items()
    }


def _column(name: str, **told: Any) -> Change:
    def change(tables: dict[str, Any]) -> None:
        columns = tables["reports_outbox"]["columns"]
        columns[name] = (
            columns.get(name, {"type": "TEXT", "nullable": True, "default": False}) | told
        )

    return change


HARMLESS: dict[str, Change] = {
    "a new table": lambda tables: tables.update(
        reports_new={"columns": {"x": {"type": "TEXT", "nullable": False, "default": False}}}
    ),
    "a nullable column": _column("new"),
    "a column with a default": _column("new", nullable=False, default=True),
    "a longer text": _column("aggregateid", type="VARCHAR(65)"),
    "a text without limit": _column("aggregateid", type="TEXT"),
    "a wider number": _column("typeversion", type="BIGINT"),
    "a column that may be NULL now": _column("aggregateid", nullable=True),
}
BREACHES: dict[str, Change] = {
    "a table dropped": lambda tables: tables.pop("reports_outbox"),
    "a table renamed": lambda tables: tables.update(reports_box=tables.pop("reports_outbox")),
    "a column dropped": lambda tables: tables["reports_outbox"]["columns"].pop("salt"),
    "a column renamed": lambda tables: tables["reports_outbox"]["columns"].update(
        pepper=tables["reports_outbox"]["columns"].pop("salt")
    ),
    "a shorter text": _column("aggregateid", type="VARCHAR(63)"),
    "another type": _column("payload", type="BLOB"),
    "a narrower number": _column("seq", type="INTEGER"),
    "not null any more": _column("seq", nullable=False),
    "new and not null": _column("new", nullable=False),
    "unique now": lambda tables: tables["reports_outbox"]["unique"].append(["time"]),
    "refers now": lambda tables: tables["reports_outbox"]["references"].append(
        "type -> reports_types"
    ),
    "checked now": lambda tables: tables["reports_outbox"]["checks"].append("revision > 0"),
}


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS)
def test_what_only_adds_passes(change: Change) -> None:
    later = copy.deepcopy(RECORDED["tables"])
    change(later)
    assert schema.breaches(RECORDED["tables"], later) == []


@pytest.mark.parametrize("change", BREACHES.values(), ids=BREACHES)
def test_a_breach_is_noticed(change: Change) -> None:
    later = copy.deepcopy(RECORDED["tables"])
    change(later)
    assert schema.breaches(RECORDED["tables"], later)


def test_what_was_retired_for_a_release_may_go() -> None:
    """Release by release: used; retired, and optional in the table; gone."""
    old = Table("reports_outbox", MetaData(), Column("salt", Text, info={"retired": True}))
    recorded = schema.used(RECORDED["tables"], [old])
    later = copy.deepcopy(RECORDED["tables"])
    assert schema.breaches(recorded, later) == [
        "reports_outbox.salt is new, NOT NULL and has no default"
    ], "it would stop code that leaves it out"
    del later["reports_outbox"]["columns"]["salt"]
    assert schema.breaches(recorded, later) == []
    assert {table.name for table in schema.declared()} >= set(RECORDED["tables"])

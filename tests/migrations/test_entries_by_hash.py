"""Reports 0024: entries that are there are found by their hash as later ones are."""

from typing import Any

from sqlalchemy import inspect, text

from kernel.db import migrating
from system import migrations
from tests.databases import Databases

BEFORE = "0023"
INDEXES = {"ix_reports_outbox_hash", "ix_reports_outbox_digest"}
INSERT = (
    "INSERT INTO reports_outbox (id, aggregatetype, aggregateid, type, typeversion, payload, salt,"
    " time, seq, digest, hash) VALUES (:id, 'a', 'a', 't', 1, '{}', '', '', :seq, :digest, :hash)"
)
ROWS = [
    {"id": "1", "seq": 1, "digest": "d1", "hash": "h1"},
    {"id": "2", "seq": None, "digest": None, "hash": None},
]


async def test_indexes_come_and_go_with_the_rows_there(databases: Databases) -> None:
    url = databases.url("reports")
    seen: list[set[Any]] = []

    def look(connection: Any) -> None:
        names = {one["name"] for one in inspect(connection).get_indexes("reports_outbox")}
        seen.append(names & INDEXES)
        rows = connection.execute(text("SELECT id FROM reports_outbox WHERE hash = 'h1'"))
        seen.append({row.id for row in rows})

    def insert(connection: Any) -> None:
        connection.execute(text(INSERT), ROWS)
        connection.commit()

    await migrations.downgrade("reports", url, BEFORE)
    await migrating.run(url, insert)
    await migrating.run(url, look)
    await migrations.upgrade("reports", url, "head")
    await migrating.run(url, look)
    assert seen == [set(), {"1"}, INDEXES, {"1"}]

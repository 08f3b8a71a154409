"""Reports 0024: entries that are there are found by their hash as later ones are."""

from typing import Any

from sqlalchemy import text

from kernel.db import Database, migrating
from services.reports.store import ledger
from system import migrations
from tests.databases import Databases

BEFORE = "0023"
INSERT = (
    "INSERT INTO reports_outbox (id, aggregatetype, aggregateid, type, typeversion, payload, salt,"
    " time, seq, digest, hash) VALUES (:id, 'a', 'a', 't', 1, '{}', '', '', :seq, :digest, :hash)"
)
#: In three parts of the ledger, and one that has no position yet.
PLACES = (1, 4_095, 4_096, 9_000)
ROWS = [{"id": f"{n}", "seq": n, "digest": f"d{n}", "hash": f"h{n}"} for n in PLACES]
#: SQLite does not tell of such an index when a schema is read back, so it is looked for by name.
SOUGHT = {"ix_reports_outbox_part_hash", "ix_reports_outbox_part_digest"}
INDEXES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
    "postgresql": "SELECT indexname FROM pg_indexes",
}
WAITING = {"id": "0", "seq": None, "digest": None, "hash": None}


def _insert(connection: Any) -> None:
    connection.execute(text(INSERT), [*ROWS, WAITING])
    connection.commit()


async def test_entries_of_every_part_are_found(databases: Databases) -> None:
    url = databases.url("reports")
    await migrations.downgrade("reports", url, BEFORE)
    await migrating.run(url, _insert)
    await migrations.upgrade("reports", url, "head")
    db = Database(url)
    await db.start()
    async with db.read() as connection:
        for row in ROWS:
            for given in (row["hash"], row["digest"]):
                found = await ledger.page(connection, 0, 10, hash_=str(given))
                assert [each["seq"] for each in found] == [row["seq"]]
        assert await ledger.page(connection, 0, 10, hash_="h2") == []
        listed = await connection.execute(text(INDEXES[connection.dialect.name]))
        assert {name for (name,) in listed} >= SOUGHT
    await db.stop()

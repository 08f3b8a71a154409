"""Pages, ends and instants of the ledger, and its entries by their hash."""

from typing import Any

from sqlalchemy import event

from services.reports.store import ledger
from tests.databases import Databases
from tests.services.reports.conftest import Desk
from tests.services.reports.store.test_index import opened


async def test_positions_by_page_and_by_instant(desk: Desk) -> None:
    async with desk.db.read() as connection:
        assert await ledger.end(connection) == 1, "the note of the catalogue"
    await desk.published()
    await desk.settled()
    async with desk.db.read() as connection:
        rows = await ledger.page(connection, 3, 2)
        assert [row["seq"] for row in rows] == [4, 5]
        assert await ledger.end(connection) == 6
        assert await ledger.position_at(connection, "9999") == 6
        assert await ledger.position_at(connection, "2000") == 0
        assert await ledger.entry(connection, 7) is None


async def test_a_hash_is_sought_in_the_indexes(sqlite_databases: Databases) -> None:
    """On SQLite, whose plans do not depend on the number of rows."""
    async with opened(sqlite_databases) as db, db.read() as connection:
        sent: list[Any] = []

        def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
            sent.append((statement, given))

        event.listen(connection.sync_connection, "before_cursor_execute", note)
        await ledger.page(connection, 0, 10, until=100, hash_="0" * 64)
        statement, given = sent[-1]
        rows = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        steps = [row.detail for row in rows]
    for name in ("hash", "digest"):
        index = f"ix_reports_outbox_part_{name} (<expr>=? AND {name}=?)"
        assert [one for one in steps if index in one], steps
    assert [one for one in steps if "USING INTEGER PRIMARY KEY (rowid=?)" in one], steps
    assert not [one for one in steps if "SCAN reports_outbox" in one], steps

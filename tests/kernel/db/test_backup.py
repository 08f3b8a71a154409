"""A cut through several databases: consumers stand still, a snapshot stays what it was; a topic
that begins anew is told anew.
"""

import asyncio

import pytest

from kernel.db import backup, migrating
from kernel.errors import Unavailable
from tests.databases import Databases

RELAY = (
    "INSERT INTO reports_relay (id, epoch, lease_until, assigned, published, head, "
    "recordedtime) VALUES (1, 1, '', 7, 6, '', '')"
)
OFFSET = (
    "INSERT INTO reports_offsets (consumer, topic, part, next_offset, position, epoch, "
    "lease_until) VALUES ('c', '{}', 0, 9, 8, 1, '')"
)


async def _run(url: str, *statements: str) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []

    def change(connection) -> None:  # type: ignore[no-untyped-def]
        for statement in statements:
            result = connection.exec_driver_sql(statement)
            if result.returns_rows:
                found.extend(tuple(row) for row in result)
        connection.commit()

    await migrating.run(url, change)
    return found


async def test_consumers_wait_and_the_others_do_not(postgresql_databases: Databases) -> None:
    url = postgresql_databases.url("reports")
    async with backup.still(url, ["reports"]):
        await _run(url, RELAY)
        taking_in = asyncio.create_task(_run(url, OFFSET.format("t")))
        done, _ = await asyncio.wait([taking_in], timeout=0.3)
        assert not done
    await taking_in


async def test_a_snapshot_stays_what_it_was(postgresql_databases: Databases) -> None:
    url = postgresql_databases.url("reports")
    await _run(url, RELAY)
    async with backup.snapshot(url, ["reports"]) as (name, heads):
        assert heads == {"reports": backup.Head(7, None)}
        await _run(url, "DELETE FROM reports_relay")
        share = (
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
            f"SET TRANSACTION SNAPSHOT '{name}'",
        )
        seen = await _run(url, *share, "SELECT assigned FROM reports_relay")
    assert seen == [(7,)]


async def test_a_topic_is_told_again(databases: Databases) -> None:
    url = databases.url("reports")
    await _run(url, RELAY, OFFSET.format("reports.v1"), OFFSET.format("access.v1"))
    await backup.rewind_topic(url, "reports", "access.v1", own=False)
    offsets = "SELECT topic, next_offset, position FROM reports_offsets ORDER BY topic"
    assert await _run(url, offsets) == [("access.v1", 0, 8), ("reports.v1", 9, 8)]
    assert await _run(url, "SELECT published FROM reports_relay") == [(6,)]
    await backup.rewind_topic(url, "reports", "reports.v1", own=True)
    assert await _run(url, "SELECT assigned, published FROM reports_relay") == [(7, 0)]


async def test_a_database_that_does_not_answer() -> None:
    with pytest.raises(Unavailable):
        async with backup.snapshot("postgresql+asyncpg://u@127.0.0.1:1/x", ["reports"]):
            pass

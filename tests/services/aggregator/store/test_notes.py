"""The notes of the catalogue by position of the ledger."""

from kernel.db import Database, Tx
from services.aggregator.store import notes
from tests.databases import Databases


async def test_the_last_note_before_a_position_holds_else_the_first(databases: Databases) -> None:
    db = Database(databases.url("aggregator"))
    await db.start()

    def some(tx: Tx) -> None:
        for position, until in ((3, 44), (7, 45)):
            notes.add(tx, 1, position, until)

    async with db.read() as connection:
        assert await notes.noted(connection, 1, 9) is None
    await db.write(some)
    async with db.read() as connection:
        found = [await notes.noted(connection, 1, position) for position in (0, 3, 6, 7, 9)]
        assert found == [44, 44, 44, 45, 45]
        assert await notes.noted(connection, 2, 9) is None
        assert await notes.steps(connection, 1, 0, 9, 10) == [3, 7]
        assert await notes.steps(connection, 1, 3, 6, 10) == []
    await db.stop()

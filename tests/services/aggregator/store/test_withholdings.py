"""Which submissions are withheld."""

from services.aggregator.store import generations, withholdings
from tests.services.aggregator.conftest import Desk


async def test_the_last_word_counts(desk: Desk) -> None:
    for submission, position, withheld in (("a", 1, True), ("b", 2, True), ("b", 3, False)):
        await desk.db.write(withholdings.add, 1, submission, position, withheld)
    async with desk.db.read() as connection:
        assert await withholdings.hidden(connection, 1, ["a", "b", "c"]) == {"a"}
        assert await withholdings.hidden(connection, 1, ["b"]) == set()
        assert await withholdings.hidden(connection, 2, ["a"]) == set()
    await desk.db.write(generations.remove, 1)
    async with desk.db.read() as connection:
        assert await withholdings.hidden(connection, 1, ["a"]) == set()

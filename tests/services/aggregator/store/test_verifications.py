"""The last recomputation is the one that is shown."""

from services.aggregator.store import verifications
from tests.services.aggregator.conftest import Desk


async def test_the_last_one_is_read_as_it_was(desk: Desk) -> None:
    for at, equal in (("2026-01-02", False), ("2026-01-01", True)):
        row = {"at": at, "position": 3, "equal": equal, "result": {"differences": []}}
        await desk.db.write(verifications.add, row)
        await desk.db.write(verifications.add, row)
    async with desk.db.read() as connection:
        last = await verifications.last(connection)
    assert last == {
        "at": "2026-01-02",
        "position": 3,
        "equal": False,
        "result": {"differences": []},
    }

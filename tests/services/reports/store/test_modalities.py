"""The modalities of the fund as they are stored."""

import pytest

from kernel.errors import DuplicateKey
from services.reports.store import modalities
from tests.services.reports.conftest import Desk

ROW = {
    "version": "1",
    "text": {"es": "x"},
    "adopted_on": "2024-01-01",
    "actor": "CAM",
    "recorded_at": "2024-01-02",
    "event": "e",
}


async def test_versions_in_order_of_their_adoption(desk: Desk) -> None:
    await desk.db.write(modalities.add, ROW)
    await desk.db.write(modalities.add, ROW | {"version": "0", "adopted_on": "2025-01-01"})
    with pytest.raises(DuplicateKey):
        await desk.db.write(modalities.add, ROW)
    async with desk.db.read() as connection:
        assert [row["version"] for row in await modalities.page(connection, None, 5)] == ["1", "0"]
        (later,) = await modalities.page(connection, ["2024-01-01", "1"], 5)
        assert await modalities.one(connection, "1") == {**ROW, "position": None}
        assert await modalities.one(connection, "2") is None
        assert await modalities.known(connection, ["1", "2"]) == {"1"}
    assert later["version"] == "0"

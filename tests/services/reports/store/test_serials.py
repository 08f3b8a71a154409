"""A serial is counted up by one decision after the other."""

import pytest

from kernel.errors import StaleWrite
from services.reports.store import serials
from tests.services.reports.conftest import Desk


async def test_who_comes_second_decides_anew(desk: Desk) -> None:
    first = await serials.read(desk.db, "some/name")
    assert await serials.read(desk.db, "some/name") == first
    await desk.db.write(serials.advance, first)
    with pytest.raises(StaleWrite):
        await desk.db.write(serials.advance, first)
    assert (await serials.read(desk.db, "some/name")).version == first.version + 1

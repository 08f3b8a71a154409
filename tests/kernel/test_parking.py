"""Parked messages: kept whole with their reason, listed, given back."""

import pytest

from kernel import parking
from kernel.db import Database, Tx
from kernel.errors import StaleWrite
from kernel.parking import Parked
from tests.kernel import demo
from tests.kernel.demo import published


async def test_what_is_parked_can_be_listed_tried_again_and_released(db: Database) -> None:
    messages = [
        Parked(published(3, key="b"), "why\x00", False),
        Parked(published(2), "first", False),
        Parked(published(4), "waits", True),
    ]
    await db.write(parking.park, demo.kernel, "c", messages)
    rows = await parking.listed(db, demo.kernel, "c")
    assert [(row["position"], row["key"], row["reason"], bool(row["waiting"])) for row in rows] == [
        (2, "k1", "first", False),
        (3, "b", "why\\u0000", False),
        (4, "k1", "waits", True),
    ]
    assert parking.record_of(rows[0]) == published(2)
    assert await parking.blocked_keys(db, demo.kernel, "c", "access.v1") == {"b": 3, "k1": 2}
    assert await parking.blocked_keys(db, demo.kernel, "other", "access.v1") == {}

    def release(tx: Tx) -> None:
        parking.release(tx, demo.kernel, "c", "access.v1", [2, 4])

    await db.write(release)
    assert [row["position"] for row in await parking.listed(db, demo.kernel, "c")] == [3]
    with pytest.raises(StaleWrite):
        await db.write(release)

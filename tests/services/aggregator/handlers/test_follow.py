"""The worker that folds into the active generation."""

import asyncio
from typing import Any

import pytest

from kernel.errors import Unavailable
from services.aggregator.handlers import follow
from services.aggregator.store.generations import active
from tests.services.aggregator.conftest import Desk


async def test_the_fold_waits_for_a_database_that_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    async def away_at_first(database: Any) -> int:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise Unavailable("the connection was lost")
        return await active(database)

    monkeypatch.setattr(follow, "active", away_at_first)
    task = asyncio.create_task(follow.Fold(desk.db, desk.log, "one", look_seconds=0.01).run())
    await desk.publish("s1", "CIM", year=2019)
    async with asyncio.timeout(20):
        while (await desk.get("/objectives/SO-01"))["position"] < 1:
            assert not task.done()
            await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

"""When a key was last used is written down later, and not lost while it cannot be written."""

import asyncio

import pytest

from kernel.db import Database
from kernel.errors import Unavailable
from services.access.api.last_use import LastUseRecorder
from tests.services.access.conftest import Desk


async def test_use_is_written_down_later_and_kept_when_it_cannot_be(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    last_use, key = LastUseRecorder(desk.db, 0.01), await desk.issued()

    async def fails(*_given: object) -> None:
        raise Unavailable("down")

    with monkeypatch.context() as broken:
        broken.setattr(Database, "write", fails)
        last_use.record(key["id"])
        await asyncio.sleep(0.1)
    path = f"/keys/{key['id']}"
    assert (await desk.ask(desk.administrator, "GET", path)).json()["last_used_at"] is None
    last_use.record("another")
    async with asyncio.timeout(30):
        while (await desk.ask(desk.administrator, "GET", path)).json()["last_used_at"] is None:  # noqa: ASYNC110
            await asyncio.sleep(0.02)

"""What every operation of access begins with: its resources, and the use of the caller's key."""

import pytest

from tests.services.access.conftest import Desk


async def test_a_request_notes_the_use_of_its_key(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[str] = []
    monkeypatch.setattr(desk.app.state.resources.last_use, "record", noted.append)
    key = await desk.issued()
    await desk.ask(key["key"], "GET", "/me")
    assert noted[-1] == key["id"]


async def test_a_request_without_a_key_records_no_use(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded: list[str] = []
    monkeypatch.setattr(desk.app.state.resources.last_use, "record", recorded.append)
    await desk.ask(None, "GET", "/me")
    assert recorded == []

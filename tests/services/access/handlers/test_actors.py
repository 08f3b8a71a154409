"""A key speaks only for an actor that access was told of."""

from typing import Any

from contracts import topics
from tests.services.access.conftest import Desk
from tests.services.desk import actor_changed


async def test_an_actor_told_later_can_have_a_key(desk: Desk) -> None:
    body = {"actor": "ILO", "scopes": ["reports:write"], "label": ""}
    assert (await desk.ask(desk.administrator, "POST", "/keys", body)).status_code == 422
    await _told(desk, "ILO", "multilateral")
    assert (await desk.ask(desk.administrator, "POST", "/keys", body)).status_code == 201


async def test_an_actor_that_became_a_group_gets_no_more_keys(desk: Desk) -> None:
    await _told(desk, "COL", "group")
    body = {"actor": "COL", "scopes": ["reports:write"], "label": ""}
    assert (await desk.ask(desk.administrator, "POST", "/keys", body)).status_code == 422


async def _told(desk: Desk, code: str, kind: Any) -> None:
    await desk.append(topics.CATALOG, code, actor_changed(code, kind))
    await desk.settled()

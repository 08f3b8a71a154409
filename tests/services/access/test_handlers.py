"""A key speaks only for an actor that access was told of."""

from tests.services.access.conftest import Desk


async def test_an_actor_told_later_can_have_a_key(desk: Desk) -> None:
    body = {"actor": "COL", "scopes": [], "label": ""}
    assert (await desk.ask(desk.administrator, "POST", "/keys", body)).status_code == 201
    assert (await desk.ask(desk.administrator, "POST", "/keys", body | {"actor": "ILO"})).status_code == 422

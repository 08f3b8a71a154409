"""Kinds and the names of their fields."""

from services.portal.clients import kinds
from tests.services.portal.conftest import client_over
from tests.services.portal.published import PUBLISHED


async def test_fields_keep_their_order() -> None:
    async with client_over(PUBLISHED) as services:
        known = await kinds.list_kinds(services, "es")
    assert known["practice"].name == "Tipo practice"
    assert list(known["practice"].fields.items())[:2] == [
        ("context", "Campo context"),
        ("action", "Campo action"),
    ]

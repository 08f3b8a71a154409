"""What stands of one actor, as the portal reads it."""

from services.portal.clients import actors
from tests.services.portal.conftest import client_over
from tests.services.portal.published import AGREEMENT, FULL, MATRIX, PRACTICE, beside_actor


async def test_what_stands_of_an_actor() -> None:
    bound = {"treaties": MATRIX["items"][:1], "agreed": [AGREEMENT]}
    told = beside_actor(FULL, unconfirmed=[PRACTICE], **bound)
    async with client_over({"/reports/actors/COL/beside": told}) as services:
        known = await actors.get_actor(services, "COL", as_of="5")
    assert [each.kind for each in known.submissions] == ["implementation"]
    assert [each.id for each in known.unconfirmed] == ["p"]
    assert [(each.instrument, each.in_force) for each in known.bonds] == [("ICRMW", True)]
    assert [each.parties for each in known.agreements] == [("COL",)]

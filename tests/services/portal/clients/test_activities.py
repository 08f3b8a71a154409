"""What stands of one activity, as the portal reads it."""

from datetime import date

import httpx2

from services.portal.clients import activities
from tests.services.portal.conftest import client_over
from tests.services.portal.published import AGREEMENT, FULL, MATRIX, beside_activity


async def test_what_stands_of_an_activity() -> None:
    told = beside_activity(FULL, more=True, agreed=[AGREEMENT], treaties=MATRIX["items"])
    asked: list[httpx2.Request] = []
    async with client_over({"/reports/activities/ACT-23/beside": told}, asked) as services:
        known = await activities.get_activity(services, "ACT-23", treaties="true", year=None)
    assert ([each.year for each in known.reports.items], known.reports.more) == ([2024], True)
    assert [each.others for each in known.agreements] == [("Reino de España",)]
    assert (known.matrix.on, len(known.matrix.bonds)) == (date(2026, 11, 23), 3)
    assert dict(asked[0].url.params) == {"treaties": "true"}

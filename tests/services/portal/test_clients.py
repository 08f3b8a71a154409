"""What is read from the services, and what a silent one is."""

import pytest

from services.portal import clients
from tests.services.portal.conftest import ANSWERS, client_over


async def test_values_by_objective_and_indicator() -> None:
    async with client_over(ANSWERS) as services:
        found = await clients.overview(services, "es")
    assert found.values["GO-1"]["reports_published"]["value"] == 2
    assert found.position == 7


@pytest.mark.parametrize("missing", list(ANSWERS))
async def test_a_silent_service_is_told(missing: str) -> None:
    async with client_over(
        {path: answer for path, answer in ANSWERS.items() if path != missing}
    ) as services:
        with pytest.raises(clients.ServiceUnavailable):
            await clients.overview(services, "es")

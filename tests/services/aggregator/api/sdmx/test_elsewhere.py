"""Addresses of SDMX that are not served."""

from tests.services.aggregator.api.sdmx.asking import ask, wrong_ml
from tests.services.aggregator.conftest import Desk

STATUSES = {
    "schema/dataflow/OAS.CAM/INDICATORS/1.0.0": 501,
    "metadata/metadataflow/*/*/*": 501,
    "registration/id/x": 501,
    "nothing/at/all": 404,
    "data": 404,
}


async def test_the_error_is_a_message_of_sdmx(desk: Desk) -> None:
    for path, status in STATUSES.items():
        answer = await ask(desk, f"/indicators/sdmx/{path}")
        assert answer.status_code == status, path
        assert wrong_ml(answer.content) == []

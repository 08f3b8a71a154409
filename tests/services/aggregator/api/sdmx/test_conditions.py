"""Every component has its condition in the OpenAPI document."""

from services.aggregator.api.sdmx.conditions import COMPONENTS, conditions
from tests.services.aggregator.conftest import Desk


async def test_each_component_can_be_asked_for(desk: Desk) -> None:
    document = (await desk.client.get("/indicators/openapi.json")).json()
    path = "/indicators/sdmx/data/{context}/{agency}/{resource}/{version}/{key}"
    names = {each["name"] for each in document["paths"][path]["get"]["parameters"]}
    assert names >= {f"c[{component}]" for component in COMPONENTS}
    assert {"TIME_PERIOD", "OBS_VALUE", "REPORTER", "COUNTERPART_AREA"} <= {*COMPONENTS}


def test_what_is_not_given_is_no_condition() -> None:
    assert conditions(AXIS="gender", REPORTER=None) == {"AXIS": "gender"}

"""What a request selects, as far as its answer shows it."""

from services.aggregator.api.sdmx.selecting import flows_of
from services.aggregator.domain.dataflows import INDICATORS, MIGRATION
from tests.services.aggregator.api.sdmx.asking import rows
from tests.services.aggregator.conftest import Desk


def test_a_dataflow_by_any_of_its_names() -> None:
    assert flows_of("dataflow", "OAS.CAM", "INDICATORS", "1.0.0") == [INDICATORS]
    assert flows_of("*", "*", "MIGRATION", "+") == [MIGRATION]
    assert flows_of("*", "*", "*", "~") == [INDICATORS, MIGRATION]


async def test_an_instant_and_a_position_are_one_moment(desk: Desk) -> None:
    await desk.publish("a")
    at = desk.last_recorded["reports.v1"]
    await desk.publish("b")
    await desk.settled()
    key = "GO-1.reports_published.CIM"
    assert await rows(desk, "INDICATORS", key, asOf=at) == await rows(
        desk, "INDICATORS", key, asOf="1"
    )
    (now,) = await rows(desk, "INDICATORS", key)
    assert (now["OBS_VALUE"], now["POSITION"]) == ("2", "2")

"""Moments that requests of SDMX name: positions, and instants with or without a zone."""

from tests.services.aggregator.api.sdmx.asking import ask, rows
from tests.services.aggregator.conftest import Desk

KEY = "GO-1.reports_published.CIM"


async def test_an_instant_without_a_zone_is_in_utc(desk: Desk) -> None:
    await desk.publish("a")
    at = desk.last_recorded["reports.v1"]
    await desk.publish("b")
    await desk.settled()
    first = await rows(desk, "INDICATORS", KEY, asOf="1")
    assert [row["OBS_VALUE"] for row in first] == ["1"]
    for moment in (at, at.removesuffix("Z"), at.replace("Z", "+00:00")):
        assert await rows(desk, "INDICATORS", KEY, asOf=moment) == first


async def test_what_is_no_moment_is_told_by_its_name_in_sdmx(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    json = "application/vnd.sdmx.structure+json;version=2.0.0"
    for place in ("structure/dataflow", "availability/dataflow"):
        answer = await ask(desk, f"/indicators/sdmx/{place}", json, asOf="x")
        assert answer.status_code == 400, (place, answer.text)
        assert "/asOf" in answer.text

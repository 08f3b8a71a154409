"""The series of a moment have one order, and each key stands once."""

from tests.services.aggregator.api.sdmx.asking import rows
from tests.services.aggregator.conftest import Desk

KEY = ("OBJECTIVE", "INDICATOR", "REPORTER", "REPORTER_KIND", "AXIS", "BREAKDOWN")


async def test_each_series_stands_once_with_its_periods_in_order(desk: Desk) -> None:
    cells = [{"sex": sex, "age_group": "adult", "count": 7} for sex in ("male", "female")]
    for year in (2021, 2019):
        await desk.publish(f"r{year}", year=year, beneficiaries=cells)
    await desk.settled()
    told = await rows(desk, "INDICATORS")
    series: list[tuple[str, ...]] = []
    for row in told:
        if (key := tuple(row[name] for name in KEY)) not in series[-1:]:
            series.append(key)
    assert len(set(series)) == len(series)
    cell = [row for row in told if row["BREAKDOWN"] == "female_adult"]
    assert [row["TIME_PERIOD"] for row in cell[:2]] == ["2019", "2021"]


async def test_only_what_is_asked_for_is_computed(desk: Desk) -> None:
    await desk.publish("a")
    await desk.settled()
    told = await rows(desk, "INDICATORS", "SO-01.activity_coverage+reports_published")
    assert {row["OBJECTIVE"] for row in told} == {"SO-01"}
    assert {row["INDICATOR"] for row in told} == {"activity_coverage", "reports_published"}
